// The table says what plans do: every row is tried with an example.

import OrderEngine
import OrderModel
import OrderPlan
import OrderTestSupport
import Testing

struct PushdownTableTests {
    /// An example of each condition row; clauses have tests of their own.
    static let examples: [PushdownRule: String] = [
        .status: "status in (new, hold)", .undocumentedStatus: "status = \"weird\"", .otherStatus: "status != new",
        .object: "billing_city in (3, 8)", .idRange: "id > 5", .idList: "id in (3, 8)", .cost: "shipping_cost >= 5",
        .openCost: "shipping_cost > 5", .fractionalCost: "shipping_cost >= 5.5", .objectPresence: "has customer",
        .textNull: "notes is null", .textNotNull: "notes is not null", .textPresent: "has notes",
        .textNotPresent: "not has notes", .moment: "created_at in 2025-12-27",
        .severalMoments: "created_at in (2025-11, 2026-01)", .alternatives: "status = new or customer = 5",
        .ownField: "any(items where quantity > 1)", .anythingElse: "total > 5",
    ]

    @Test("each row is what a plan does", arguments: PushdownTable.rows, ListEndpoint.allCases)
    func rows(row: PushdownRow, endpoint: ListEndpoint) throws {
        guard let example = Self.examples[row.rule] else {
            #expect([.search, .order, .limit, .count, .statusCounts].contains(row.rule))
            return
        }
        let plan = try plan("orders where \(example)", endpoint: endpoint)
        #expect(plan.conjuncts.map(\.trust) == [row.trust(on: endpoint)])
        #expect(Set(plan.parameters.givenNames).isSubset(of: row.parameters(on: endpoint)))
        if row.trust(on: endpoint) == row.trust, ![.alternatives, .ownField, .anythingElse].contains(row.rule) {
            #expect(plan.conjuncts.map(\.reason) == [row.reason])
        }
        // Nothing is called exact that some server could answer differently.
        if row.trust == .exact { #expect(row.exactWhen == nil) }
    }

    /// A habit that makes each row exact which says that something does.
    private static func habits(for rule: PushdownRule) -> ServerHabits {
        var habits = ServerHabits()
        habits.emptyText = [.textNull, .textNotNull].contains(rule) ? .present : .missing
        habits.comparesInstantsExactly = true
        habits.proved = [.idMinimum, .idMaximum, .shippingCostMinimum, .shippingCostMaximum]
        return habits
    }

    @Test("what the table says to make a row exact does", arguments: PushdownTable.rows)
    func exactWhen(row: PushdownRow) throws {
        guard var example = Self.examples[row.rule] else { return }
        if row.rule == .idList { example = "id in (3, 4)" }
        let query = try parse("orders where \(example)")
        let capabilities = SourceCapabilities.api(endpoint: .admin, habits: Self.habits(for: row.rule))
        let trusts = try Planner.plan(query, for: capabilities, at: noon).conjuncts.map(\.trust)
        #expect((trusts == [.exact]) == (row.exactWhen != nil || row.trust == .exact))
    }

    @Test("a field's parameters are those that plans send for it", arguments: ListEndpoint.allCases)
    func parametersOfFields(endpoint: ListEndpoint) throws {
        for field in Schema.fields(of: .orders) {
            let queries = try Self.tests(of: field).map { try parse("orders where \($0)") }
            let capabilities = SourceCapabilities.api(endpoint: endpoint, habits: ServerHabits())
            guard PlanCheck.sends(field, capabilities) else { continue }
            let sent = try queries.flatMap {
                try Planner.plan($0, for: capabilities, at: noon).conjuncts.flatMap(\.parameters)
            }
            let names = sent.map { String($0.prefix { $0 != "=" }) }
            #expect(
                Set(PushdownTable.parameters(for: field, on: endpoint).map(\.rawValue)) == Set(names),
                "\(field.name)"
            )
        }
    }

    /// One of each kind of condition that a field's type allows.
    private static func tests(of field: Field) -> [String] {
        let own =
            switch field.type {
            case .status: ["= new", "in (new, hold)"]
            case .integer, .money: ["= 5", "in (5, 6)", ">= 5", "<= 5"]
            case .instant: ["in 2025-12-27"]
            default: [String]()
            }
        let presence = field.isNullable ? ["\(field.name) is null", "has \(field.name)"] : []
        return own.map { "\(field.name) \($0)" } + presence
    }

    @Test func markdown() {
        let lines = PushdownTable.markdown
        #expect(lines.count == PushdownTable.rows.count + 2)
        let columnCounts = lines.map { $0.split(separator: " | ", omittingEmptySubsequences: false).count }
        #expect(Set(columnCounts.dropFirst(2)) == [6])
        #expect(lines.contains { $0.hasPrefix("| `id in (n, m)`, an `or` of these | `id_min`, `id_max` | `id_min`") })
        #expect(lines.contains { $0.contains("| `customer is null`") && $0.contains("`has_customer`") })
    }

    @Test("the documentation holds the table as it is")
    func documentation() {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let page = TemporaryFolder.text(of: root + "/Sources/ordersh/Documentation.docc/Servers.md")
        #expect(page.contains(PushdownTable.markdown.joined(separator: "\n") + "\n"))
    }
}
