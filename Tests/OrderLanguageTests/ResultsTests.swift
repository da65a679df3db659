import OrderLanguage
import OrderModel
import OrderTestSupport
import Testing

/// Queries on earlier answers: `_`, `_1` and so on.
@Suite struct ResultsTests {
    private static func schema(_ columns: KeyValuePairs<String, ValueType>) -> ResultSchema {
        ResultSchema(columns: columns.map { ResultColumn(name: $0, type: $1) })
    }

    private static let results = [
        schema(["status": .status, "count()": .integer, "sum(total)": .money, "day(created_at)": .date]),
        schema(["id": .integer, "customer.full_name": .text, "created_at": .instant, "is_paid": .boolean]),
    ]

    @Test(arguments: [
        "_", "_1", "_ where sum_total > 1000000 group by status select status, count()",
        "_ order by -sum_total limit 3", "_ where status in (new, hold) and day_created_at in last month",
        "_ select count + 1 as more, sum_total / count order by more", "_ chart bar",
        "_1 where customer.full_name ~ \"ali\" and is_paid",
        "_1 where created_at >= today - 7d select hour(created_at)",
        "_1 group by day(created_at) select max(id)",
    ])
    func printsCanonically(text: String) throws {
        let checked = Checker.check(SourceText(text), results: Self.results)
        try #require(!checked.hasErrors, "\(checked.diagnostics.map(\.text))")
        guard case .query(let query)? = checked.statements.first?.kind else {
            Issue.record("no query")
            return
        }
        #expect(query.collection == .result)
        #expect(CanonicalPrinter.print(query) == text)
    }

    @Test(arguments: [
        ("_ where «total» > 5", "no field 'total' in _; its columns are status, count, sum_total, day_created_at"),
        ("_ select «sum_totl»", "no field 'sum_totl' in _; did you mean 'sum_total'? its columns are status, "),
        ("«_2»", "there is no answer _2 yet; the oldest is _1"),
        ("«_10»", "only the last 10 answers are kept; _ to _9 name them"),
        ("_ «search» x", "'search' looks into orders, not into an answer; use 'where' and '~'"),
        ("_ where any(«items» where quantity > 1)", "only an order has lists of items and payments; "),
        ("_ where «items.quantity» > 1", "no field 'items.quantity' in _; "),
        ("_ «?status=new»", "the API filters orders, not _; "),
        ("_ where status = «nwe»", "there is no status 'nwe'; did you mean 'new'?"),
        ("_1 where «created_at + 5» > 1", "'+' can't stand between an instant and a number; "),
        ("orders select total as «_1»", "'_1' is a word of the language and can't name a column; "),
        ("why 17 _ where «x» = 1", "no field 'x' in _; "),
    ])
    func namesThePlaceAndTheMend(text: String, message: String) throws {
        let marked = MarkedText(text)
        let errors = Checker.check(SourceText(marked.text), results: Self.results).diagnostics
            .filter { $0.severity == .error }
        let error = try #require(errors.first)
        #expect(error.text.hasPrefix(message), "\(error.text)")
        #expect(error.range == marked.ranges.first)
    }

    @Test func beforeTheFirstAnswer() {
        let found = Checker.check(SourceText("_ limit 3")).diagnostics.map(\.text)
        #expect(found == ["there is no last answer yet; _ is the answer to the query before, so ask one"])
    }

    @Test(
        "what a text's own statements answer",
        arguments: [
            ("orders; _ where customer.full_name ~ a and total > 5 and created_at < today", nil),
            ("items where quantity > 1; _ where order.id = 5 and unit_price > 1", nil),
            ("orders group by status; _ where count > 5 and status != new", nil),
            (
                "orders group by day(created_at) as d select d, sum(total); _ where d in last week and sum_total > 5",
                nil
            ),
            ("orders select id, updated_at - created_at; _ where updated_at_created_at > 2d", nil),
            ("orders select created_at - 36h as t; _ where hour(t) = 5", nil),
            ("orders; _ select total as t; _ where t > 5; _1 where t > 5; _2 where t > 5", nil),
            ("orders group by status; items limit 5; _1 where count > 5; _1 where quantity > 1", nil),
            ("orders select sum(total) as t; let x = (_ select t); orders where total > $x", nil),
            ("orders select id\n_ limit 5\n_1 limit 5", nil),
            ("orders select id; let n: integer = (_ select count()); order 17; explain orders; _ where id = 1", nil),
            ("orders select id; _ where total > 5", "no field 'total' in _; its columns are id"),
            ("orders select id; _1", "there is no answer _1 yet; _ is the only one"),
            ("explain orders; _", "there is no last answer yet; _ is the answer to the query before, so ask one"),
            ("orders where nothing = 1; _ where more = 1", "no field 'nothing' in orders"),
        ]
    )
    func statementsBeforeAnswer(text: String, message: String?) {
        let errors = Checker.check(SourceText(text)).diagnostics.filter { $0.severity == .error }.map(\.text)
        #expect(errors == (message.map { [$0] } ?? []))
    }
}
