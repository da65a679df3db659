import OrderLanguage
import Testing

@Suite struct HabitsTests {
    @Test(arguments: [
        DiagnosticCase("orders «grop» by status", "did not expect 'grop' here; did you mean 'group by'?"),
        DiagnosticCase("orders «oder» by total", "did not expect 'oder' here; did you mean 'order by'?"),
        DiagnosticCase("«exit»", "no statement begins with 'exit'; \\quit leaves"),
        DiagnosticCase("«Help»", "no statement begins with 'Help'; \\help teaches"),
        DiagnosticCase("«show» tables", "no statement begins with 'show'; \\fields shows what there is"),
        DiagnosticCase("«.»quit", "expected a statement, found '.'; \\quit leaves"),
        DiagnosticCase(
            "«select» * from orders",
            "no statement begins with 'select'; the collection comes first: orders where … select …"
        ),
        DiagnosticCase(
            "orders select «distinct» status",
            "there is no 'distinct'; to have each value once: group by status"
        ),
        DiagnosticCase("orders select count(«distinct» status)", "there is no 'distinct'; write count_distinct(…)"),
        DiagnosticCase(
            "orders where notes «ilike» 'x'",
            "did not expect 'ilike' here; write ~ for contains: notes ~ \"gift\""
        ),
        DiagnosticCase("orders where total > 1«,»000", "did not expect ',' here; numbers have no commas: 1000"),
        // As it is while the rest is typed: half a number would be the wrong one.
        DiagnosticCase("orders where total > 1«,»000,", "did not expect ',' here; numbers have no commas"),
        DiagnosticCase(
            "orders where total > 1«,»000,000 and is_paid",
            "did not expect ',' here; numbers have no commas: 1000000"
        ),
        DiagnosticCase(
            "orders where total > 1«,»250.75",
            "did not expect ',' here; numbers have no commas: 1250.75"
        ),
        DiagnosticCase("orders where total > 12«,»5", "did not expect ',' here; a fraction has a point: 12.5"),
        DiagnosticCase("orders where total > 5 «million»", "did not expect 'million' here; write it as 5m"),
        DiagnosticCase("orders where total > 5 «k»", "did not expect 'k' here; write it without a blank: 5k"),
        DiagnosticCase(
            "orders where created_at in last «7» days",
            "did not expect '7' here; write >= today - 7d"
        ),
        DiagnosticCase(
            "orders where created_at >= last «24» hours",
            "did not expect '24' here; write >= now - 24h"
        ),
        DiagnosticCase(
            "orders where created_at in last «3» months",
            "did not expect '3' here; write >= today - 7d for the last seven days"
        ),
        DiagnosticCase("orders where created_at >= «27.12.2025»", "a date has no points; write 2025-12-27"),
        DiagnosticCase("orders where created_at >= «1.2.2025»", "a date has no points; write 2025-02-01"),
        DiagnosticCase("orders where created_at >= «2025.12.27»", "a date has no points; write 2025-12-27"),
        DiagnosticCase("orders where created_at >= «40.12.2025»", "a date has no points; a day is 2025-12-31"),
        DiagnosticCase("orders group by «city»", "no field 'city' in orders; did you mean 'billing_city'?"),
        DiagnosticCase("items select «price»", "no field 'price' in items; did you mean 'unit_price'?"),
        DiagnosticCase("orders limit 10«,»5", "did not expect ',' here; write limit 5 offset 10"),
        DiagnosticCase(
            "orders where created_at = «yesterdy»",
            "no field 'yesterdy' in orders; did you mean 'yesterday'?"
        ),
        DiagnosticCase(
            "orders where total > 1 «|» head",
            "unexpected '|'; write 'or', or '\\| COMMAND' to send the answer to a command"
        ),
        DiagnosticCase("orders where is_paid «||» is_payable", "unexpected '|'; write 'or'"),
        DiagnosticCase("orders where is_paid «&&» is_payable", "unexpected '&'; write 'and'"),
        DiagnosticCase(
            "orders where total > 1 «>» a.csv",
            "comparisons don't chain; to write the answer to a file: \\> FILE"
        ),
        DiagnosticCase(
            "orders where total > 1 «>» 'a b'",
            "comparisons don't chain; to write the answer to a file: \\> FILE"
        ),
        DiagnosticCase(
            "orders limit 5 «>» ../a.json",
            "did not expect '>' here; to write the answer to a file: \\> FILE"
        ),
        DiagnosticCase("orders where 1 < total «>» id", "comparisons don't chain; write a < b and b < c"),
        DiagnosticCase(
            "orders where total > «a.csv»",
            "no field 'a.csv' in orders; to write the answer to a file: \\> FILE"
        ),
        DiagnosticCase(
            "orders where created_at in «last»",
            "expected a unit after 'last'; one of day, week, month, quarter, year"
        ),
    ])
    func saysHowItIsWrittenHere(test: DiagnosticCase) {
        let marked = MarkedText(test.marked)
        let errors = Checker.check(SourceText(marked.text)).diagnostics.filter { $0.severity == .error }
        #expect(errors.map(\.text) == test.messages)
        #expect(errors.map(\.range) == marked.ranges)
    }
}
