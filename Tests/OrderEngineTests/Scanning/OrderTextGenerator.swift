// Writes orders as JSON in many ways: plain ones, and ones with every oddity that a server or a broken file may show.

import OrderModel
import OrderTestSupport

/// Writes orders as JSON text, the same ones for the same seed.
struct OrderTextGenerator {
    /// How things are written, the same for a whole order.
    struct Style {
        var separator = ""
        var hasEscapes = false
        var isShuffled = false
        /// One value in so many is odd; nil for none.
        var oddity: Int?
    }

    var random: SeededGenerator
    private(set) var style = Style()

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// One order; `lineFeeds` says whether they may stand between its tokens.
    mutating func order(lineFeeds: Bool = false) -> [UInt8] {
        let separators = lineFeeds ? ["", " ", "\n  ", "\r\n"] : ["", "", " ", "\t"]
        style.separator = random.pick(separators)
        style.hasEscapes = random.oneIn(3)
        style.isShuffled = random.oneIn(4)
        style.oddity = random.oneIn(2) ? nil : random.pick([200, 40, 8])
        return Array(object(of: Schema.fields(of: .orders).filter { !$0.isFromParent }, isOrder: true).utf8)
    }

    /// An order with nothing odd in it, in a style of its own.
    mutating func plainOrder(_ style: Style) -> [UInt8] {
        self.style = style
        return Array(object(of: Schema.fields(of: .orders), isOrder: true).utf8)
    }

    private mutating func isOdd() -> Bool {
        style.oddity.map { random.oneIn($0) } ?? false
    }

    private mutating func object(of fields: [Field], isOrder: Bool = false) -> String {
        var members: [String] = []
        for field in fields where field.path.count == 1 {
            if isOdd() { continue }
            let spelling = isOdd() ? random.pick(field.path[0]) : field.path[0][0]
            members.append(member(spelling, value(of: field)))
            if isOdd() { members.append(member(spelling, value(of: field))) }
        }
        if isOrder { members.append(member("zone", "{\"id\":7,\"total\":[1,{\"id\":\"x:,}\"}]}")) }
        if isOdd() { members.append(member("x" + random.pick(fields).path[0][0], "3")) }
        if style.isShuffled { members.shuffle(using: &random) }
        return joined("{", members, "}")
    }

    private mutating func joined(_ open: String, _ members: [String], _ close: String) -> String {
        open + style.separator + members.joined(separator: "," + style.separator) + style.separator + close
    }

    private mutating func member(_ key: String, _ value: String) -> String {
        let space = isOdd() ? " " : ""
        let spelling = isOdd() ? "\\u00" + String(key.utf8.first ?? 0x78, radix: 16) + key.dropFirst() : key
        return "\"\(spelling)\"" + space + ":" + style.separator + value
    }

    private mutating func value(of field: Field) -> String {
        if isOdd() { return random.pick(Self.oddValues) }
        if field.isNullable, random.oneIn(6) { return "null" }
        switch field.type {
        case .text, .status: return text(random.pick(Self.texts))
        case .integer: return "\(random.below(1_000_000))"
        case .money:
            return random.pick(["\(random.below(9_000_000))", "\"\(random.below(9000)).\(10 + random.below(90))\""])
        case .boolean: return random.pick(["true", "false"])
        case .instant: return isOdd() ? text(random.pick(Self.instants)) : "\"\(random.pick(Self.instants))\""
        case .object:
            let parts = Schema.parts(of: field).map { part in
                Field(
                    collection: part.collection,
                    name: part.name,
                    type: part.type,
                    isNullable: part.isNullable,
                    path: [part.path[part.path.count - 1]],
                    isFromParent: false
                )
            }
            return object(of: parts)
        default: return document(field)
        }
    }

    private mutating func document(_ field: Field) -> String {
        guard let rows = Collection(rawValue: field.name), field.isList else {
            return random.pick(["{}", "[1, \"]\"]", "{\"a\":{\"b\":[]}}", "\"x\"", "17"])
        }
        let own = Schema.fields(of: rows).filter { !$0.isFromParent }
        let elements = (0..<random.below(4)).map { _ in isOdd() ? "null" : object(of: own) }
        return joined("[", elements, "]")
    }

    private mutating func text(_ text: String) -> String {
        guard style.hasEscapes else {
            var writer = JSONWriter()
            writer.write(text: text)
            return String(decoding: writer.output, as: UTF8.self)
        }
        var result = "\""
        for unit in text.utf16 {
            let digits = String(unit, radix: 16)
            let isPlain = unit >= 0x20 && unit < 0x7F && unit != 0x22 && unit != 0x5C && !random.oneIn(8)
            if isPlain, let scalar = Unicode.Scalar(unit) {
                result.unicodeScalars.append(scalar)
            } else {
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            }
        }
        return result + "\""
    }

    private static let texts = [
        "", "new", "completed", "بهروز بهرامی", "خیابان ولی‌عصر، کوچه 25", "say \"hi\", {friend}: [ok]", "back\\slash\\",
        "line\nfeed\tand tab", "😀 emoji 👩‍👩‍👧", "한국어와 中文", "\u{0}\u{1F}", "é", "ends with a backslash \\",
        String(repeating: "long ", count: 40), String(repeating: "تهران ", count: 25),
        "\u{FFFF}\u{10FFFF}\u{D7FF}\u{E000}",
    ]

    private static let instants = [
        "2025-12-27T18:17:09.771123Z", "2024-02-29T00:00:00Z", "2025-01-01 23:59:59.5+03:30", "2025-01-01T10:00-05:00",
        "1969-12-31T23:59:59.999999Z", "2025-06-30T12:00:00.123456789+0330", "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z", "2000-02-29t01:02:03z", "2025-03-01T00:00:00-11:59",
    ]

    private static let oddValues = [
        "null", "true", "false", "0", "-0", "-1", "1.0", "1.50", "007", "1e3", "1E-2", "123456789012345678",
        "1234567890123456789", "9223372036854775808", "99999999999999999999999999999999999999", "0.123456789012345678",
        "1.0000000000000000000", "-5.", ".5", "+5", "\"007\"", "\"-0.50\"", "\"1e2\"", "\" 1\"", "\"\"", "\"abc\"",
        "\"12\\u0033\"", "\"\\ud83d\"", "\"\\ude00x\"", "\"\\x\"", "\"\\ud83d\\ude00\"", "{}", "[]", "[{}]",
        "{\"id\":1}",
        "[{\"id\":1}]", "nul", "tru", "nullx", "truefalse", "\"2025-02-29T00:00:00Z\"", "\"2025-02-28T24:00:00Z\"",
        "\"0000-01-01T00:00:00Z\"", "\"2025-01-01T00:00:00\"", "\"2025-01-01T00:00:00.Z\"", "'x'", "1 2", "\"a\" \"b\"",
        "\"\\\"", "{\"name\":{\"name\":\"x\"}}", "[[[[]]]]", "{]", "[}", "\"tab\there\"", "1:2", "\u{FEFF}1",
        "\"\\/\\b\\f\"",
    ]
}
