import OrderModel
import Testing

@testable import OrderLanguage
@testable import OrderShell

@Suite struct HelpTableTests {
    private static let pages = HelpTable.entries + HelpTable.commands

    @Test func everyFunctionAndAggregateIsExplained() {
        let functions = Set(HelpTable.entries(of: .function).map(\.name))
        #expect(functions == Set(Function.allCases.map(\.rawValue)))
        let aggregates = Set(HelpTable.entries(of: .aggregate).map(\.name))
        #expect(aggregates == Set(Aggregate.allCases.map(\.rawValue)))
    }

    /// An entry's examples use what they explain, so that they teach it.
    @Test(arguments: pages.filter { $0.kind != .topic }.map(\.name))
    func everyExampleShowsItsEntry(_ name: String) throws {
        let entry = try #require(HelpTable.page(named: name))
        #expect(!entry.examples.isEmpty)
        let names = [entry.name] + entry.aliases
        #expect(entry.examples.allSatisfy { example in names.contains { example.contains($0) } })
        for name in names { #expect(entry.examples.contains { $0.contains(name) }, "no example of \(name)") }
    }

    @Test(arguments: pages.map(\.name))
    func everyExampleIsUnderstood(_ name: String) throws {
        let entry = try #require(HelpTable.page(named: name))
        for example in entry.examples {
            let program = Program.check(SourceText(example), atPrompt: true)
            #expect(program.diagnostics.map(\.message) == [], "\(example)")
        }
    }

    /// Errors say of every page that it has examples.
    @Test func everyPageHasExamples() {
        #expect(Self.pages.filter(\.examples.isEmpty).map(\.name) == [])
    }

    /// Whatever a statement or clause can begin with, and every sign and word of a condition.
    @Test func everyWordOfTheLanguageIsExplained() {
        let marks: Set<Symbol> = [.openBracket, .closeBracket, .comma, .dot, .colon]
        let words =
            Array(Parser.statementWords) + Parser.clauseWords.filter { $0 != "with" }
            + Symbol.allCases.filter { !marks.contains($0) }.map(\.rawValue)
            + [
                "and", "or", "not", "in", "not in", "between", "not between", "is null", "is not null", "has", "any",
                "all", "none", "starts with", "ends with", "matches", "as", "null", "true", "false", "today", "now",
                "explain analyze", "order number", "orders ?", "_", "_1", "\\>", "\\|", "$",
            ]
        for word in words where HelpTable.page(named: word) == nil {
            #expect(HelpTable.laterWords.contains(word), "no help on \(word)")
        }
    }

    @Test(arguments: [
        ("or", "and"), (">=", "="), ("*", "+"), ("group", "group by"), ("order", "order"), ("track", "track"),
        ("let", "let"), ("_", "results"), ("_3", "results"), ("\\>", "output"), (">", "="), ("IS  NOT null", "is null"),
        ("chart", "chart"), ("\\chart", "\\chart"), ("last", "\\last"), ("count", "count"), ("total", "total"),
        ("order.status", "status"), ("customer__username", "customer.username"), ("items.quantity", "quantity"),
        ("completed", "completed"), ("?", "orders ?"),
    ])
    func namesLeadToTheirPage(name: String, expected: String) {
        #expect(HelpTable.page(named: name)?.name == expected)
    }

    @Test func whatIsRelatedCanBeAskedFor() {
        for entry in Self.pages {
            for name in entry.related { #expect(HelpTable.page(named: name) != nil, "\(entry.name): \(name)") }
        }
    }

    @Test func namesAreUnique() {
        let names = HelpTable.entries.flatMap { [$0.name] + $0.aliases } + HelpTable.commands.map(\.name)
        #expect(Set(names).count == names.count)
        // A field of the same name would have no page.
        let shadowed = HelpTable.fieldNames.filter { HelpTable.page(named: $0)?.kind != .field }
        #expect(Set(shadowed) == ["count", "items", "payments"])
    }

    @Test(arguments: [
        ("GROUP  by", "group by"), ("count_distinct()", "count_distinct"), ("dates", "dates"), ("=", "="), ("~", "~"),
    ])
    func namesAreFound(name: String, expected: String) {
        #expect(HelpTable.entry(named: name)?.name == expected)
    }

    @Test(arguments: [
        ("wher", "did you mean \\help where?"), ("formats", "did you mean \\help format?"),
        ("zzzzzz", "\\help alone lists the topics"), ("totl", "did you mean \\help total?"),
        ("complete", "did you mean \\help completed?"), ("why", "a later version will run it"),
        ("with totals", "a later version will run it"), ("\\save", "\\help commands lists what is"),
    ])
    func whatIsUnknownIsAnError(name: String, hint: String) {
        let problem = #expect(throws: StepProblem.self) { try HelpPage(name) }
        #expect(problem?.hint == hint)
    }

    /// The text with every run of blanks and line ends as one blank.
    private static func unfolded(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test func everyCommandIsListed() throws {
        let words = Self.unfolded(try HelpPage("commands").text)
        #expect(CommandTable.entries.allSatisfy { words.contains($0.usage) && words.contains($0.summary) })
    }

    @Test(arguments: ["queries", "conditions", "functions"])
    func topicsListWhatBelongsToThem(_ name: String) throws {
        let kinds: [String: [HelpEntry.Kind]] = [
            "queries": [.statement, .clause], "conditions": [.operation], "functions": [.function, .aggregate],
        ]
        let text = Self.unfolded(try HelpPage(name).text)
        for entry in HelpTable.entries where kinds[name]?.contains(entry.kind) == true {
            #expect(text.contains(Self.unfolded(entry.form)) && text.contains(entry.summary))
        }
    }

    /// Help is read at narrow terminals too; what is cut or folded there reads badly.
    @Test(arguments: pages.map(\.name) + HelpTable.fieldNames + OrderStatus.names)
    func linesAreShort(_ name: String) throws {
        for line in try HelpPage(name).text.split(separator: "\n") {
            #expect(TextWidth.of(line) <= HelpTable.lineWidth, "\(line)")
        }
    }

    /// Every line of the overview that looks like a query is one.
    @Test func theOverviewsExamplesAreUnderstood() {
        let lines = HelpText.overview.split(separator: "\n").filter { line in
            ["  orders ", "  items ", "  order "].contains { line.hasPrefix($0) }
        }
        #expect(lines.count == 4)
        for line in lines { #expect(!Checker.check(SourceText(String(line))).hasErrors, "\(line)") }
    }
}
