// A query on `_` against the same query on the orders themselves: an answer asked again is worth what was asked first.

import OrderLanguage
import OrderModel
import OrderReference
import OrderTestSupport
import Testing

@testable import OrderEngine

struct ResultAgreementTests {
    /// The columns that the first query selects, all by names that they keep.
    private static let selected = [
        "id", "status", "total", "created_at", "updated_at", "notes", "customer.id", "customer.full_name", "is_paid",
        "count", "amount_paid", "shipping_cost", "billing_city.name", "billing_country.active",
    ]
    private static let conditions = [
        "", "where status in (new, hold)", "where total > 0 and not is_paid", "where customer.id is not null",
        "where notes is null or notes ~ a", "where created_at >= 2024 and created_at < 2026-06",
        "where not (billing_country.active or amount_paid < total)",
        "where has notes and customer.full_name starts with a",
        "where id between 5 and 60", "where hour(created_at) > 12 or total / 0 is null",
        "where notes matches \"[0-9]\"",
        "where billing_city.name != \"x\" and status != new", "where updated_at - created_at > 2d",
    ]
    private static let keys = [
        "status", "customer.id", "is_paid", "billing_city.name", "day(created_at)", "month(created_at)", "count",
        "hour(created_at)", "lower(notes)", "shipping_cost / 3", "week(updated_at)",
    ]
    private static let aggregates = [
        "count()", "sum(total)", "avg(total)", "min(notes)", "median(total)", "p90(shipping_cost)",
        "count_distinct(status)", "min(created_at)", "sum(total - amount_paid)", "avg(updated_at - created_at)",
        "max(day(created_at))", "sum(amount_paid * 1.25)",
    ]
    private static let sorts = [
        "id", "-id", "created_at", "-created_at", "total", "-status", "customer.id", "-customer.id", "is_paid",
        "-notes",
        "-day(created_at)", "updated_at - created_at", "-billing_city.name", "total * 2", "-billing_country.active",
    ]

    private let time = TimeContext(now: Instant(microseconds: 1_760_000_000_000_000), zone: .utc)

    @Test("groups", arguments: 0..<4)
    func groups(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 70)
        let orders = try Orders(seed: seed, sortedBy: "id", time)
        for _ in 0..<60 {
            let keys = Set((0..<random.below(3)).map { _ in random.pick(Self.keys) }).sorted()
            let aggregates = Set((0...random.below(3)).map { _ in random.pick(Self.aggregates) }).sorted()
            var text = random.pick(Self.conditions)
            if !keys.isEmpty { text += " group by \(keys.joined(separator: ", "))" }
            text += " select \((keys + aggregates.enumerated().map { "\($1) as a\($0)" }).joined(separator: ", "))"
            if random.oneIn(4) { text += " having count() > 2" }
            if random.oneIn(3) { text += " order by -a0" }
            if random.oneIn(4) { text += " limit \(random.below(8)) offset \(random.below(4))" }
            try orders.expectAgreement(text)
        }
    }

    @Test("rows in an order of their own", arguments: 0..<4)
    func sortedRows(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 170)
        // Orders that are equal in every key stand by their ids; rows of an answer as they stood.
        let orders = try Orders(seed: seed, sortedBy: "id", time)
        for _ in 0..<60 {
            let sorts = Set((0...random.below(2)).map { _ in random.pick(Self.sorts) }).sorted()
            try orders.expectAgreement(rows(&random) + " order by \(sorts.joined(separator: ", "))")
        }
    }

    @Test("rows in the answer's order", arguments: 0..<4)
    func unsortedRows(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 270)
        let orders = try Orders(seed: seed, sortedBy: "-created_at", time)
        for _ in 0..<60 { try orders.expectAgreement(rows(&random)) }
    }

    private func rows(_ random: inout SeededGenerator) -> String {
        let columns = Set((0...random.below(4)).map { _ in random.pick(Self.selected + ["total + 1 as more"]) })
            .sorted()
        var text = random.pick(Self.conditions) + " select \(columns.joined(separator: ", "))"
        if random.oneIn(2) { text += " limit \(random.pick([0, 1, 2, 5, 20, 64, 500]))" }
        if random.oneIn(3) { text += " offset \(random.pick([0, 1, 7, 100]))" }
        return text
    }

    /// Orders, and the answer that has their columns.
    private struct Orders {
        let orders: [Order]
        let answer: ResultTable
        let time: TimeContext

        init(seed: Int, sortedBy sort: String, _ time: TimeContext) throws {
            var generator = DatasetGenerator(seed: UInt64(seed))
            orders = generator.orders(120).withOwnIDs
            self.time = time
            let text = "orders select \(ResultAgreementTests.selected.joined(separator: ", ")) order by \(sort)"
            answer = try Self.answer(to: text, orders, time)
        }

        static func answer(to text: String, _ orders: [Order], _ time: TimeContext) throws -> ResultTable {
            let query = try checkedQuery(text)
            let execution = ReferenceExecution(
                try query.resolved(in: time),
                time: time,
                named: query,
                columnName: CanonicalPrinter.print
            )
            try execution.consume(orders)
            return try execution.finish()
        }

        /// Asks the orders, and the answer made of them.
        func expectAgreement(_ text: String) throws {
            let expected = Result { try Self.answer(to: "orders " + text, orders, time) }
            let found = Result {
                let query = try checkedQuery("_ " + text, [ResultSchema(columns: answer.columns)])
                return try ResultExecution(
                    try query.resolved(in: time),
                    over: answer,
                    time: time,
                    named: query,
                    columnName: CanonicalPrinter.print
                ).answer()
            }
            switch (expected, found) {
            case (.success(let expected), .success(let found)):
                #expect(found.columns == expected.columns, "\(text)")
                #expect(found.rows.map(\.values) == expected.rows.map(\.values), "\(text)")
            case (.failure(let expected as EvaluationError), .failure(let found as EvaluationError)):
                #expect(found.problem == expected.problem, "\(text)")
            default: Issue.record("\(text): \(expected), \(found)")
            }
        }
    }
}

/// The one query of a text that must be correct.
private func checkedQuery(_ text: String, _ results: [ResultSchema] = []) throws -> Query {
    let checked = Checker.check(SourceText(text), results: results)
    try #require(!checked.hasErrors, "\(text): \(checked.diagnostics.map(\.text))")
    guard case .query(let query) = try #require(checked.statements.first).kind else {
        throw ValueProblem("no query: \(text)")
    }
    return query
}
