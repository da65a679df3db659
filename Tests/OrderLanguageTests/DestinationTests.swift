import OrderLanguage
import OrderModel
import Testing

@Suite struct DestinationTests {
    /// Each statement with where its answer goes.
    private func destinations(_ text: String) -> [String] {
        Checker.check(SourceText(text)).statements.map { statement in
            let kind =
                switch statement.kind {
                case .query(let query): CanonicalPrinter.print(query)
                case .lookup: "lookup"
                case .explain: "explain"
                case .definition(let definition): "$\(definition.name)"
                case .command(let line): "\\" + line
                case .lastAnswer: "last"
                case .later(let words): words
                }
            return switch statement.destination {
            case .file(let name): "\(kind) > [\(name)]"
            case .command(let command): "\(kind) | [\(command)]"
            case nil: kind
            }
        }
    }

    private func problems(_ text: String) -> [String] {
        Checker.check(SourceText(text)).diagnostics.map(\.message)
    }

    @Test(arguments: [
        ("orders limit 1 \\> report.csv", ["orders limit 1 > [report.csv]"]),
        ("orders limit 1 \\>report.csv", ["orders limit 1 > [report.csv]"]),
        ("orders limit 1\n  \\> report.csv  \r\n", ["orders limit 1 > [report.csv]"]),
        ("orders limit 1 \\> report.csv; items limit 2", ["orders limit 1 > [report.csv]", "items limit 2"]),
        ("orders limit 1 \\> report.csv -- daily", ["orders limit 1 > [report.csv]"]),
        ("orders limit 1 \\> \"my report; 1.csv\";", ["orders limit 1 > [my report; 1.csv]"]),
        ("orders limit 1 \\> 'it\"s.csv'", ["orders limit 1 > [it\"s.csv]"]),
        ("orders limit 1 \\> ~/گزارش.csv", ["orders limit 1 > [~/گزارش.csv]"]),
        ("orders limit 1 \\| grep -- '-x;' | wc -l  ", ["orders limit 1 | [grep -- '-x;' | wc -l]"]),
        ("orders limit 1 \\| less\nitems limit 2", ["orders limit 1 | [less]", "items limit 2"]),
        ("order 17 \\> a.json", ["lookup > [a.json]"]),
        ("order number x-1 \\> a.json", ["lookup > [a.json]"]),
        ("track abc \\| cat", ["lookup | [cat]"]),
        ("explain orders \\> a.txt", ["explain > [a.txt]"]),
        ("orders where notes = 'a \\\\> b' limit 1", ["orders where notes = \"a \\\\> b\" limit 1"]),
        ("\\> last.csv", ["last > [last.csv]"]),
        ("\\| less", ["last | [less]"]),
        ("orders limit 1;\n\\> last.csv", ["orders limit 1", "last > [last.csv]"]),
        ("orders limit 1 \\> a.csv\n\\> b.csv", ["orders limit 1 > [a.csv]", "last > [b.csv]"]),
        ("let x = 1\n\\> a.csv", ["$x", "last > [a.csv]"]),
        ("\\format json\n\\> a.csv", ["\\format json", "last > [a.csv]"]),
        ("orders limit 1; \\> a.csv", ["orders limit 1", "last > [a.csv]"]),
        ("\\last 1 csv \\> a.csv -- daily", ["\\last 1 csv > [a.csv]"]),
        ("\\last csv  \\| grep '\\> x' # -- y", ["\\last csv | [grep '\\> x' # -- y]"]),
        ("\\chart bar \\> a.html; items limit 2", ["\\chart bar > [a.html]", "items limit 2"]),
        ("\\title \"a \\| b\"", ["\\title \"a \\| b\""]),
        ("\\title a\\|b -- \\| c", ["\\title a\\|b"]),
        ("\\last csv\n\\| less", ["\\last csv", "last | [less]"]),
    ])
    func readsWhereAnAnswerGoes(_ text: String, _ expected: [String]) {
        #expect(destinations(text) == expected)
        #expect(problems(text) == [])
    }

    @Test(arguments: [
        ("orders \\>", "expected the name of a file after '\\>'"),
        ("orders \\> ''", "expected the name of a file after '\\>'"),
        ("orders \\|  ", "expected a command after '\\|'"),
        ("orders \\> 'a.csv", "this file's name is not closed"),
        ("orders \\> 'a.csv\nb'", "this file's name is not closed"),
        ("orders \\> a b", "did not expect 'b' here"),
        ("orders \\> a.csv \\> b.csv", "an answer goes to one place"),
        ("orders \\> a\u{0}b", "no name or command can hold the character U+0000"),
        ("\\last \\>", "expected the name of a file after '\\>'"),
        ("let x = 1 \\> a.csv", "only an answer can be sent somewhere"),
        ("orders wher \\> a.csv", "did not expect 'wher' here"),
        ("orders where totl = 1 \\> a.csv", "no field 'totl' in orders"),
        ("orders where \\> a.csv", "expected a value or a field"),
    ])
    func saysOnceWhatIsWrong(_ text: String, _ message: String) {
        #expect(problems(text) == [message])
    }

    @Test func aStatementInErrorTakesItsDestinationAlong() {
        #expect(destinations("orders whre\n\\> a.csv\nitems limit 1 \\> b.csv") == ["items limit 1 > [b.csv]"])
    }

    @Test func bytesThatAreNoTextAreRefused() {
        for sign in [UInt8(ascii: ">"), UInt8(ascii: "|")] {
            let source = SourceText(bytes: Array("orders \\".utf8) + [sign, 0x20, 0xFF], name: "-c")
            #expect(Checker.check(source).diagnostics.map(\.message) == ["this is not valid UTF-8"])
        }
    }

    @Test(arguments: [
        "orders \\> a.csv", "orders \\> 'a", "\\| less", "orders \\>", "orders limit 1\n\\| wc -l",
    ])
    func itIsCompleteAtThePrompt(_ text: String) {
        #expect(Completeness(of: text) == .complete)
    }

    @Test func insideOfBracketsTheStatementGoesOn() {
        #expect(Completeness(of: "orders where (status = new") != .complete)
        #expect(problems("orders where (status = new \\> a.csv") != [])
    }
}
