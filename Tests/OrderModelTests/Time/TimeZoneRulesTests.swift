// Zones made by hand, byte by byte: the format, its footer and what damage does. The system's own zones are
// tested where files are read.

import OrderModel
import Testing

@Suite struct TimeZoneRulesTests {
    @Test(arguments: [
        ("+03:30", "+03:30", 12_600), ("-0500", "-05:00", -18_000), ("+14", "+14:00", 50_400), ("+00:00", "UTC", 0),
        ("-00:30", "-00:30", -1800),
    ])
    func readsFixedOffsets(_ text: String, _ name: String, _ seconds: Int) throws {
        let zone = try #require(TimeZoneRules(fixedOffset: text))
        #expect(zone.name == name)
        #expect(zone.offsetSeconds(at: Instant(microseconds: 0)) == seconds)
    }

    @Test(arguments: ["", "+", "3:30", "+3", "+03:3", "+24:00", "+03:30 ", "UTC+3", "Z"])
    func refusesWhatIsNoOffset(_ text: String) {
        #expect(TimeZoneRules(fixedOffset: text) == nil)
    }

    @Test func civilTimeNeverLeavesTheCalendar() throws {
        for zone in [TimeZoneRules.utc, try fixture(), try #require(TimeZoneRules(fixedOffset: "-23:59"))] {
            #expect(zone.civilTime(at: Instant(microseconds: .max)).description == "9999-12-31T23:59:59.999999")
            #expect(zone.civilTime(at: Instant(microseconds: .min)).description == "0001-01-01T00:00:00")
        }
        #expect(TimeZoneRules.utc.civilTime(at: Instant(microseconds: -1)).description == "1969-12-31T23:59:59.999999")
    }

    @Test func findsTheOffsetOfEachStretch() throws {
        let zone = try fixture()
        for (seconds, offset) in [(-1001, 600), (-1000, 3600), (-1, 3600), (0, 7200), (999, 7200), (1000, 0)] {
            #expect(zone.offsetSeconds(at: Instant(microseconds: Int64(seconds) * 1_000_000)) == offset)
        }
        // A fraction before a change still belongs to the time before it.
        #expect(zone.offsetSeconds(at: Instant(microseconds: -1)) == 3600)
    }

    @Test func readsVersion1() throws {
        let data = ZoneFile(version: 0, transitions: [(-5, 1), (5, 0)], offsets: [0, 60]).block(timeWidth: 4)
        let zone = try TimeZoneRules(name: "x", tzif: data)
        #expect(zone.offsetSeconds(at: Instant(microseconds: -5_000_000)) == 60)
        #expect(zone.offsetSeconds(at: Instant(microseconds: 5_000_000)) == 0)
    }

    @Test(arguments: [
        // New York's rule: second Sunday of March, first Sunday of November.
        ("EST5EDT,M3.2.0,M11.1.0", "2025-03-09T06:59:59Z", -18_000),
        ("EST5EDT,M3.2.0,M11.1.0", "2025-03-09T07:00:00Z", -14_400),
        ("EST5EDT,M3.2.0,M11.1.0", "2025-11-02T05:59:59Z", -14_400),
        ("EST5EDT,M3.2.0,M11.1.0", "2025-11-02T06:00:00Z", -18_000),
        ("EST5EDT,M3.2.0,M11.1.0", "2350-07-01T00:00:00Z", -14_400),
        // Dublin's, whose winter time is the exception.
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2190-01-15T12:00:00Z", 0),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2190-07-15T12:00:00Z", 3600),
        // South of the equator the year begins in daylight time.
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2190-01-01T00:00:00Z", 39_600),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2190-07-01T00:00:00Z", 37_800),
        // Without daylight time.
        ("<+0330>-3:30", "2190-07-01T00:00:00Z", 12_600),
        // Daylight time all the year round, as RFC 8536 writes it.
        ("XXX3EDT4,0/0,J365/23", "2190-12-31T23:30:00Z", -14_400),
        ("XXX3EDT4,0/0,J365/23", "2191-01-01T06:00:00Z", -14_400),
        // A time of more than a day, as Greenland's.
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2190-03-28T01:00:00Z", -3600),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2190-03-28T00:59:59Z", -7200),
        // Days of the year, with and without the leap day: 2192 is a leap year.
        ("AAA0BBB,J60/0,J61/0", "2192-03-01T00:00:00Z", 3600), ("AAA0BBB,59/0,60/0", "2192-02-29T12:00:00Z", 3600),
        ("AAA0BBB,J60/0,J61/0", "2192-02-29T12:00:00Z", 0), ("AAA0BBB,59/0,60/0", "2191-03-01T12:00:00Z", 3600),
    ])
    func followsTheRuleAtTheEnd(_ rule: String, _ moment: String, _ offset: Int) throws {
        let data = ZoneFile(version: 2, transitions: [], offsets: [0], footer: rule).bytes
        let zone = try TimeZoneRules(name: "x", tzif: data)
        let instant = try #require(Instant(iso8601: moment))
        #expect(zone.offsetSeconds(at: instant) == offset)
    }

    @Test(arguments: [
        "EST", "5", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0",
        "EST5EDT,J0,J5", "EST5EDT,366,5", "EST200", "EST30", "<EST5", "EST5EDT,M3.2.0,M11.1.0x", "EST5:60",
        "EST99999999999999999999",
    ])
    func refusesMalformedRules(_ rule: String) {
        let data = ZoneFile(version: 2, transitions: [], offsets: [0], footer: rule).bytes
        #expect(throws: TimeZoneDataError.self) { try TimeZoneRules(name: "x", tzif: data) }
    }

    @Test func startOfDayIsTheFirstInstantThatShowsIt() throws {
        // Clocks go from 00:00 to 01:00 at the beginning of 1970-01-02, and at 01:00 of 1970-01-05 back to 00:00.
        let day: Int64 = 86_400
        let zone = try TimeZoneRules(
            name: "x",
            tzif: ZoneFile(version: 2, transitions: [(day, 1), (4 * day, 0)], offsets: [0, 3600]).bytes
        )
        let starts = try (1...6).map { number in
            let date = try #require(CivilDate(year: 1970, month: 1, day: number))
            return zone.startOfDay(date).microseconds / 1_000_000
        }
        #expect(starts == [0, day, 2 * day - 3600, 3 * day - 3600, 4 * day - 3600, 5 * day])
    }

    @Test func daysPartTheTimeLineAtTheirFirstInstants() throws {
        // At 00:01 of 1970-01-03 clocks go back to 23:01 of the day before.
        let change: Int64 = 2 * 86_400 + 60 - 3600
        let zone = try TimeZoneRules(
            name: "x",
            tzif: ZoneFile(version: 2, transitions: [(0, 1), (change, 0)], offsets: [0, 3600]).bytes
        )
        let context = TimeContext(now: Instant(microseconds: change * 1_000_000), zone: zone)
        #expect(zone.civilTime(at: context.now).date.description == "1970-01-02")
        #expect(context.today.description == "1970-01-03")
        var seconds = change - 7200
        while seconds < change + 7200 {
            let instant = Instant(microseconds: seconds * 1_000_000)
            let period = try #require(context.period(.day, containing: instant))
            #expect(context.range(of: period).contains(instant))
            seconds += 600
        }
    }

    @Test func damageIsAnErrorAndNeverACrash() throws {
        let sound = ZoneFile(
            version: 2,
            transitions: [(-1000, 1), (0, 2), (1000, 0)],
            offsets: [600, 3600, 7200],
            footer: "EST5EDT,M3.2.0,M11.1.0"
        ).bytes
        for count in 0..<sound.count {
            #expect(throws: TimeZoneDataError.self) { try TimeZoneRules(name: "x", tzif: Array(sound[..<count])) }
        }
        for index in sound.indices {
            for byte in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
                var changed = sound
                changed[index] = byte
                guard let zone = try? TimeZoneRules(name: "x", tzif: changed) else { continue }
                // Whatever was accepted keeps its promises.
                for microseconds in [Int64.min, -1_000_000_000, 0, 4_000_000_000_000_000, .max] {
                    let offset = zone.offsetSeconds(at: Instant(microseconds: microseconds))
                    #expect(abs(offset) < 26 * 3600)
                }
                let start = zone.startOfDay(.earliest)
                #expect(start < zone.startOfDay(.latest))
            }
        }
    }

    @Test func refusesOffsetsThatNoClockHas() {
        let data = ZoneFile(version: 2, transitions: [], offsets: [26 * 3600]).bytes
        #expect(throws: TimeZoneDataError.self) { try TimeZoneRules(name: "x", tzif: data) }
    }

    @Test func refusesTransitionsOutOfOrder() {
        let data = ZoneFile(version: 2, transitions: [(10, 0), (10, 1)], offsets: [0, 60]).bytes
        #expect(throws: TimeZoneDataError.self) { try TimeZoneRules(name: "x", tzif: data) }
    }

    private func fixture() throws -> TimeZoneRules {
        let file = ZoneFile(
            version: 2,
            transitions: [(-1000, 1), (0, 2), (1000, 3)],
            offsets: [600, 3600, 7200, 0]
        )
        return try TimeZoneRules(name: "x", tzif: file.bytes)
    }
}

/// Builds the bytes of a zoneinfo file.
private struct ZoneFile {
    var version: UInt8
    var transitions: [(seconds: Int64, type: UInt8)]
    var offsets: [Int32]
    var footer = ""

    /// Both blocks and the footer.
    var bytes: [UInt8] {
        let first = ZoneFile(version: version, transitions: [], offsets: [0]).block(timeWidth: 4)
        return first + block(timeWidth: 8) + Array("\n\(footer)\n".utf8)
    }

    func block(timeWidth: Int) -> [UInt8] {
        var result = Array("TZif".utf8) + [version == 0 ? 0 : UInt8(ascii: "0") + version]
        result += [UInt8](repeating: 0, count: 15)
        for count in [0, 0, 0, transitions.count, offsets.count, 4] { result += Self.number(Int64(count), width: 4) }
        for transition in transitions { result += Self.number(transition.seconds, width: timeWidth) }
        result += transitions.map(\.type)
        for offset in offsets { result += Self.number(Int64(offset), width: 4) + [0, 0] }
        return result + Array("LMT\0".utf8)
    }

    private static func number(_ value: Int64, width: Int) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> Int64(8 * $0)) }
    }
}
