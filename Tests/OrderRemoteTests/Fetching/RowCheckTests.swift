import OrderEngine
import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

/// Orders that a server should not have answered give its parameter away.
struct RowCheckTests {
    private static let order = #"""
        {"id": 17, "status": "hold", "shipping_cost": 75.5, "customer_data": null, "payment_method_data": {"id": 3},
        "billing_city_data": {"id": 8, "name": "x"}, "notes": "", "billing_address": "road",
        "created_at": "2025-12-27T18:17:09.771123Z", "updated_at": "2025-12-28T00:30:00Z"}
        """#

    private func scanOneOrder(_ query: String, _ habits: ServerHabits = ServerHabits()) async throws -> [Int] {
        let server = try LocalServer { _ in
            .json(#"{"count": 1, "next": null, "previous": null, "results": [\#(Self.order)]}"#)
        }
        var settings = settings(server.url, scope: .admin)
        settings.habits = habits
        return try await scan(source(settings), query).ids
    }

    @Test(
        arguments: [
            ("status=new", "order 17 has status \"hold\""),
            ("status_in=new,failed", "order 17 has status \"hold\""),
            ("customer=17", "order 17 has customer.id null"),
            ("payment_method_in=1,2", "order 17 has payment_method.id 3"),
            ("billing_city=3", "order 17 has billing_city.id 8"),
            ("id_max=16", "order 17 has id 17"),
            ("id_min=18", "order 17 has id 17"),
            ("shipping_cost_min=75.51", "order 17 has shipping_cost 75.5"),
            ("shipping_cost_max=75.49", "order 17 has shipping_cost 75.5"),
            ("has_customer=true", "order 17 has customer null"),
            ("has_payment_method=false", "order 17 has payment_method an object"),
            ("has_billing_address=false", "order 17 has billing_address \"road\""),
            ("has_billing_first_name=true", "order 17 has billing_first_name null"),
            ("created_from=2025-12-29", "order 17 has created_at 2025-12-27T18:17:09.771123Z"),
            ("created_to=2025-12-25", "order 17 has created_at 2025-12-27T18:17:09.771123Z"),
            ("created_date=2025-12-25", "order 17 has created_at 2025-12-27T18:17:09.771123Z"),
            ("updated_from=2025-12-28T00:30:02Z", "order 17 has updated_at 2025-12-28T00:30:00Z"),
        ]
    )
    func aMisfitNamesTheParameter(query: String, evidence: String) async throws {
        let error = await #expect(throws: UntrustedParameter.self) { try await scanOneOrder(query) }
        #expect(error == UntrustedParameter(parameter: String(query.prefix { $0 != "=" }), evidence: evidence))
    }

    /// Where servers differ, an order that any of them could answer is no misfit.
    @Test(
        arguments: [
            "status=hold", "status_in=new,hold", "payment_method=3", "id_min=17&id_max=17", "has_notes=true",
            "has_notes=false", "has_customer=false", "shipping_cost_min=75.50&shipping_cost_max=75.5",
            "created_date=2025-12-27", "created_date=2025-12-28", "created_from=2025-12-28",
            "created_to=2025-12-26", "updated_date=2025-12-27", "updated_to=2025-12-28T00:29:59.5Z", "search=nothing",
        ]
    )
    func whatSomeServerCouldAnswerIsNoMisfit(query: String) async throws {
        #expect(try await scanOneOrder(query) == [17])
    }

    /// What a server is known to do, and an order that it could not answer then though some server could.
    @Test(
        arguments: [
            ("has_notes=false", .emptyText(.present), "has notes \"\""),
            ("has_notes=true", .emptyText(.missing), "has notes \"\""),
            ("created_from=2025-12-27T18:17:10Z", .exactInstants, created),
            ("created_to=2025-12-27T18:17:09Z", .exactInstants, created),
            ("created_from=2025-12-28", .zone("UTC"), created),
            ("created_to=2025-12-26", .zone("UTC"), created),
            ("created_date=2025-12-28", .zone("UTC"), created),
            ("updated_to=2025-12-27", .zone("+03:30"), "has updated_at 2025-12-28T00:30:00Z"),
        ] as [(String, KnownHabit, String)]
    )
    func aKnownHabitMakesTheCheckStricter(
        query: String,
        habit: KnownHabit,
        evidence: String
    ) async throws {
        #expect(try await scanOneOrder(query) == [17])
        let error = await #expect(throws: UntrustedParameter.self) { try await scanOneOrder(query, habit.habits) }
        #expect(error?.evidence == "order 17 \(evidence)")
    }

    @Test(
        arguments: [
            ("has_notes=true", .emptyText(.present)), ("has_notes=false", .emptyText(.missing)),
            ("has_customer=false&has_payment_method=true", .emptyText(.missing)),
            ("created_from=2025-12-27T18:17:09.771123Z", .exactInstants),
            ("created_to=2025-12-27T18:17:09.771123Z", .exactInstants),
            ("created_from=2025-12-27&created_to=2025-12-27", .zone("UTC")),
            ("updated_from=2025-12-28&updated_to=2025-12-28", .zone("+03:30")),
            ("updated_date=2025-12-27", .zone("-01:00")),
            ("updated_date=2025-12-27", .zone("America/New_York")),
        ] as [(String, KnownHabit)]
    )
    func whatAServerOfThisHabitAnswersIsNoMisfit(
        query: String,
        habit: KnownHabit
    ) async throws {
        #expect(try await scanOneOrder(query, habit.habits) == [17])
    }

    private static let created = "has created_at 2025-12-27T18:17:09.771123Z"
}

/// One thing that is known of a server.
enum KnownHabit: Sendable {
    case emptyText(ServerHabits.EmptyText)
    case exactInstants
    case zone(String)

    var habits: ServerHabits {
        var habits = ServerHabits()
        switch self {
        case .emptyText(let emptyText): habits.emptyText = emptyText
        case .exactInstants: habits.comparesInstantsExactly = true
        case .zone(let name): habits.zoneName = name
        }
        return habits
    }
}
