import OrderModel
import OrderTestSupport

/// The pools that generated documents and generated conditions share, so that the one often meets the other.
enum GeneratedValues {
    static let statuses = OrderStatus.names + ["awaiting", "NEW", ""]

    static let pieces = [
        "ali", "ALI", "Ali", "aLı", "تهران", "علی", "على", "İnci", "k", "\u{212A}", "K", "É", "é", "e\u{301}", "straße",
        "STRASSE", "ẞ", "Ω", "\u{2126}", "ω", "Å", "\u{212B}", "å", "Москва", "МОСКВА", " ", "-", "@", "`", "[", "{",
        "100%", "\u{1B}[31m", "a\u{200C}b", "\n", "\\", "\"", "\u{0}", "😀", "𐐀", "𐐨", "ǅ", "ǆ", "17", "1.5", "x", "y",
    ]

    static func text(_ random: inout SeededGenerator) -> String {
        let count = random.pick([0, 1, 1, 1, 2, 3, 5, random.oneIn(10) ? 40 : 4])
        return (0..<count).map { _ in random.pick(pieces) }.joined()
    }

    static let integers = ["0", "1", "2", "3", "5", "17", "-1", "100", "1000", "-1000"]
    static let amounts = [
        "0", "1000", "1000.0", "75000.00", "7.5e4", "100000", "0.5", "0.05", "-0.5", "12.50", "99.99", "100.001",
        "-1000",
        "5000000", "1e2",
    ]
    static let extremes = [
        "9223372036854775807", "-9223372036854775808", "9223372036854775806", "92233720368547758.07",
        "-92233720368547758.08", "9.223372036854775807", "0.000000000000000001",
    ]

    static func integer(_ random: inout SeededGenerator) -> String {
        random.oneIn(30) ? random.pick(Array(extremes[0..<3])) : random.pick(integers + [String(random.below(60) - 30)])
    }

    static func amount(_ random: inout SeededGenerator) -> String {
        if random.oneIn(60) { return random.pick(extremes) }
        return random.oneIn(2) ? random.pick(amounts) : String(random.below(2000) - 1000)
    }

    /// A moment of December 2025; often the begin of a day in UTC or in Tehran, or a microsecond beside it.
    static func instant(_ random: inout SeededGenerator) -> Instant {
        let day = 1_764_547_200_000_000 + Int64(random.below(31)) * TimeAmount.microsecondsPerDay
        let offset: Int64 =
            switch random.below(4) {
            case 0: Int64(random.below(86_400_000)) * 1000
            case 1: -12_600_000_000 + Int64(random.below(3)) - 1
            default: Int64(random.below(3)) - 1
            }
        return Instant(microseconds: day + offset)
    }

    static let documents: [JSONValue] = [
        .array([]), .object(JSONObject()), .array([.null]), .number("1"), .text(""), .boolean(false),
        .object(JSONObject([JSONMember(key: "sku", value: .text("A-1"))])),
    ]
}
