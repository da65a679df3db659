import OrderModel
import Testing

/// Habits as profiles state them.
@Suite struct ServerHabitsJSONTests {
    @Test func allHabitsComeBackAsTheyWere() throws {
        var habits = ServerHabits()
        habits.dateEnd = .exclusive
        habits.zoneName = "Asia/Tehran"
        habits.zoneStart = CivilDate(year: 2022, month: 9, day: 22)
        habits.zoneEnd = CivilDate(year: 2026, month: 3, day: 29)
        habits.dateForm = .days
        habits.comparesInstantsExactly = false
        habits.emptyText = .missing
        habits.nullOrder = .high
        habits.maximumPageSize = 100
        habits.proved = [.status, .idMinimum]
        habits.distrusted = [.search]
        let json = JSONValue.object(habits.json)
        #expect(try ServerHabits(json, at: "server") == habits)
        #expect(
            json.serialized()
                == #"{"date_end":"exclusive","timezone":"Asia/Tehran","timezone_from":"2022-09-22","#
                + #""timezone_to":"2026-03-29","date_form":"days","exact_instants":false,"#
                + #""empty_text":"missing","null_order":"high","max_limit":100,"proved":["status","id_min"],"#
                + #""distrusted":["search"]}"#
        )
    }

    @Test func whatIsNotSaidIsNotKnown() throws {
        #expect(try ServerHabits(.object(JSONObject()), at: "server") == ServerHabits())
        #expect(ServerHabits().json == JSONObject())
    }

    @Test(arguments: [
        (#"[]"#, "server must be an object, and is a list"),
        (#"{"date_ends": 1}"#, "server.date_ends is no known key; did you mean 'date_end'?"),
        (
            #"{"date_end": "inclusiv"}"#,
            "server.date_end must be one of inclusive, exclusive; did you mean 'inclusive'?"
        ),
        (#"{"date_end": true}"#, "server.date_end must be a text, and is true or false"),
        (#"{"timezone": ""}"#, "server.timezone is empty; leave it out instead"),
        (#"{"timezone_from": "2025-2-1"}"#, "server.timezone_from must be a day such as 2025-12-27"),
        (
            #"{"timezone_from": "2025-12-27", "timezone_to": "2025-12-26"}"#,
            "server.timezone_from is after timezone_to"
        ),
        (#"{"exact_instants": "yes"}"#, "server.exact_instants must be true or false, and is a text"),
        (#"{"max_limit": 0}"#, "server.max_limit must be a whole number from 1 to 1000000"),
        (#"{"max_limit": 1.0}"#, "server.max_limit must be a whole number from 1 to 1000000"),
        (
            #"{"max_limit": "100"}"#,
            "server.max_limit must be a whole number from 1 to 1000000, and is a text"
        ),
        (#"{"proved": "status"}"#, "server.proved must be a list of names, and is a text"),
        (#"{"proved": ["status", "id_mni"]}"#, "server.proved[1] is no known name; did you mean 'id_min'?"),
        (#"{"proved": ["status", "status"]}"#, "server.proved[1] is given twice; leave one of them out"),
        (#"{"proved": [null]}"#, "server.proved[0] must be a name, and is null"),
        (#"{"proved": ["id_min"], "distrusted": ["id_min"]}"#, "server.proved and distrusted both name 'id_min'"),
        (#"{"max_limit": 1, "max_limit": 2}"#, "server.max_limit is given twice; leave one of them out"),
    ])
    func mistakesAreSaidWithTheirPlace(text: String, message: String) throws {
        let value = try JSONParser.parse(Array(text.utf8))
        do {
            _ = try ServerHabits(value, at: "server")
            Issue.record("it was read")
        } catch {
            #expect("\(error.path) \(error.predicate)" + (error.mend.map { "; \($0)" } ?? "") == message)
        }
    }

    /// The days of a zone as `from..to`, what a profile says, what was learnt and what comes of both.
    @Test(arguments: [
        ("UTC 2025-01-10..2025-02-20", "UTC 2025-02-01..2025-03-30", "UTC 2025-01-10..2025-03-30"),
        ("UTC 2025-02-01..2025-03-30", "UTC 2025-01-10..2025-02-20", "UTC 2025-01-10..2025-03-30"),
        ("UTC 2025-01-10..2025-02-20", "UTC 2025-01-15..", "UTC 2025-01-10.."),
        ("UTC ..", "UTC 2025-01-15..2025-02-20", "UTC .."),
        // What lies between may be a summer.
        ("UTC 2025-11-01..2026-03-29", "UTC 2024-11-01..2025-03-30", "UTC 2025-11-01..2026-03-29"),
        ("UTC 2025-01-10..2025-02-20", "+01:00 2025-01-01..", "UTC 2025-01-10..2025-02-20"),
        ("", "UTC 2025-01-10..2025-02-20", "UTC 2025-01-10..2025-02-20"),
    ])
    func daysOfOneZoneAreJoinedWhereTheyAdjoin(stated: String, learnt: String, both: String) {
        #expect(Self.zone(stated).completed(by: Self.zone(learnt)) == Self.zone(both))
    }

    private static func zone(_ text: String) -> ServerHabits {
        var habits = ServerHabits()
        let words = text.split(separator: " ").map(String.init)
        habits.zoneName = words.first
        let days = words.last?.split(separator: ".", omittingEmptySubsequences: false).map(String.init) ?? []
        habits.zoneStart = days.first.flatMap(CivilDate.init(iso8601:))
        habits.zoneEnd = days.last.flatMap(CivilDate.init(iso8601:))
        return habits
    }

    @Test func whatIsStatedGoesBeforeWhatWasLearnt() {
        var stated = ServerHabits()
        stated.maximumPageSize = 50
        stated.proved = [.status]
        var learnt = ServerHabits()
        learnt.maximumPageSize = 100
        learnt.nullOrder = .low
        learnt.proved = [.idMinimum, .search]
        learnt.distrusted = [.status, .ordering]
        stated.distrusted = [.search]
        let habits = stated.completed(by: learnt)
        #expect(habits.maximumPageSize == 50)
        #expect(habits.nullOrder == .low)
        #expect(habits.proved == [.status, .idMinimum])
        #expect(habits.distrusted == [.search, .ordering])
    }
}
