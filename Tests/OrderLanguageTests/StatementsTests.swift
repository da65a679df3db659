import OrderLanguage
import OrderModel
import Testing

@Suite struct StatementsTests {
    private func kinds(_ text: String) -> [String] {
        Checker.check(SourceText(text)).statements.map { statement in
            switch statement.kind {
            case .query(let query): CanonicalPrinter.print(query)
            case .lookup(let lookup): "\(lookup)"
            case .explain(let query, let isAnalyzed):
                "explain\(isAnalyzed ? " analyze" : "") \(CanonicalPrinter.print(query))"
            case .definition(let definition): "\(definition.name): \(definition.type.description)"
            case .command(let line): "\\" + line
            case .lastAnswer: "the last answer"
            case .later(let words): "later \(words)"
            }
        }
    }

    @Test func statementsEndAtSemicolonsAndNewStatements() {
        let text = """
            -- a comment
            orders where status = new
              and total > 5   -- goes on
              order by id
            items limit 3; payments
            \\title "a; b"   -- shown
            order 17
            orders group by status
            select status, count() as orders
            """
        #expect(
            kinds(text) == [
                "orders where status = new and total > 5 order by id", "items limit 3", "payments", "\\title \"a; b\"",
                "identifier(17)", "orders group by status select status, count() as orders",
            ]
        )
    }

    @Test func readsLookups() {
        #expect(kinds("order 17") == ["identifier(17)"])
        #expect(kinds("order number bf7b66149236455") == ["number(\"bf7b66149236455\")"])
        #expect(
            kinds("track 0c86ab758d3e236cb5a4; order number \"a b\"") == [
                "key(\"0c86ab758d3e236cb5a4\")", "number(\"a b\")",
            ]
        )
        #expect(kinds("track 2025-12-99x") == ["key(\"2025-12-99x\")"])
    }

    @Test func readsInspectionsAndDefinitions() {
        #expect(kinds("explain orders limit 1") == ["explain orders limit 1"])
        #expect(kinds("explain analyze items") == ["explain analyze items"])
        #expect(kinds("why 17 orders where is_paid") == ["later 'why'"])
        #expect(kinds("verify orders") == ["later 'verify'"])
        #expect(kinds("orders with totals") == ["later 'with totals'"])
        #expect(kinds("orders compare to previous year") == ["later 'compare to previous year'"])
        #expect(kinds("assert (orders where status = failed select count()) < 10 \"too many\"") == ["later 'assert'"])
        #expect(kinds("let big = 2.5k") == ["big: integer"])
        #expect(kinds("let since = today - 7d") == ["since: date"])
        #expect(kinds("let wanted: [status] = (new, hold)") == ["wanted: [status]"])
        #expect(kinds("let worst = (orders select max(total))") == ["worst: money"])
        #expect(kinds("param day: date = yesterday \"the day\"") == ["day: date"])
    }

    @Test func aByteOrderMarkIsNoPartOfTheText() {
        #expect(kinds("\u{FEFF}orders limit 1") == ["orders limit 1"])
    }

    @Test func warnsOfNamesThatStandForText() {
        let warnings = { (text: String) in Checker.check(SourceText(text)).diagnostics.map(\.message) }
        #expect(warnings("orders where notes = id") == ["'id' stands for the text \"id\" here, not for the field"])
        #expect(warnings("orders where notes = key") == [])
        #expect(warnings("let a = 1\nlet a = 2") == ["$a is already defined; the new value takes its place"])
    }

    @Test func definitionsAreSeenByWhatFollows() {
        #expect(kinds("let big = 5\norders where total > $big") == ["big: integer", "orders where total > $big"])
        #expect(Checker.check(SourceText("orders where total > $big\nlet big = 5")).hasErrors)
        #expect(Checker.check(SourceText("let day = today\norders where total > $day")).hasErrors)
        #expect(Checker.check(SourceText("let s = (new, hold)")).hasErrors)
        #expect(Checker.check(SourceText("let s: [status] = (new, hold)\norders where status = $s")).hasErrors)
    }

    @Test(
        arguments: [
            ("orders where status = new", nil),
            ("orders where", "where"),
            ("orders where (status = new", "("),
            ("orders where notes = 'a", "'"),
            ("orders where total >", ">"),
            ("orders where total > 5 and", "and"),
            ("orders order", "order"),
            ("orders order by", "by"),
            ("orders limit", "limit"),
            ("orders select id,", ","),
            ("orders where staus = 1", nil),
            ("orders where ) and", nil),
            ("\\help", nil),
            ("", nil),
            ("orders where status in (new,\n  hold)", nil),
        ] as [(String, String?)]
    )
    func knowsWhatIsIncomplete(text: String, missing: String?) {
        #expect(Completeness(of: text) == (missing.map { .incomplete(reason: $0) } ?? .complete))
    }

    @Test(arguments: [
        ("2025-12-27", ParameterType(.date), "constant(2025-12-27)"),
        ("yesterday", ParameterType(.date), "constant(yesterday)"),
        ("2025", ParameterType(.date), "constant(2025)"),
        ("100k", ParameterType(.money), "constant(100000)"),
        ("2.5", ParameterType(.integer), "expected a whole number, found one with decimals"),
        ("new,hold", ParameterType(.status, isList: true), "list(new, hold)"),
        ("pending", ParameterType(.status), "there is no status 'pending'"),
        ("a, b' \"c", ParameterType(.text), "constant(\"a, b' \\\"c\")"),
        ("today) or (1 = 1", ParameterType(.date), "nil"),
        ("total", ParameterType(.money), "'total' is no constant"),
        ("", ParameterType(.money), "expected a value or a field"),
        ("now - 36h", ParameterType(.instant), "constant(now - 1d12h)"),
    ])
    func readsValuesFromTheCommandLine(text: String, type: ParameterType, expected: String) {
        let found: String
        switch ParameterText.read(text, as: type) {
        case .success(.constant(let expression)): found = "constant(\(CanonicalPrinter.print(expression)))"
        case .success(.list(let elements)):
            found = "list(\(elements.map(CanonicalPrinter.print).joined(separator: ", ")))"
        case .success(.query): found = "query"
        case .failure(let problem): found = problem.reason ?? "nil"
        }
        #expect(found.hasPrefix(expected), "\(found)")
    }
}
