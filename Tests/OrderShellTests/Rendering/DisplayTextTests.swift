import OrderModel
import Testing

@testable import OrderShell

@Suite struct DisplayTextTests {
    @Test(arguments: [
        ("0", "0"), ("999", "999"), ("1000", "1,000"), ("-999", "-999"), ("-1000", "-1,000"),
        ("-123456.789", "-123,456.789"),
        ("0.0001", "0.0001"),
        ("1234567890123456789012345678901234567.5", "1,234,567,890,123,456,789,012,345,678,901,234,567.5"),
    ])
    func thousandsAreSeparated(_ text: String, _ expected: String) throws {
        #expect(DisplayText.grouped(try #require(Decimal(text))) == expected)
    }

    @Test(
        arguments: [
            (0, "0s"), (1, "0.000001s"), (1_500_000, "1.5s"), (-1_500_000, "-1.5s"), (59_999_999, "59.999999s"),
            (60_000_000, "1min"),
            (90_061_000_000, "1d 1h 1min 1s"), (129_600_500_000, "1d 12h"), (-3_600_000_000, "-1h"),
            (Int64.min, "-106751991d 4h 54s"),
        ] as [(Int64, String)]
    )
    func durationsAreReadable(_ microseconds: Int64, _ expected: String) {
        #expect(DisplayText.of(TimeAmount(microseconds: microseconds)) == expected)
    }

    @Test(arguments: [
        ("id", true), ("order.id", true), ("customer.id", true), ("paid", false), ("count()", false), ("idle", false),
    ])
    func identifiersAreKnownByName(_ name: String, _ expected: Bool) {
        #expect(ResultColumn(name: name, type: .integer).isIdentifier == expected)
        #expect(
            DisplayText(zone: .utc).of(.number(Decimal(12345)), isIdentifier: expected)
                == (expected ? "12345" : "12,345")
        )
    }

    @Test func instantsAreShownInTheZone() {
        let zone = TimeZoneRules(name: "+03:30", fixedOffsetSeconds: 12_600)
        #expect(
            DisplayText(zone: zone).of(.instant(Instant(microseconds: 1_766_859_429_771_123))) == "2025-12-27 21:47:09"
        )
        #expect(DisplayText(zone: .utc).of(.instant(Instant(microseconds: -1))) == "1969-12-31 23:59:59")
    }
}
