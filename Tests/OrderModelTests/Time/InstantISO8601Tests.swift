import OrderModel
import Testing

@Suite struct InstantISO8601Tests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("2025-12-27T18:17:09.771123Z", 1_766_859_429_771_123),
            ("2025-12-27 18:17:09.771123Z", 1_766_859_429_771_123),
            ("2025-12-27T21:47:09.771123+03:30", 1_766_859_429_771_123),
            ("2025-12-27T21:47:09.771123+0330", 1_766_859_429_771_123),
            ("2025-12-27T13:17:09.771123-05", 1_766_859_429_771_123),
            ("2025-12-27T18:17:09.5Z", 1_766_859_429_500_000),
            ("2025-12-27T18:17:09.771123000Z", 1_766_859_429_771_123),
            ("2025-12-27T18:17Z", 1_766_859_420_000_000),
            ("1969-12-31T23:59:59.999999Z", -1),
            ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
            ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
        ] as [(String, Int64)]
    )
    func reads(_ text: String, _ microseconds: Int64) {
        #expect(Instant(iso8601: text) == Instant(microseconds: microseconds))
        #expect(Instant(dataISO8601: text) == Instant(microseconds: microseconds))
    }

    @Test(arguments: [
        "", "2025-12-27", "2025-12-27T18:17:09", "2025-12-27T18:17:09.Z", "2025-12-27T18Z", "2025-02-29T00:00:00Z",
        "2025-13-01T00:00:00Z", "2025-00-01T00:00:00Z", "2025-12-27T24:00:00Z", "2025-12-27T18:60:00Z",
        "2025-12-27T18:17:60Z", "2025-12-27T18:17:09+3:30", "2025-12-27T18:17:09+03:", "2025-12-27T18:17:09+03:60",
        "2025-12-27T18:17:09+24:00", "2025-12-27T18:17:09ZZ", " 2025-12-27T18:17:09Z", "2025-12-27T18:17:09Z ",
        "25-12-27T18:17:09Z", "2025-12-27T18:17:09,5Z", "2025-12-2٧T18:17:09Z", "0000-12-31T00:00:00Z",
        "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "20251227T181709Z", "+2025-12-27T18:17:09Z",
    ])
    func refuses(_ text: String) {
        #expect(Instant(iso8601: text) == nil)
        #expect(Instant(dataISO8601: text) == nil)
    }

    @Test func onlyDataMayBeFinerThanAMicrosecond() {
        #expect(Instant(iso8601: "2025-12-27T18:17:09.7711239Z") == nil)
        #expect(Instant(dataISO8601: "2025-12-27T18:17:09.7711239Z") == Instant(iso8601: "2025-12-27T18:17:09.771123Z"))
        #expect(Instant(dataISO8601: "2025-12-27T18:17:09.7711239999999Z") == nil)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999Z"),
            (1_766_859_429_771_123, "2025-12-27T18:17:09.771123Z"),
            (1_766_859_429_500_000, "2025-12-27T18:17:09.500000Z"),
            // Past the calendar there is nothing to print but its end.
            (.max, "9999-12-31T23:59:59.999999Z"), (.min, "0001-01-01T00:00:00Z"),
        ] as [(Int64, String)]
    )
    func prints(_ microseconds: Int64, _ text: String) {
        #expect(Instant(microseconds: microseconds).iso8601 == text)
    }

    @Test(arguments: [
        ("+03:30", "2025-12-27T21:47:09.771123+03:30"), ("-0500", "2025-12-27T13:17:09.771123-05:00"),
        ("+00:00", "2025-12-27T18:17:09.771123Z"),
    ])
    func printsWithTheOffsetOfAZone(_ offset: String, _ text: String) throws {
        let zone = try #require(TimeZoneRules(fixedOffset: offset))
        #expect(Instant(microseconds: 1_766_859_429_771_123).iso8601(in: zone) == text)
    }
}
