import OrderLanguage
import OrderModel
import Testing

/// The `chart` clause: what can be drawn is known before anything runs.
@Suite struct ChartTests {
    @Test(arguments: [
        "orders chart bar", "items chart line", "payments chart histogram", "orders group by status chart sparkline",
        "orders group by hour(created_at) select hour(created_at), count() chart line",
        "orders select created_at chart histogram",
        "orders group by status select status, avg(now - created_at) as age chart bar",
    ])
    func whatHasANumberCanBeDrawn(_ text: String) {
        #expect(Checker.check(SourceText(text)).diagnostics.map(\.text) == [])
    }

    @Test(arguments: [
        ("orders select id, status «chart» bar", "select a number, as in 'group by status select status, count()'"),
        ("orders «chart» line select created_at", "select a number, as in 'group by status select status, count()'"),
        ("orders select status, is_paid «chart» histogram", "select a number or an instant, as in 'select total'"),
    ])
    func whatHasNoneIsAnError(_ text: String, _ hint: String) {
        let marked = MarkedText(text)
        let errors = Checker.check(SourceText(marked.text)).diagnostics
        #expect(errors.map(\.text) == ["no column of the answer can be drawn; \(hint)"])
        #expect(errors.map(\.range) == marked.ranges)
    }
}
