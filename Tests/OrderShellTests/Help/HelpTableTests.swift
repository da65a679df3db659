import OrderLanguage
import OrderModel
import Testing

@testable import OrderShell

@Suite struct HelpTableTests {
    @Test func everyFunctionAndAggregateIsExplained() {
        let functions = Set(HelpTable.entries(of: .function).map(\.name))
        #expect(functions == Set(Function.allCases.map(\.rawValue)))
        let aggregates = Set(HelpTable.entries(of: .aggregate).map(\.name))
        #expect(aggregates == Set(Aggregate.allCases.map(\.rawValue)))
    }

    /// An entry's examples use what they explain, so that they teach it.
    @Test(arguments: HelpTable.entries.filter { $0.kind != .topic }.map(\.name))
    func everyExampleShowsItsEntry(_ name: String) throws {
        let entry = try #require(HelpTable.entry(named: name))
        #expect(!entry.examples.isEmpty)
        #expect(entry.examples.allSatisfy { $0.contains(name) })
    }

    @Test(arguments: HelpTable.entries.map(\.name))
    func everyExampleIsUnderstood(_ name: String) throws {
        let entry = try #require(HelpTable.entry(named: name))
        for example in entry.examples {
            let program = Program.check(SourceText(example))
            #expect(program.diagnostics.map(\.message) == [], "\(example)")
        }
    }

    @Test func whatIsRelatedCanBeAskedFor() {
        for entry in HelpTable.entries {
            for name in entry.related { #expect(HelpTable.entry(named: name) != nil, "\(entry.name): \(name)") }
        }
    }

    @Test func namesAreUnique() {
        #expect(Set(HelpTable.names).count == HelpTable.names.count)
    }

    @Test(arguments: [
        ("GROUP  by", "group by"), ("count_distinct()", "count_distinct"), ("dates", "dates"), ("=", "="), ("~", "~"),
    ])
    func namesAreFound(name: String, expected: String) {
        #expect(HelpTable.entry(named: name)?.name == expected)
    }

    @Test(arguments: [
        ("wher", "did you mean \\help where?"), ("formats", "did you mean \\help format?"),
        ("zzzzzz", "\\help alone lists the topics"),
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
            "queries": [.clause], "conditions": [.operation], "functions": [.function, .aggregate],
        ]
        let text = Self.unfolded(try HelpPage(name).text)
        for entry in HelpTable.entries where kinds[name]?.contains(entry.kind) == true {
            #expect(text.contains(Self.unfolded(entry.form)) && text.contains(entry.summary))
        }
    }

    /// Help is read at narrow terminals too; what is cut or folded there reads badly.
    @Test(arguments: HelpTable.entries.map(\.name) + CommandTable.entries.map { "\\" + $0.name })
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
