import OrderEngine
import OrderModel
import OrderReference
import Testing

@Suite struct ConditionTraceTests {
    private let order: Order
    private let evaluator = Evaluator(time: TimeContext(now: Instant(microseconds: 0), zone: .utc))

    init() throws {
        let text = """
            {"id": 17, "key": "k", "status": "new", "shipping_cost": 5, "notes": null, "total": "a lot",
            "items": [{"id": 1, "quantity": 2}, {"id": 2, "quantity": 3}], "payments": []}
            """
        guard case .object(let document) = try JSONParser.parse(Array(text.utf8)) else {
            throw EvaluationError(place: "the test", problem: "no object")
        }
        order = Order(document: document, origin: Origin(source: "test"))
    }

    private func trace(_ condition: Condition) -> ConditionTrace { ConditionTrace(condition, for: order, evaluator) }

    @Test func everyPartIsTriedThoughTheFirstDecides() {
        let trace = trace(
            .and([
                .comparison(field("status"), .equal, text("hold")),
                .comparison(field("shipping_cost"), .greater, number("3")),
                .not(.isNull(field("notes"))),
            ])
        )
        #expect(trace.outcome == .fails)
        #expect(trace.parts.map(\.outcome) == [.fails, .holds, .fails])
        #expect(trace.values.isEmpty)
        #expect(trace.parts[0].values.map(\.field.name) == ["status"])
        #expect(trace.parts[0].values.map(\.value) == [.text("new")])
        #expect(trace.parts[1].values.map(\.value) == [.number(Decimal(5))])
        #expect(trace.parts[2].parts.map(\.outcome) == [.holds])
    }

    @Test func itemsAreTriedOneByOne() {
        let condition = Condition.comparison(field("quantity", .items), .greater, number("2"))
        let trace = trace(.quantified(.any, .items, condition))
        #expect(trace.outcome == .holds)
        #expect(trace.parts.map(\.outcome) == [.fails, .holds])
        #expect(trace.parts.map { $0.values.map(\.value) } == [[.number(Decimal(2))], [.number(Decimal(3))]])
    }

    @Test func whatCannotBeReadIsToldInWords() {
        let trace = trace(.comparison(field("total"), .greater, number("3")))
        #expect(trace.outcome == .undecided("total is \"a lot\", expected a number"))
        #expect(trace.values.map(\.value) == [nil])
    }
}
