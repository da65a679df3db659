import OrderModel
import Testing

/// Habits as profiles state them.
@Suite struct ServerHabitsJSONTests {
    @Test func allHabitsComeBackAsTheyWere() throws {
        var habits = ServerHabits()
        habits.dateEnd = .exclusive
        habits.zoneName = "Asia/Tehran"
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
                == #"{"date_end":"exclusive","timezone":"Asia/Tehran","date_form":"days","exact_instants":false,"#
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
