import OrderLanguage
import OrderModel
import Testing

@testable import OrderShell

@Suite("The looks of a text while it is typed")
struct TextHighlighterTests {
    private let fixture = CompletionFixture(palette: .coloured)

    private func annotation(_ marked: String) -> (text: String, annotation: TextAnnotation) {
        let parts = marked.split(separator: "‸", omittingEmptySubsequences: false).map(String.init)
        let text = parts.joined()
        return (text, fixture.hooks.annotate?(text, parts[0].unicodeScalars.count) ?? TextAnnotation())
    }

    /// The pieces of a style.
    private func pieces(_ marked: String, _ role: StyleRole) -> [String] {
        let (text, annotation) = annotation(marked)
        let scalars = Array(text.unicodeScalars)
        return annotation.spans.filter { $0.style == Palette.coloured.style(role) }.map { span in
            String(String.UnicodeScalarView(scalars[span.range]))
        }
    }

    @Test(
        "keywords, texts, numbers, dates, names and comments have their looks",
        arguments: [
            ("orders where notes ~ \"سلام\" order by -total‸", StyleRole.keyword, ["orders", "where", "order", "by"]),
            ("orders where notes ~ \"سلام\" ‸", .text, ["\"سلام\""]),
            ("orders where notes ~ \"open‸", .text, ["\"open"]),
            ("orders where total > 2.5m and id = 7‸", .number, ["2.5m", "7"]),
            ("orders where created_at in last month‸", .date, ["last", "month"]),
            ("orders where created_at > today - 7d‸", .date, ["today", "7d"]),
            ("orders where total > $big‸", .parameter, ["$big"]),
            ("orders group by status select round(avg(total))‸", .function, ["round", "avg"]),
            (
                "orders where customer.id = 7 and status = new select total‸", .field,
                ["customer.id", "status", "total"]
            ),
            ("\\format csv‸", .command, ["\\format"]),
            ("orders \\> a.csv‸", .command, ["\\>"]),
            ("orders -- why not\n-- more‸", .comment, ["-- why not", "-- more"]),
            ("orders where foo = 1 ‸", .error, ["foo"]),
        ]
    )
    func looks(_ marked: String, _ role: StyleRole, _ expected: [String]) {
        #expect(pieces(marked, role) == expected)
    }

    @Test(
        "spans are ascending and apart",
        arguments: [
            "orders where foo = 1 and bar = \"x\" -- c ‸", "orders where total in (1, 2 ‸",
            "orders where\n(a = 1 and b = 2) ‸",
            "\"\\q\" orders foo ‸", "orders where notes = \"\\q\" ‸",
        ]
    )
    func apart(_ marked: String) {
        let (text, annotation) = annotation(marked)
        var end = 0
        for span in annotation.spans {
            #expect(span.range.lowerBound >= end && !span.range.isEmpty)
            end = span.range.upperBound
        }
        #expect(end <= text.unicodeScalars.count)
    }

    @Test(
        "an error is said once it is no longer being typed",
        arguments: [
            ("orders where staus‸", false), ("orders where staus = new ‸", true), ("orders where ‸", false),
            ("orders where total ‸", false), ("orders where status = nwe‸", false),
            ("orders where status = nwe ‸", true),
            ("orders where created_at in last‸", false), ("orders where created_at in last ‸", false),
            ("orders where created_at in last mon‸", false), ("orders where created_at in last mon ‸", true),
            ("orders where notes starts w‸", false), ("orders where status not i‸", false),
            ("orders where staus = new and to‸", true),
            ("orders where total > ‸", false), ("orders where staus = new and ‸", true),
            ("orders where staus in (‸", true),
            ("orders where status = new and ‸", false), ("orders select sum(‸", false),
            ("orders where notes starts ‸", false),
            ("orders where status not ‸", false), ("orders order by ‸", false), ("let x = ‸", false),
            ("orders select coalesce(total, ‸", false), ("orders where any(items where ‸", false),
            ("orders where (total > 1‸", false),
            ("orders where notes = \"a‸", false),
            ("orders group ‸", false), ("orders foo bar ‸", true), ("\\nothing ‸", true), ("\\form‸", false),
            ("\\format js‸", false),
            ("orders where status = new‸", false),
        ]
    )
    func remarks(_ marked: String, _ isSaid: Bool) {
        #expect(annotation(marked).annotation.remarks.isEmpty == !isSaid)
    }

    @Test("the remark says what is wrong and what would mend it, and nothing in it is obeyed")
    func remark() {
        let line = annotation("orders where staus = new ‸").annotation.remarks.first
        #expect(line?.text.contains("did you mean 'status'?") == true)
        let hostile = annotation("orders where \"\u{1B}[31m\" = \u{9B}1m ‸").annotation.remarks.first
        #expect(hostile?.text.unicodeScalars.contains(where: VisibleText.isObeyed) == false)
    }

    @Test(
        "the ghost is the rest of the only word that can stand there",
        arguments: [
            ("orders group ‸", "by"), ("orders group b‸", "y"), ("orders where notes starts ‸", "with"),
            ("orders where billing_postal‸", "_code"), ("orders where st‸", "atus"), ("orders ‸", ""), ("o‸", ""),
            ("‸", ""),
            ("orders w‸here", ""),
        ]
    )
    func ghosts(_ marked: String, _ ghost: String) {
        #expect(annotation(marked).annotation.ghost == ghost)
    }

    @Test("a long text has colours and no check, a huge one nothing")
    func bounded() {
        let long = "orders where foo = 1 or notes = \"" + String(repeating: "x", count: 40_000) + "\" ‸"
        #expect(!annotation(long).annotation.spans.isEmpty)
        #expect(annotation(long).annotation.remarks.isEmpty)
        let huge = "orders where foo = 1 or notes = \"" + String(repeating: "x", count: 400_000) + "\" ‸"
        #expect(annotation(huge).annotation == TextAnnotation())
    }
}
