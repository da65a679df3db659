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

    @Test func everyCommandIsListed() throws {
        let text = try HelpPage("commands").text
        #expect(CommandTable.entries.allSatisfy { text.contains($0.usage) && text.contains($0.summary) })
    }

    @Test(arguments: ["queries", "conditions", "functions"])
    func topicsListWhatBelongsToThem(_ name: String) throws {
        let kinds: [String: [HelpEntry.Kind]] = [
            "queries": [.clause], "conditions": [.operation], "functions": [.function, .aggregate],
        ]
        let text = try HelpPage(name).text
        for entry in HelpTable.entries where kinds[name]?.contains(entry.kind) == true {
            #expect(text.contains(entry.form) && text.contains(entry.summary))
        }
    }

    /// Help is read at a terminal of 120 columns at most; what folds there reads badly.
    @Test(arguments: HelpTable.entries.map(\.name))
    func linesAreShort(_ name: String) throws {
        let lines = try HelpPage(name).text.split(separator: "\n")
        #expect(lines.allSatisfy { TextWidth.of($0) <= 120 }, "\(lines.max { $0.count < $1.count } ?? "")")
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
