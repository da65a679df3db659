// The system's own zones against what another implementation says of them (Python's zoneinfo, tzdata 2025b).

import OrderDataset
import OrderModel
import OrderTestSupport
import Testing

@Suite struct ZoneDirectoryTests {
    private let directory = ZoneDirectory.system()

    @Test(arguments: [
        ("Asia/Tehran", "1900-01-01T00:00:00Z", 12_344, "1900-01-01T03:25:44"),
        ("Asia/Tehran", "2021-03-21T20:29:59Z", 12_600, "2021-03-21T23:59:59"),
        ("Asia/Tehran", "2021-03-21T20:30:00Z", 16_200, "2021-03-22T01:00:00"),
        ("Asia/Tehran", "2022-03-21T20:30:00Z", 16_200, "2022-03-22T01:00:00"),
        ("Asia/Tehran", "2022-09-21T19:29:59Z", 16_200, "2022-09-21T23:59:59"),
        ("Asia/Tehran", "2022-09-21T19:30:00Z", 12_600, "2022-09-21T23:00:00"),
        ("Asia/Tehran", "2023-06-01T12:00:00Z", 12_600, "2023-06-01T15:30:00"),
        ("Asia/Tehran", "2090-07-01T00:00:00Z", 12_600, "2090-07-01T03:30:00"),
        ("Asia/Tehran", "2500-07-01T00:00:00Z", 12_600, "2500-07-01T03:30:00"),
        ("Europe/Istanbul", "2015-12-01T12:00:00Z", 7200, "2015-12-01T14:00:00"),
        ("Europe/Istanbul", "2016-03-27T00:59:59Z", 7200, "2016-03-27T02:59:59"),
        ("Europe/Istanbul", "2016-03-27T01:00:00Z", 10_800, "2016-03-27T04:00:00"),
        ("Europe/Istanbul", "2016-12-01T00:00:00Z", 10_800, "2016-12-01T03:00:00"),
        ("Europe/Istanbul", "2300-01-15T00:00:00Z", 10_800, "2300-01-15T03:00:00"),
        ("America/New_York", "1883-11-18T16:59:59Z", -17_762, "1883-11-18T12:03:57"),
        ("America/New_York", "1883-11-18T17:00:00Z", -18_000, "1883-11-18T12:00:00"),
        ("America/New_York", "2025-03-09T06:59:59Z", -18_000, "2025-03-09T01:59:59"),
        ("America/New_York", "2025-03-09T07:00:00Z", -14_400, "2025-03-09T03:00:00"),
        ("America/New_York", "2025-11-02T05:59:59Z", -14_400, "2025-11-02T01:59:59"),
        ("America/New_York", "2025-11-02T06:00:00Z", -18_000, "2025-11-02T01:00:00"),
        ("America/New_York", "2038-03-14T07:00:00Z", -14_400, "2038-03-14T03:00:00"),
        ("America/New_York", "2060-07-01T00:00:00Z", -14_400, "2060-06-30T20:00:00"),
        ("America/New_York", "2150-07-01T00:00:00Z", -14_400, "2150-06-30T20:00:00"),
        ("America/New_York", "2150-12-01T00:00:00Z", -18_000, "2150-11-30T19:00:00"),
        ("America/New_York", "9998-07-01T12:00:00Z", -14_400, "9998-07-01T08:00:00"),
        ("Pacific/Apia", "2011-12-30T09:59:59Z", -36_000, "2011-12-29T23:59:59"),
        ("Pacific/Apia", "2011-12-30T10:00:00Z", 50_400, "2011-12-31T00:00:00"),
        ("Europe/Dublin", "2025-01-15T12:00:00Z", 0, "2025-01-15T12:00:00"),
        ("Europe/Dublin", "2090-07-15T12:00:00Z", 3600, "2090-07-15T13:00:00"),
        ("Europe/Dublin", "2190-07-15T12:00:00Z", 3600, "2190-07-15T13:00:00"),
        ("America/Sao_Paulo", "2018-11-04T02:59:59Z", -10_800, "2018-11-03T23:59:59"),
        ("America/Sao_Paulo", "2018-11-04T03:00:00Z", -7200, "2018-11-04T01:00:00"),
        ("America/Sao_Paulo", "2019-02-17T02:00:00Z", -10_800, "2019-02-16T23:00:00"),
        ("America/Sao_Paulo", "2025-12-01T00:00:00Z", -10_800, "2025-11-30T21:00:00"),
        ("Australia/Lord_Howe", "2025-04-05T14:59:59Z", 39_600, "2025-04-06T01:59:59"),
        ("Australia/Lord_Howe", "2025-04-05T15:00:00Z", 37_800, "2025-04-06T01:30:00"),
        ("Australia/Lord_Howe", "2190-01-01T00:00:00Z", 39_600, "2190-01-01T11:00:00"),
        ("Asia/Kathmandu", "1985-12-31T18:29:59Z", 19_800, "1985-12-31T23:59:59"),
        ("Asia/Kathmandu", "1985-12-31T18:30:00Z", 20_700, "1986-01-01T00:15:00"),
        ("Africa/Casablanca", "2026-03-01T00:00:00Z", 0, "2026-03-01T00:00:00"),
        ("Pacific/Kiritimati", "2025-01-01T00:00:00Z", 50_400, "2025-01-01T14:00:00"),
        ("Africa/Monrovia", "1972-01-07T00:44:29Z", -2670, "1972-01-06T23:59:59"),
        ("Africa/Monrovia", "1972-01-07T00:44:30Z", 0, "1972-01-07T00:44:30"),
        ("Etc/GMT+12", "2025-01-01T00:00:00Z", -43_200, "2024-12-31T12:00:00"),
        ("UTC", "2025-01-01T00:00:00Z", 0, "2025-01-01T00:00:00"),
        ("+03:30", "2025-01-01T00:00:00Z", 12_600, "2025-01-01T03:30:00"),
    ])
    func knowsTheClocksOf(_ name: String, _ moment: String, _ offset: Int, _ shown: String) throws {
        let zone = try directory.rules(named: name)
        let instant = try #require(Instant(iso8601: moment))
        #expect(zone.offsetSeconds(at: instant) == offset)
        #expect(zone.civilTime(at: instant).description == shown)
    }

    @Test(arguments: [
        // No midnight: 21 March 2022 ends at 20:30 UTC, and the next day begins at one o'clock.
        ("Asia/Tehran", 2022, 3, 22, "2022-03-21T20:30:00Z"),
        ("America/Sao_Paulo", 2018, 11, 4, "2018-11-04T03:00:00Z"),
        // Set back at midnight to 23:00: the day begins when midnight comes for the second time around.
        ("America/Sao_Paulo", 2019, 2, 17, "2019-02-17T03:00:00Z"),
        ("Asia/Tehran", 2022, 9, 22, "2022-09-21T20:30:00Z"),
        // Set back at one o'clock to midnight: midnight comes twice, and the first counts.
        ("America/Havana", 2025, 11, 2, "2025-11-02T04:00:00Z"),
        ("America/Havana", 2025, 11, 3, "2025-11-03T05:00:00Z"),
        // Skipped altogether: 30 December 2011 begins and ends when the 31st begins.
        ("Pacific/Apia", 2011, 12, 29, "2011-12-29T10:00:00Z"), ("Pacific/Apia", 2011, 12, 30, "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", 2011, 12, 31, "2011-12-30T10:00:00Z"), ("Pacific/Apia", 2012, 1, 1, "2011-12-31T10:00:00Z"),
        ("America/New_York", 2025, 3, 9, "2025-03-09T05:00:00Z"),
        ("America/New_York", 2025, 3, 10, "2025-03-10T04:00:00Z"),
        ("America/New_York", 2150, 7, 1, "2150-07-01T04:00:00Z"), ("UTC", 2025, 3, 9, "2025-03-09T00:00:00Z"),
        ("+03:30", 2025, 3, 9, "2025-03-08T20:30:00Z"),
    ])
    func daysBeginIn(_ name: String, _ year: Int, _ month: Int, _ day: Int, _ moment: String) throws {
        let zone = try directory.rules(named: name)
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(zone.startOfDay(date).iso8601 == moment)
    }

    @Test(arguments: [
        "Asia/Tehran", "America/St_Johns", "Pacific/Apia", "America/Havana", "America/Juneau", "Asia/Manila",
        "Africa/Cairo",
        "Antarctica/Troll", "America/Scoresbysund", "Africa/Casablanca",
    ])
    func daysFollowEachOtherWithoutGapOrOverlap(_ name: String) throws {
        let zone = try directory.rules(named: name)
        var date = try #require(CivilDate(year: 1840, month: 1, day: 1))
        var start = zone.startOfDay(date)
        while let next = date.adding(days: 1), date.year < 2110 {
            let end = zone.startOfDay(next)
            #expect(start <= end)
            if start < end {
                // The first and the last instant of a day belong to it.
                let last = Instant(microseconds: end.microseconds - 1)
                #expect(zone.day(of: start) == date && zone.day(of: last) == date, "\(date)")
            }
            date = next
            start = end
        }
    }

    @Test func everyZoneOfTheSystemCanBeRead() throws {
        for name in ["Europe/London", "America/Argentina/Buenos_Aires", "Etc/GMT-14", "EST5EDT", "Asia/Ho_Chi_Minh"] {
            #expect(try directory.rules(named: name).name == name)
        }
    }

    @Test(arguments: [
        "", "/etc/passwd", "../../etc/passwd", "Asia/../Asia/Tehran", "Asia//Tehran", "Asia/Tehran/", ".", "a b",
        "Asia/Tehran\0",
        "\u{1B}[2J", "تهران", "+25:00", String(repeating: "a", count: 256),
    ])
    func refusesWhatIsNoName(_ name: String) {
        let error = #expect(throws: DatasetError.self) { try directory.rules(named: name) }
        #expect(error?.problem == .invalidZoneName)
        #expect(error?.category == .usage)
    }

    @Test func tellsAnUnknownNameFromMissingZoneData() {
        let unknown = #expect(throws: DatasetError.self) { try directory.rules(named: "Asia/Teheran") }
        #expect(unknown?.message == "\"Asia/Teheran\": unknown time zone")
        #expect(unknown?.problem == .unknownZone(isZoneDataMissing: false))
        let folder = #expect(throws: DatasetError.self) { try directory.rules(named: "Asia") }
        #expect(folder?.problem == .unknownZone(isZoneDataMissing: false))
        let nowhere = ZoneDirectory(folders: ["/no/such/folder"])
        let missing = #expect(throws: DatasetError.self) { try nowhere.rules(named: "Asia/Tehran") }
        #expect(missing?.problem == .unknownZone(isZoneDataMissing: true))
        #expect(missing?.mend?.contains("tzdata") == true)
        #expect(throws: Never.self) { try nowhere.rules(named: "UTC") }
    }

    @Test func aFileThatIsNoZoneIsDamaged() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(Array("# tz data\n".utf8), to: "zone.tab")
        _ = try folder.write(Array("nothing".utf8), to: "Broken")
        let directory = ZoneDirectory(folders: [folder.path])
        let error = #expect(throws: DatasetError.self) { try directory.rules(named: "Broken") }
        #expect(error?.message == "\(folder.path)/Broken: the zone's data is not a time zone file")
    }
}
