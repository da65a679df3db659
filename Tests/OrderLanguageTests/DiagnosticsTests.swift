import OrderLanguage
import OrderModel
import Testing

/// A text with its errors' places marked, and the messages that belong there.
struct DiagnosticCase: CustomTestStringConvertible {
    let marked: String
    let messages: [String]
    /// Whether the messages are only the beginnings of what is said.
    var isPrefix = false

    init(_ marked: String, _ messages: String...) {
        self.marked = marked
        self.messages = messages
    }

    var testDescription: String { marked }

    func prefixOnly() -> DiagnosticCase {
        var copy = self
        copy.isPrefix = true
        return copy
    }
}

@Suite struct DiagnosticsTests {
    @Test(arguments: [
        DiagnosticCase("orders where «staus» in (new, hold)", "no field 'staus' in orders; did you mean 'status'?"),
        DiagnosticCase(
            "orders where status in (new, «pending»)",
            "there is no status 'pending'; statuses are new, hold, failed, cancelled, processing, shipped, completed, refunded, deleted"
        ),
        DiagnosticCase(
            "orders where «totl» > 5 and status = «shiped» limit 3",
            "no field 'totl' in orders; did you mean 'total'?",
            "there is no status 'shiped'; did you mean 'shipped'? statuses are new, hold, failed, cancelled, processing, shipped, completed, refunded, deleted"
        ),
        DiagnosticCase(
            "orders where total > «'5'»",
            "'total' is a number and can't be compared with text; write the number without quotes"
        ),
        DiagnosticCase(
            "orders where created_at >= «'2025-01-01'»",
            "'created_at' is an instant and can't be compared with text; write a date without quotes, such as 2025-12-27, today or last month"
        ),
        DiagnosticCase(
            "orders where «status» > hold",
            "a status has no order; use '=' or '!='; list the statuses: in (new, hold)"
        ),
        DiagnosticCase("orders where total >«»", "expected a value or a field"),
        DiagnosticCase("orders where total > «)»", "expected a value or a field, found ')'"),
        DiagnosticCase("orders where «(»total > 5", "this bracket is not closed; close it with ')'"),
        DiagnosticCase("orders where notes = «\"»abc", "this text is not closed; close it with \""),
        DiagnosticCase("orders «were» total > 5", "did not expect 'were' here; did you mean 'where'?"),
        DiagnosticCase("«oders» where total > 5", "no statement begins with 'oders'; did you mean 'orders'?"),
        DiagnosticCase(
            "orders where «customer» > now - 1h",
            "'customer' is an object; compare customer.id with numbers, or customer.full_name with text"
        ),
        DiagnosticCase(
            "orders where «created_at + 5» > now",
            "'+' can't stand between an instant and a number; numbers go with numbers; instants take durations, as in now - 36h"
        ),
        DiagnosticCase(
            "orders where created_at in «2025-13»",
            "there is no date '2025-13'; a day is 2025-12-31, a month 2025-12, a quarter 2025-q4, a week 2025-w51; put spaces around '-' to subtract"
        ),
        DiagnosticCase(
            "orders where created_at in «now»",
            "'now' is a single moment, not a period; compare it with '>=' or '<'"
        ),
        DiagnosticCase(
            "orders where created_at not in (last week, «now - 7d»)",
            "'now - 7d' is a single moment, not a period; compare it with '>=' or '<'"
        ),
        DiagnosticCase(
            "orders where created_at in «today - 36h»",
            "'today - 36h' is a single moment, not a period; compare it with '>=' or '<'"
        ),
        DiagnosticCase("orders where created_at in today - 7d or created_at in 2025-12-27T18:17:09Z"),
        DiagnosticCase(
            "orders where created_at > «2025-12-27T10:00»",
            "this instant has no zone; end it with Z for UTC, or with an offset such as +03:30"
        ),
        DiagnosticCase(
            "orders where total > «12abc»",
            "'12abc' is no number; units are k, m (million), s, min, h, d and w"
        ),
        DiagnosticCase(
            "orders where «items.unit_price» != 5",
            "with many items this can be read two ways; say which: any(items where …) for one of them, none(items where …) for no one"
        ),
        DiagnosticCase(
            "orders select «items.unit_price»",
            "'items.unit_price' stands for many values; query items instead, or use any(items where …)"
        ),
        DiagnosticCase("items where «status» = new", "no field 'status' in items; the order's own is 'order.status'"),
        DiagnosticCase(
            "orders where «sum(total)» > 5",
            "an aggregate can't stand in 'where'; conditions on groups stand in 'having'"
        ),
        DiagnosticCase(
            "orders group by status select «total»",
            "'total' has many values in a group; add it to 'group by', or aggregate it, as in max(total)"
        ),
        DiagnosticCase(
            "orders «having» count() > 5",
            "'having' needs groups; use 'where' to choose rows, or add 'group by'"
        ),
        DiagnosticCase("orders select id, «id»", "two columns are named 'id'; give one of them another name with 'as'"),
        DiagnosticCase("orders limit 3 «limit» 5", "a query has one 'limit'"),
        DiagnosticCase("orders where «total»", "'total' is a number, not a condition; compare it: total = …"),
        DiagnosticCase("orders where total > «$big»", "no value named '$big'; define it: let big = …"),
        DiagnosticCase("orders where notes matches «\"[\"»", "this pattern can't be used: ").prefixOnly(),
        DiagnosticCase("orders ?«status=pending»&limit=5", "'pending' is no value of status").prefixOnly(),
        DiagnosticCase("orders ?«statuss=new»", "no parameter 'statuss' in the order API; did you mean 'status'?"),
        DiagnosticCase("orders ?limit=5 «limit» 6", "the query string already says 'limit'; leave one of them out"),
        DiagnosticCase(
            "orders order by total «desc»",
            "did not expect 'desc' here; a leading '-' sorts descending: order by -total"
        ),
        DiagnosticCase("orders where 1 < total «<» 5", "comparisons don't chain; write a < b and b < c"),
        DiagnosticCase("orders where total «!» 5", "unexpected '!'; write '!=' for unequal and 'not' to negate"),
        DiagnosticCase("orders where «summ»(total) > 1", "no function 'summ'; did you mean 'sum'?"),
        DiagnosticCase("orders where notes = «null»", "nothing compares with null; write is null, or is not null"),
        DiagnosticCase("orders where total <«>» 5", "did not expect '>' here; unequal is written !="),
        DiagnosticCase(
            "orders select «*»",
            "expected a value or a field, found '*'; without 'select' an answer has the usual columns; count() takes nothing"
        ),
        DiagnosticCase(
            "orders where notes «like» 'x'",
            "did not expect 'like' here; write ~ for contains: notes ~ \"gift\""
        ).prefixOnly(),
        DiagnosticCase(
            "orders limit 1 «orders» limit 2",
            "did not expect 'orders' here; a new statement begins after ';' or on a new line"
        ),
        DiagnosticCase("orders where customer.id = 5 and notes = «a.b»", "no field 'a.b' in orders"),
        DiagnosticCase(
            "orders where created_at = «2025-w9223372036854775807»",
            "there is no date '2025-w9223372036854775807'"
        ).prefixOnly(),
        DiagnosticCase(
            "orders where created_at > «2.0k»",
            "'created_at' is an instant and can't be compared with a number"
        ).prefixOnly(),
        DiagnosticCase(
            "orders group by status having count() > 1 and «any(items where quantity > 1)»",
            "a group has no list of items or payments; choose the orders in 'where'"
        ),
        DiagnosticCase("orders group by status, «status»", "this is grouped by already"),
        DiagnosticCase("let«»", "expected a name; let big = 100000"),
        DiagnosticCase(
            "param day: «dat» = today",
            "there is no type 'dat'; types are text, integer, money, boolean, status, instant, date, duration, or a list such as [status]"
        ),
        DiagnosticCase("param day: date = «5»", "expected a date, found a number"),
    ])
    func namesThePlaceAndTheMend(test: DiagnosticCase) {
        let marked = MarkedText(test.marked)
        let errors = Checker.check(SourceText(marked.text)).diagnostics.filter { $0.severity == .error }
        #expect(errors.count == test.messages.count, "\(errors.map(\.text))")
        for (error, message) in zip(errors, test.messages) {
            #expect(test.isPrefix ? error.text.hasPrefix(message) : error.text == message)
        }
        #expect(errors.map(\.range) == marked.ranges)
    }

    @Test func reportsAllStatementsInOnePass() {
        let text = "orders where staus = 1\norders where totl > 2;orders limit x\nitems"
        let checked = Checker.check(SourceText(text))
        #expect(checked.diagnostics.count == 3)
        #expect(checked.statements.count == 1)
    }

    @Test func printsACaretUnderTheSource() {
        let source = SourceText("orders where staus in (new)")
        let text = DiagnosticFormatter().format(Checker.check(source).diagnostics, in: source)
        #expect(
            text == """
                orders where staus in (new)
                             ^^^^^ no field 'staus' in orders; did you mean 'status'?

                """
        )
    }

    @Test func printsThePlaceInAFile() {
        let source = SourceText("-- report\norders where\n  سلام = 5 and staus = new", name: "daily.oq")
        let text = DiagnosticFormatter().format(Checker.check(source).diagnostics, in: source)
        #expect(text.contains("daily.oq:3:3: error: no field 'سلام' in orders\n"))
        #expect(text.contains("daily.oq:3:16: error: no field 'staus' in orders; did you mean 'status'?\n"))
    }
}
