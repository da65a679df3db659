// What explanations say of requests: each parameter's fate, the query that does the same at the prompt, the steps, and
// one order that is asked about. Counts are held against the list that the server answers itself.

import OrderEngine
import OrderLanguage
import OrderModel
import OrderReference
import OrderTestSupport
import Testing

@testable import OrderServer

@Suite(.timeLimit(.minutes(5))) struct RequestExplanationTests {
    /// Parameters, what becomes of each, and what is said of the first.
    private static let fates: [(query: String, fates: [String], reason: String?)] = [
        ("status=new", ["status used"], nil),
        ("status=", ["status ignored"], "an empty value is no value"),
        ("stauts=new", ["stauts ignored"], "no parameter of the API"),
        ("status=new&status=hold", ["status ignored", "status used"], "only the last of a repeated parameter counts"),
        (
            "status=pending", ["status refused"],
            "Select a valid choice. pending is not one of the available choices."
        ),
        ("has_notes=yes", ["has_notes ignored"], "neither true nor false"),
        ("has_notes=true", ["has_notes used"], nil),
        ("limit=abc", ["limit ignored"], "no whole number that fits; the usual one holds"),
        ("limit=500", ["limit used"], "more than is granted"),
        ("limit=10", ["limit used"], nil),
        ("offset=-1", ["offset ignored"], "no whole number that fits; the usual one holds"),
        ("ordering=total,-id", ["ordering used"], "dropped: total"),
        ("ordering=total", ["ordering ignored"], "no key of this list; the usual order holds"),
        ("ordering=-created_at", ["ordering used"], nil),
        ("search=,", ["search ignored"], "no word in it"),
        ("search=ada", ["search used"], nil),
        ("id_min=1,5&has_notes=0", ["id_min refused", "has_notes used"], "Enter a number."),
        ("a%00b=1&&=&%ff", ["a\0b ignored", " ignored", "\u{FFFD} ignored"], "no parameter of the API"),
    ]

    @Test(arguments: fates.indices) func everyParameterHasItsFate(_ index: Int) async throws {
        let (query, fates, reason) = Self.fates[index]
        let explanation = try await ExplainedOrders().explanation(query)
        #expect(explanation.fates == fates)
        #expect(explanation.list("parameters").first?.text("reason") == reason)
    }

    @Test func aMisspeltNameHasItsNearest() async throws {
        let explanation = try await ExplainedOrders().explanation("stauts=new")
        #expect(explanation.list("parameters").first?["nearest"] == .array([.text("status")]))
    }

    @Test func aCustomersListKnowsFewerParameters() async throws {
        let explanation = try await ExplainedOrders().explanation("customer=3&status=new", customer: 3)
        #expect(explanation.fates == ["customer ignored", "status used"])
        #expect(explanation.list("parameters").first?.text("reason") == "no parameter of this list")
    }

    @Test func faultsAreNamed() async throws {
        var settings = ServerSettings()
        settings.faults.ignored = ["status"]
        settings.faults.inverted = ["has_notes"]
        let explanation = try await ExplainedOrders(Array(SampleOrders(count: 9)), settings)
            .explanation("status=new&has_notes=true")
        #expect(explanation.fates == ["status ignored", "has_notes used"])
        #expect(explanation.text("condition") == "not notes is not null")
    }

    @Test func daysAreInstantsOfTheServersZone() async throws {
        var settings = ServerSettings()
        settings.zone = TimeZoneRules(name: "Asia/Tehran", fixedOffsetSeconds: 12_600)
        let explanation = try await ExplainedOrders(Array(SampleOrders(count: 9)), settings)
            .explanation("created_date=2025-12-27&payment_method=1.9")
        #expect(
            explanation.list("parameters").map { $0.text("meaning") } == [
                "created_at >= 2025-12-26T20:30:00Z and created_at < 2025-12-27T20:30:00Z", "payment_method.id = 1",
            ]
        )
    }

    @Test func aRefusalIsShownAsItIsSent() async throws {
        let explanation = try await ExplainedOrders().explanation("status=pending&created_date=x")
        #expect(explanation.number("status") == 400)
        #expect(explanation["body", "created_date"] == .array([.text("Enter a valid date.")]))
        #expect(explanation["query"] == nil)
    }

    @Test func stepsCountWhatIsLeft() async throws {
        let orders = try await ExplainedOrders()
        let explanation = try await orders.explanation("has_notes=false&status=completed&search=a")
        let counts = explanation.list("steps").map { $0.number("left") ?? -1 }
        #expect(counts.count == 4)
        #expect(counts.first == 400)
        #expect(zip(counts, counts.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(counts.last == Explanation(json: explanation["page"] ?? .null).number("count"))
        #expect(
            explanation.list("steps").map { $0.text("step") } == [
                "orders of this platform", "status = completed", "notes is null", "search \"a\"",
            ]
        )
    }

    @Test func whatLiesBeyondAllValuesIsAStepOfItsOwn() async throws {
        let explanation = try await ExplainedOrders().explanation("status=new&id_min=99999999999999999999")
        #expect(explanation.fates == ["status used", "id_min used"])
        #expect(explanation.list("parameters").last?.text("reason") == "beyond the values of all orders")
        let last = try #require(explanation.list("steps").last)
        #expect(last.text("step") == "a value beyond those of all orders")
        #expect(last["parameter"] == nil)
        #expect(last.number("left") == 0)
        #expect(explanation.list("steps").map { $0.text("parameter") } == [nil, "status", nil])
    }

    @Test func anOddOrderIsToldToStaffAlone() async throws {
        guard
            case .object(let odd) = try JSONParser.parse(
                Array(#"{"id": 7, "customer_data": {"id": 3}, "notes": [1]}"#.utf8)
            )
        else { return }
        let orders = try await ExplainedOrders([Order(document: odd, origin: Origin(source: "test"))])
        let explanation = try await orders.explanation("has_notes=true")
        #expect(explanation.number("status") == 500)
        #expect(Explanation(json: explanation["failure"] ?? .null).text("place")?.hasPrefix("order 7") == true)
        #expect(Explanation(json: explanation["failure"] ?? .null).text("problem") != nil)
        await #expect(throws: EvaluationError.self) {
            try await orders.explanation("has_notes=true", customer: 3)
        }
    }

    /// So that no number of explanations keeps lists from being made.
    @Test func explanationsWaitForTheirTurn() async throws {
        let orders = try await ExplainedOrders(Array(SampleOrders(count: 9)))
        let gate = AsyncGate()
        let started = AsyncGate()
        let holder = Task {
            try await WorkLimit.$caller.withValue("ada") {
                try await orders.state.reading {
                    started.open()
                    await gate.wait()
                }
            }
        }
        await started.wait()
        let asking = Task {
            try await WorkLimit.$caller.withValue("ada") { try await orders.explanation("").number("status") }
        }
        while orders.state.making.waitingCount == 0, !Task.isCancelled { await Task.yield() }
        #expect(orders.state.making.waitingCount == 1)
        gate.open()
        try await holder.value
        #expect(try await asking.value == 200)
    }

    @Test func theOtherPlatformsOrdersAreNotCounted() async throws {
        let lines = """
            {"id": 1, "number": "n1", "date_placed": "2025-01-01T00:00:00Z", "amount": "1.00", "status": "400"}
            """
        guard case .object(let other) = try JSONParser.parse(Array(lines.utf8)) else { return }
        let orders = Array(SampleOrders(count: 5)) + [Order(document: other, origin: Origin(source: "test"))]
        let explanation = try await ExplainedOrders(orders).explanation("")
        #expect(explanation.list("steps").map { $0.number("left") } == [5])
    }
}

/// Whether the query that an explanation shows is read again as it was, and finds in the prompt what the list has.
@Suite struct ExplainedQueryTests {
    private static let queries = [
        "", "status=new", "status_in=new,hold&limit=3", "status_in=,", "customer_in=1,2,3", "has_notes=true",
        "has_billing_city=false&ordering=id", "id_min=1010&id_max=1200.5&offset=5", "shipping_cost_min=1&limit=100",
        "created_date=2024-05-01", "created_from=2024-05-01T10:00:00.123456789Z&created_to=2025-01-01",
        "updated_date=0001-01-01", "updated_to=9999-12-31", "ordering=-customer__last_name,status,nothing",
        "payment_method=1e20", "id_max=-1e30", "search=ali", "search=%22%5C%22a%0Ab%5C%5C%22", "ordering=created_at,id",
    ]

    @Test(arguments: queries) func theQueryMeansTheList(_ query: String) async throws {
        let orders = try await ExplainedOrders()
        let explanation = try await orders.explanation(query)
        let text = try #require(explanation.text("query"))
        let checked = Checker.check(SourceText(text))
        #expect(checked.diagnostics.map(\.message) == [])
        guard case .query(var asked)? = checked.statements.first?.kind else {
            Issue.record("\(text) is no query")
            return
        }
        #expect(CanonicalPrinter.print(asked) == text)
        asked.columns = Schema.field(named: "id", in: .orders).map { [Column(.field($0))] }
        let time = TimeContext(now: Instant(microseconds: 0), zone: .utc)
        let execution = ReferenceExecution(asked, time: time, columnName: CanonicalPrinter.print)
        try execution.consume(orders.orders)
        let found = try execution.finish().rows.map { $0.values[0] }
        guard case .success(let request) = try await ListRequestReader(ServerSettings()).read(query: query, of: .admin)
        else {
            Issue.record("\(query) is refused")
            return
        }
        let page = try await orders.state.page(of: request.listing, limit: request.limit, offset: request.offset)
        let listed = try page.orders.map { body -> Value in
            guard case .object(let order) = try JSONParser.parse(body) else { return .null }
            return .number(Decimal(order.wholeIdentifier ?? 0))
        }
        #expect(found == listed, "\(text)")
    }
}
