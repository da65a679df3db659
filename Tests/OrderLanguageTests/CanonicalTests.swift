import OrderLanguage
import OrderModel
import OrderTestSupport
import Testing

/// Checks a text that must be one correct query, and prints it.
func canonical(_ text: String, parameters: [String: ParameterType] = [:]) throws -> String {
    let checked = Checker.check(SourceText(text), parameters: parameters)
    try #require(!checked.hasErrors, "\(checked.diagnostics.map(\.text))")
    guard case .query(let query) = try #require(checked.statements.first).kind else { return "not a query" }
    return CanonicalPrinter.print(query)
}

@Suite struct CanonicalTests {
    @Test(arguments: [
        ("orders", "orders"),
        (
            "orders where status in (new,hold) and total > 100000 order by -created_at limit 20",
            "orders where status in (new, hold) and total > 100000 order by -created_at limit 20"
        ),
        (
            "orders group by status select status, count() as n, sum(total) as revenue order by -revenue",
            "orders group by status select status, count() as n, sum(total) as revenue order by -revenue"
        ),
        (
            "items where order.status = completed group by product_title select sum(quantity) as sold order by -sold limit 10",
            "items where order.status = completed group by product_title select sum(quantity) as sold order by -sold limit 10"
        ),
        ("ORDERS WHERE is_paid LIMIT 5 ORDER BY id", "orders where is_paid order by id limit 5"),
        ("orders where total>2.5m", "orders where total > 2500000"),
        ("orders where total > 100_000 and total<100k", "orders where total > 100000 and total < 100000"),
        ("orders where 100 < total", "orders where total > 100"),
        ("orders where new = status", "orders where status = new"),
        ("orders where status != \"awaiting\"", "orders where status != \"awaiting\""),
        ("orders where customer = 17", "orders where customer.id = 17"),
        ("orders where billing_city in (3,8)", "orders where billing_city.id in (3, 8)"),
        ("orders where payment_method = \"Card\"", "orders where payment_method.name = \"Card\""),
        ("orders where payment_method ~ card", "orders where payment_method.name ~ \"card\""),
        ("orders where customer is not null", "orders where customer is not null"),
        ("orders where has notes and not has items", "orders where has notes and not has items"),
        ("orders where customer__username = ali", "orders where customer.username = \"ali\""),
        ("orders where customer_data.username = ali", "orders where customer.username = \"ali\""),
        ("items where product_name ~ usb", "items where product_title ~ \"usb\""),
        ("orders where amount_paid < total", "orders where amount_paid < total"),
        ("orders where notes = تهران", "orders where notes = \"تهران\""),
        ("orders where created_at in last month", "orders where created_at in last month"),
        ("orders where created_at = 2025", "orders where created_at = 2025"),
        ("orders where total = 2025", "orders where total = 2025"),
        ("orders where created_at >= now - 36h", "orders where created_at >= now - 1d12h"),
        (
            "orders where created_at in 2025-q4 or created_at in 2025-W51",
            "orders where created_at in 2025-q4 or created_at in 2025-w51"
        ),
        (
            "orders where created_at between 2025-12-27T18:17:09.771Z and 2025-12-28T00:00:00+03:30",
            "orders where created_at between 2025-12-27T18:17:09.771000Z and 2025-12-27T20:30:00Z"
        ),
        ("orders where items.unit_price > 5m", "orders where any(items where unit_price > 5000000)"),
        (
            "orders where none(payments where approved and amount > order.total)",
            "orders where none(payments where approved and amount > order.total)"
        ),
        ("orders where not (total = 1 or total = 2)", "orders where not (total = 1 or total = 2)"),
        ("orders where (total = 1 and id = 2) and is_paid", "orders where total = 1 and id = 2 and is_paid"),
        ("orders where not id in (1, 2)", "orders where id not in (1, 2)"),
        ("orders where total - (amount_paid - 5) > 1000", "orders where total - (amount_paid - 5) > 1000"),
        ("orders where total - amount_paid - 5 > 1000", "orders where total - amount_paid - 5 > 1000"),
        ("orders order by -(total - amount_paid)", "orders order by -(total - amount_paid)"),
        ("orders order by (-total), -(-total)", "orders order by (-total), -(-total)"),
        (
            "orders group by day(created_at) as d select d, count() having count() > 3",
            "orders group by day(created_at) as d select d, count() having count() > 3"
        ),
        ("orders search \"ali tehran\" offset 10 chart bar", "orders search \"ali tehran\" offset 10 chart bar"),
        ("orders where notes matches \"^[0-9]{6}\"", "orders where notes matches \"^[0-9]{6}\""),
        (
            "orders where notes starts with 'it\\'s' and notes ends with \"\\u{200C}x\"",
            "orders where notes starts with \"it's\" and notes ends with \"\u{200C}x\""
        ),
        ("orders where updated_at - created_at > 2d", "orders where updated_at - created_at > 2d"),
        ("orders where total > -5", "orders where total > -5"),
    ])
    func printsCanonically(text: String, expected: String) throws {
        #expect(try canonical(text) == expected)
        #expect(try canonical(expected) == expected)
    }

    @Test(arguments: [
        ("orders ?status_in=new,hold&limit=20", "orders where status in (new, hold) limit 20"),
        ("orders ?customer=17&ordering=-id,status", "orders where customer.id = 17 order by -id, status"),
        (
            "orders ?created_from=2025-01-01&created_date=2025-02-01",
            "orders where created_at >= 2025-02-01T00:00:00Z and created_at < 2025-02-02T00:00:00Z"
                + " and created_at >= 2025-01-01T00:00:00Z"
        ),
        (
            "orders ?search=ali%20tehran&has_notes=true group by status",
            "orders search \"ali tehran\" where notes is not null group by status"
        ),
    ])
    func readsQueryStrings(text: String, expected: String) throws {
        #expect(try canonical(text) == expected)
    }

    @Test func usesParametersAsValues() throws {
        let types = [
            "day": ParameterType(.date), "wanted": ParameterType(.status, isList: true), "big": ParameterType(.money),
        ]
        let text = "orders where created_at in $day and status in $wanted and total > $big + 5"
        #expect(try canonical(text, parameters: types) == text)
    }

    @Test(arguments: 0..<60)
    func parsingWhatWasPrintedGivesTheSameTree(seed: Int) throws {
        var generator = QueryGenerator(seed: UInt64(seed))
        for _ in 0..<50 {
            let query = generator.query()
            let text = CanonicalPrinter.print(query)
            let checked = Checker.check(SourceText(text))
            try #require(!checked.hasErrors, "\(text): \(checked.diagnostics.map(\.text))")
            guard case .query(let reread) = try #require(checked.statements.first).kind else {
                Issue.record("no query: \(text)")
                continue
            }
            #expect(reread == query, "\(text) ≠ \(CanonicalPrinter.print(reread))")
        }
    }
}
