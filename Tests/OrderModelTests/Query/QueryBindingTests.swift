import OrderModel
import Testing

struct QueryBindingTests {
    static let status = Schema.field(named: "status", in: .orders).map(Expression.field) ?? .alias("status")

    @Test func valuesTakeThePlaceOfNames() throws {
        var query = Query(.orders)
        query.condition = .and([
            .comparison(Self.status, .equal, .parameter("one")),
            .not(.membership(Self.status, [.parameter("many"), .literal(.status("new"))])),
        ])
        query.columns = [Column(.function(.coalesce, [.parameter("one")]), alias: "x")]
        query.order = [Sort(.negation(.parameter("one")))]
        let bound = try query.bound(to: [
            "one": .literal(.text("hold")), "many": .list([.status("failed"), .status("deleted")]),
        ])
        #expect(
            bound.condition
                == .and([
                    .comparison(Self.status, .equal, .literal(.text("hold"))),
                    .not(
                        .membership(
                            Self.status,
                            [.literal(.status("failed")), .literal(.status("deleted")), .literal(.status("new"))]
                        )
                    ),
                ])
        )
        #expect(bound.columns?.first?.expression == .function(.coalesce, [.literal(.text("hold"))]))
        #expect(bound.order.first?.expression == .negation(.literal(.text("hold"))))
    }

    @Test func missingAndMisplacedValuesAreErrors() {
        var query = Query(.orders)
        query.having = .comparison(Self.status, .equal, .parameter("one"))
        #expect(throws: BindingProblem.missing(name: "one")) { try query.bound(to: [:]) }
        #expect(throws: BindingProblem.unexpectedList(name: "one")) { try query.bound(to: ["one": .list([])]) }
    }

    @Test func emptyListLeavesAnEmptyMembership() throws {
        var query = Query(.orders)
        query.condition = .quantified(.any, .items, .membership(Self.status, [.parameter("many")]))
        let bound = try query.bound(to: ["many": .list([])])
        #expect(bound.condition == .quantified(.any, .items, .membership(Self.status, [])))
    }
}
