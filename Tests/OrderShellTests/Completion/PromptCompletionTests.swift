// What stands in the menu for texts and cursors: words, fields, values, files, and none of it from a command in a command.

import OrderLanguage
import OrderModel
import Testing

@testable import OrderShell

@Suite("Completion at the prompt")
struct PromptCompletionTests {
    private let fixture = CompletionFixture()

    @Test(
        "what fits what is typed, the best first",
        arguments: [
            ("ord‸", ["orders ", "order "]),
            ("ORD‸", ["orders ", "order "]),
            ("orders wh‸", ["where "]),
            ("orders group ‸", ["by "]),
            ("orders where stat‸", ["status "]),
            ("orders where billing_postal_c‸", ["billing_postal_code "]),
            ("orders where payment_method.n‸", ["payment_method.name "]),
            ("orders where items.qu‸", ["items.quantity "]),
            ("items where order.sta‸", ["order.status "]),
            ("orders where any(i‸", ["items where "]),
            ("orders where any(items where prod‸", ["product_title ", "product ", "product_data "]),
            ("orders where status ‸", ["= ", "!= ", "in ", "not in ", "is null ", "is not null "]),
            ("orders where is_paid = ‸", ["false ", "true ", "is_payable "]),
            ("orders where status = n‸", ["new "]),
            ("orders where status in (n‸", ["new"]),
            ("orders where status in n‸", ["new "]),
            ("items where any(‸", []),
            ("orders group by id having any(‸", []),
            ("orders where any(‸", ["items where ", "payments where "]),
            ("orders where created_at >= no‸", ["now ", "now - 24h ", "now - 7d "]),
            (
                "orders where status in (new, 'completed', \"shipped\", ‸",
                ["hold", "failed", "cancelled", "processing", "refunded", "deleted"]
            ),
            ("orders where created_at in (today, to‸", ["tomorrow"]),
            ("orders where status = n‸ and is_paid", ["new"]),
            ("orders where total > $‸", ["$big "]),
            ("orders where status in $‸", ["$some "]),
            ("orders where created_at in last m‸", ["month "]),
            ("orders where created_at = yes‸", ["yesterday "]),
            ("orders where created_at = 2025-1‸", ["2025-10 ", "2025-11 ", "2025-12 "]),
            (
                "orders where created_at = 2024-02-2‸",
                [
                    "2024-02-20 ", "2024-02-21 ", "2024-02-22 ", "2024-02-23 ", "2024-02-24 ", "2024-02-25 ",
                    "2024-02-26 ",
                    "2024-02-27 ", "2024-02-28 ", "2024-02-29 ",
                ]
            ),
            ("orders group by status select cou‸", ["count()", "count_distinct("]),
            ("orders group by status select sum(amount_o‸", ["amount_outstanding"]),
            ("orders select total as mine, id order by mi‸", ["mine"]),
            ("orders group by status having stat‸", ["status "]),
            ("orders select billing_ci‸", ["billing_city."]),
            ("orders chart spa‸", ["sparkline"]),
            ("let x: mon‸", ["money "]),
            ("let x: status = ho‸", ["hold "]),
            ("orders -- wh‸", []),
            ("orders ?status_i‸", ["status_in="]),
            ("orders ?status_in=new,ho‸", ["hold"]),
            ("orders ?has_notes=‸", ["true", "false"]),
            ("orders ?ordering=-created‸", ["-created_at"]),
            ("\\form‸", ["format "]),
            ("\\format js‸", ["json"]),
            ("\\connect sh‸", ["shop"]),
            ("\\connect ‸", ["shop", "staging"]),
            ("\\on error st‸", ["stop"]),
            ("\\set max_ro‸", ["max_rows "]),
            ("\\set pager au‸", ["auto"]),
            ("\\fields it‸", ["items"]),
            ("\\curl orders wh‸", ["where "]),
            ("\\last ta‸", ["table"]),
            ("\\nothing ‸", []),
            ("order n‸", ["number "]),
            ("orders limit ‸", ["10", "20", "50", "100"]),
            ("\\watch 1‸", ["1s", "1min"]),
            ("orders where created_at in 202‸", (2020...2026).reversed().map { "\($0) " }),
            ("ORDERS WHERE STA‸", ["status "]),
            ("orders where status = N‸", ["new "]),
            ("items where ORDER.STA‸", ["order.status "]),
            ("orders where billing_postal_code‸ = 1", ["billing_postal_code"]),
            ("orders select su‸(total)", ["sum", "subtotal"]),
            ("orders select payment_metho‸.id", ["payment_method"]),
        ]
    )
    func candidates(_ marked: String, _ expected: [String]) {
        #expect(fixture.texts(marked) == expected)
        #expect(fixture.answer(marked).isByPrefix)
    }

    @Test(
        "a number, an id or a key is nobody's to guess; what stands there is said",
        arguments: [
            ("orders limit 2‸", nil), ("orders limit 0‸", nil), ("orders offset 1‸", nil), ("order 1‸", nil),
            ("order ‸", "an order's id or 'number' stands here"), ("order number ‸", "an order's number stands here"),
            ("track ‸", "an order's tracking key stands here"), ("\\set max_rows 1‸", nil),
            ("orders group by status limit 5‸", nil),
        ]
    )
    func numbers(_ marked: String, _ remark: String?) {
        let answer = fixture.answer(marked)
        #expect(answer.candidates.isEmpty)
        #expect(answer.remark == remark)
    }

    @Test(
        "the rest of the only word that can stand there is the ghost; what is typed and whole has none",
        arguments: [
            ("orders wh", "ere"), ("ORDERS WH", "ere"), ("orders where status = n", "ew"), ("\\form", "at"),
            ("orders group ", "by"), ("orders where status = N", ""),
            ("orders limit 2", ""), ("orders limit 5", ""), ("orders offset 2", ""), ("order 2", ""), ("order ", ""),
            ("orders group by status limit 5", ""), ("\\watch 3", ""), ("orders where billing_city.name = Te", ""),
            ("orders where billing_city.name = \"Te", "hran\""), ("track ", ""),
        ]
    )
    func ghosts(_ text: String, _ ghost: String) async {
        await fixture.know(CompletionFixture.city, ["Tehran", "Shiraz"])
        #expect(fixture.hooks.annotate?(text, text.unicodeScalars.count).ghost == ghost)
    }

    @Test("fields stand first, the usual ones in the order of a table's columns")
    func order() {
        let usual = ["id", "status", "created_at", "total", "amount_outstanding", "is_paid"]
        func labels(_ marked: String) -> [String] { fixture.answer(marked).candidates.map(\.label) }
        #expect(Array(labels("orders where ‸").prefix(10)) == usual + ["customer", "quantity", "has", "not"])
        #expect(Array(labels("orders order by ‸").prefix(9)) == usual + ["customer.", "quantity", "-"])
        #expect(Array(labels("orders order by -‸").prefix(8)) == usual + ["customer.", "quantity"])
        #expect(!labels("orders order by -‸").contains("-"))
        #expect(
            Array(labels("orders select ‸").prefix(11)) == usual + ["customer.", "quantity", "avg(", "count()", "sum("]
        )
    }

    @Test(
        "letters in order find what nothing begins with",
        arguments: [
            ("orders where usrname‸", "customer.username"), ("orders where outst‸", "amount_outstanding"),
            ("orders where status = cmpl‸", "completed"), ("orders grby‸", "group by"), ("\\frmt‸", "\\format"),
        ]
    )
    func fuzzy(_ marked: String, _ label: String) {
        let answer = fixture.answer(marked)
        #expect(!answer.isByPrefix)
        #expect(answer.candidates.first?.label == label)
    }

    @Test("fields come with their type, functions and words with what they do")
    func details() {
        let fields = fixture.answer("orders where ‸").candidates
        #expect(fields.first { $0.label == "total" }?.detail == "money")
        #expect(fields.first { $0.label == "notes" }?.detail == "text, or null")
        #expect(fields.contains { $0.label == "customer.username" } == false)
        let dates = fixture.answer("orders where created_at in ‸").candidates
        #expect(dates.first { $0.label == "last month" }?.detail == "2025-12-01 to 2025-12-31")
        #expect(dates.first { $0.label == "today" }?.detail == "2026-01-01")
        #expect(fixture.answer("orders wh‸").candidates.first?.detail.isEmpty == false)
    }

    @Test("the part that is replaced begins where it is typed, by Unicode scalars")
    func start() {
        #expect(fixture.answer("orders search \"تهران\" wh‸").start == 22)
        #expect(fixture.answer("orders where ‸").start == 13)
        #expect(fixture.answer("\\format js‸").start == 8)
        #expect(fixture.answer("orders ?status_in=new,ho‸").start == 22)
    }

    @Test("an earlier answer's columns are its fields")
    func results() {
        fixture.knowledge.update {
            $0.results = [ResultSchema(columns: [ResultColumn(name: "revenue", type: .money)])]
        }
        #expect(fixture.texts("_ where rev‸") == ["revenue "])
        #expect(fixture.texts("_‸").contains("_ "))
    }

    @Test(
        "only periods are offered behind in, and each once",
        arguments: ["in ‸", "in (‸", "not in ‸", "in (last month, 2025, today, ‸"]
    )
    func periods(_ test: String) {
        let labels = fixture.answer("orders where created_at \(test)").candidates.map(\.label)
        #expect(labels.contains("yesterday"))
        #expect(!labels.contains { $0.hasPrefix("now") })
        #expect(labels.contains("last month") == !test.contains("last month"))
        #expect(labels.contains("today") == !test.contains("today"))
    }

    @Test("texts that stand in the list already are left out")
    func listedTexts() async {
        await fixture.know(CompletionFixture.city, ["Tehran", "Tehran\u{301}", "Shiraz", "Yazd"])
        let texts = fixture.texts("orders where billing_city.name in (\"Shiraz\", Yazd, ‸").filter {
            $0.hasPrefix("\"")
        }
        #expect(texts == ["\"Tehran\"", "\"Tehran\u{301}\""])
        #expect(fixture.texts("orders where billing_city.name in ('Tehran', 'T‸") == ["'Tehran\u{301}'"])
    }

    @Test("an earlier statement can run while nothing in it is wrong")
    func earlierStatements() {
        let canRun: (String) -> Bool? = { fixture.hooks.canRun?($0) }
        #expect(canRun("orders where status <> new") == false)
        #expect(canRun("orders where total > $big") == true)
        #expect(canRun("orders where total > $other") == false)
        #expect(canRun("_ group by status select status, sum(n)") == false)
        fixture.knowledge.update {
            $0.results = [
                ResultSchema(columns: [
                    ResultColumn(name: "status", type: .status), ResultColumn(name: "n", type: .integer),
                ])
            ]
        }
        #expect(canRun("_ group by status select status, sum(n)") == true)
    }

    @Test("names that were defined before in the same text are known")
    func definitions() {
        #expect(fixture.texts("let least = 5; orders where total > $le‸") == ["$least "])
    }

    @Test(
        "pasted text that nests or repeats is read like any other",
        arguments: [
            "\\curl ", "\\curl orders \\> ", "\\last \\| ", "(", "orders where (", "not ", "any(any(", "abs(", "\"",
            "'",
            "\"\" ", "orders ", "orders where a.", "- ", ", ", "\\> \"", "orders ?a=1&", "orders order by x, ", "\n",
            ";",
            "let x = 1;",
            "orders select id as x, ", "last ", "1,", "2025-", "\u{200C}", "e\u{301}", "--",
        ]
    )
    func hostile(_ piece: String) {
        for size in [8000, 32_000, 64_000] {
            let text = String(repeating: piece, count: max(1, size / piece.utf8.count))
            let count = text.unicodeScalars.count
            let annotation = fixture.hooks.annotate?(text, count)
            #expect(annotation?.spans.allSatisfy { $0.range.upperBound <= count } == true)
            #expect((fixture.hooks.complete?(text, count)).map { $0.start <= count } == true)
            #expect(fixture.hooks.isComplete(text) == fixture.hooks.isComplete(text))
            _ = Program.check(SourceText(text))
        }
    }

    @Test("the query behind a command is completed, a command behind a command is not")
    func commandsInCommands() {
        #expect(fixture.texts("\\curl orders wh‸") == ["where "])
        #expect(fixture.texts("\\curl \\cu‸").isEmpty)
    }

    @Test("a text too long for completion says so")
    func long() {
        let text = "orders where notes = \"" + String(repeating: "x", count: 40_000) + "\" "
        let answer = fixture.hooks.complete?(text, text.unicodeScalars.count)
        #expect(answer?.candidates.isEmpty == true)
        #expect(answer?.remark != nil)
    }
}
