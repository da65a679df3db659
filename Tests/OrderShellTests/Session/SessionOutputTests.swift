// Where the answers of a session go: the output, files and commands, each in its format.

import OrderEngine
import OrderLanguage
import OrderModel
import OrderTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@testable import OrderShell

@Suite struct SessionOutputTests {
    @Test func aFilesEndingDecidesItsFormat() async throws {
        let fixture = try OutputFixture()
        try await fixture.run(
            """
            orders order by id limit 2 select id \\> '\(fixture.path("a.csv"))'
            orders order by id limit 1 select id, key
              \\> \(fixture.path("b.json")); orders limit 1 select id \\> \(fixture.path("c"))
            order 2 \\> \(fixture.path("d.ndjson"))
            explain orders \\> \(fixture.path("e.txt"))
            """
        )
        #expect(fixture.folder.text(of: "a.csv") == "id\n1\n2\n")
        #expect(fixture.folder.text(of: "b.json") == "[\n{\"id\":1,\"key\":\"k1\"}\n]\n")
        #expect(fixture.folder.text(of: "c") == "id\n1\n")
        #expect(fixture.folder.text(of: "d.ndjson").hasPrefix("{\"id\":2,\"key\":\"k2\""))
        #expect(fixture.folder.text(of: "e.txt").hasPrefix("query "))
        // The session's own output has none of it.
        try await fixture.session.finish()
        #expect(!fixture.folder.names.contains("answers.csv"))
        #expect(fixture.notes.withLock { $0 } == [])
    }

    @Test func theEndingOfAnOutputFileDecidesWhereNobodyHasChosen() async throws {
        let fixture = try OutputFixture(format: .table, origin: .standard)
        try await fixture.run("\\output \(fixture.path("a.json"))\norders limit 1 select id")
        try await fixture.run("\\output \(fixture.path("b"))\norders limit 1 select id")
        try await fixture.run("\\format csv\n\\output \(fixture.path("c.json"))\norders limit 1 select id\n\\output")
        #expect(fixture.folder.text(of: "a.json") == "[\n{\"id\":1}\n]\n")
        #expect(fixture.folder.text(of: "b").hasPrefix("┌"))
        #expect(fixture.folder.text(of: "c.json") == "id\n1\n")
    }

    /// A file that other programs would take for what it isn't is never begun.
    @Test(arguments: ["a.parquet", "a.csv.gz", "a.XLSX"])
    func endingsOfOtherKindsAreRefused(name: String) async throws {
        let fixture = try OutputFixture()
        let error = await #expect(throws: ShellError.self) {
            try await fixture.run("orders select id \\> \(fixture.path(name))")
        }
        #expect(error?.mend == "endings of what is written: .csv .tsv .json .ndjson .md .html .txt")
        await #expect(throws: ShellError.self) { try await fixture.run("\\output \(fixture.path(name))") }
        #expect(!fixture.folder.names.contains(name))
    }

    @Test func anEndingThatSaysNothingHasItsFormatTold() async throws {
        let fixture = try OutputFixture(format: .table, isAtPrompt: true, origin: .standard)
        try await fixture.run("orders limit 2 select id \\> \(fixture.path("report"))")
        #expect(fixture.notes.withLock { $0 } == ["2 rows to \(fixture.path("report")) as table"])
    }

    @Test func whoIsAtThePromptIsToldWhatWasWritten() async throws {
        let fixture = try OutputFixture(isAtPrompt: true)
        try await fixture.run("orders select id \\> \(fixture.path("a.csv"))")
        try await fixture.run("orders limit 1 select id \\> \(fixture.path("a.csv"))")
        try await fixture.run("order 1 \\> \(fixture.path("b.json"))")
        #expect(
            fixture.notes.withLock { $0 } == [
                "3 rows to \(fixture.path("a.csv"))", "1 row to \(fixture.path("a.csv"))",
                "the answer to \(fixture.path("b.json"))",
            ]
        )
    }

    @Test func whoIsAtThePromptIsToldOfEachAnswerInTheOutput() async throws {
        let fixture = try OutputFixture(isAtPrompt: true, origin: .standard)
        let (csv, plain) = (fixture.path("b.csv"), fixture.path("plain"))
        try await fixture.run("\\output \(csv)\n\\title x\norders select id\norders limit 1 select id")
        try await fixture.run("\\last 0 json\norder 1\norders limit 2 select id \\> \(fixture.path("a.csv"))")
        try await fixture.run("\\output \(plain)\norders limit 1 select id")
        try await fixture.session.finish()
        #expect(
            fixture.notes.withLock { $0 } == [
                "nothing was written to \(fixture.path("answers.csv"))", "3 rows to \(csv)", "1 row to \(csv)",
                "1 row to \(csv)", "the answer to \(csv)", "2 rows to \(fixture.path("a.csv"))",
                "\(csv) is complete", "1 row to \(plain) as csv", "\(plain) is complete",
            ]
        )
    }

    @Test func aScriptIsToldNothingOfItsOutput() async throws {
        let fixture = try OutputFixture()
        try await fixture.run("orders select id\n\\output \(fixture.path("b.csv"))\norder 1\n\\output")
        try await fixture.session.finish()
        #expect(fixture.notes.withLock { $0 } == [])
        #expect(fixture.folder.names == ["answers.csv", "b.csv"])
    }

    @Test func aFileIsWholeOrNotThere() async throws {
        let fixture = try OutputFixture(failure: TestFailure(category: .failed))
        try fixture.folder.write("old\n", to: "a.csv")
        for name in ["a.csv", "new.csv"] {
            await #expect(throws: TestFailure.self) {
                try await fixture.run("orders select id \\> \(fixture.path(name))")
            }
        }
        #expect(fixture.folder.names == ["a.csv"])
        #expect(fixture.folder.text(of: "a.csv") == "old\n")
    }

    @Test func aFileThatCannotBeWrittenIsKnownBeforeAnythingIsAsked() async throws {
        let fixture = try OutputFixture(failure: TestFailure(category: .failed))
        try fixture.folder.write("SQLite format 3\0 and so on", to: "shop.orders")
        for name in ["no/a.csv", "shop.orders", "."] {
            await #expect(throws: OutputError.self) {
                try await fixture.run("orders select id \\> \(fixture.path(name))")
            }
        }
        #expect(fixture.folder.names == ["shop.orders"])
    }

    @Test func anOutputThatCannotBeWrittenIsSaidAtOnceAndTheOneBeforeStays() async throws {
        let fixture = try OutputFixture()
        try await fixture.run("orders limit 1 select id")
        for name in ["no/a.csv", "."] {
            await #expect(throws: OutputError.self) { try await fixture.run("\\output \(fixture.path(name))") }
        }
        try await fixture.run("orders limit 1 select key\n\\output \(fixture.path("unused.csv"))\n\\output")
        #expect(fixture.folder.text(of: "answers.csv") == "id\n1\n\nkey\nk1\n")
        // A file without answers is none.
        #expect(fixture.folder.names == ["answers.csv"])
    }

    @Test func aCancelledRunLeavesNoFile() async throws {
        let fixture = try OutputFixture()
        try await fixture.run("orders select id")
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await fixture.session.finish()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        await fixture.session.abandon()
        #expect(fixture.folder.names == [])
    }

    @Test func aCommandReadsTheAnswerInTheSessionsFormat() async throws {
        let fixture = try OutputFixture()
        try await fixture.run("orders order by id select id, total \\| sort -r >'\(fixture.path("sorted"))'")
        #expect(fixture.folder.text(of: "sorted") == "id,total\n3,30\n2,20\n1,10\n")
        try await fixture.run("orders select id \\| true")
        let error = await #expect(throws: OutputError.self) { try await fixture.run("orders select id \\| exit 3") }
        #expect(error == .commandFailed(command: "exit 3", why: "it left with status 3"))
        await #expect(throws: CancellationError.self) { try await fixture.run("orders select id \\| kill -INT $$") }
        // What follows goes to the session's output again.
        try await fixture.run("orders limit 1 select key")
        try await fixture.session.finish()
        #expect(fixture.folder.text(of: "answers.csv") == "key\nk1\n")
    }

    @Test(arguments: [
        ("orders order by id limit 1 select id, total", "id,total\n1,10\n"),
        ("order 1", "id,"),
        ("explain orders", "query "),
        ("orders limit 1 select id, total chart bar", "id  total\n"),
        ("orders limit 1 select id, total\n\\last json", "[\n{\"id\":1,"),
        ("orders limit 1 select id, total\n\\chart bar", "id  total\n"),
        ("\\format tsv\norders limit 1 select id, total", "id\ttotal\n"),
        ("\\fields items", "id "),
    ])
    func aCommandReadsWhatProgramsReadWhereNobodyHasChosen(_ text: String, _ beginning: String) async throws {
        let fixture = try OutputFixture(format: .table, origin: .standard)
        try await fixture.run("\(text) \\| cat >'\(fixture.path("read"))'")
        #expect(fixture.folder.text(of: "read").hasPrefix(beginning), "\(fixture.folder.text(of: "read"))")
    }

    @Test func whatACommandShowsGoesToAFileToo() async throws {
        let fixture = try OutputFixture()
        try await fixture.run("orders limit 1 select id, total\n\\last 0 tsv \\> '\(fixture.path("a.csv"))'")
        #expect(fixture.folder.text(of: "a.csv") == "id\ttotal\n1\t10\n")
        try await fixture.run("orders limit 1 select id, total\n\\chart bar \\> '\(fixture.path("a.html"))'")
        #expect(fixture.folder.text(of: "a.html").contains("<svg "))
        try await fixture.run("\\help limit \\> '\(fixture.path("help.txt"))'")
        #expect(fixture.folder.text(of: "help.txt").contains("limit N"))
    }

    @Test(arguments: [
        "\\format csv \\> a", "\\title x \\| less", "\\set \\> a", "\\quit \\| cat", "\\watch 1s \\| cat",
    ])
    func commandsWithoutAnAnswerGoNowhere(_ text: String) async throws {
        let problems = try await OutputFixture().session.check(SourceText(text)).diagnostics
        let name = text.prefix { $0 != " " }
        #expect(problems.map(\.message) == ["\(name) answers nothing that could be sent somewhere"])
    }

    @Test func whatIsReadIsNeverWritten() async throws {
        let folder = try TemporaryFolder()
        try folder.write("orders\n", to: "shop.ndjson")
        #expect(link(folder.path(of: "shop.ndjson"), folder.path(of: "other.csv")) == 0)
        let environment = ShellEnvironment(
            openSource: { _, _ in
                var opened = OpenedSource(MemorySource(identifiers: [1]))
                opened.paths = ["no such file", folder.path(of: "shop.ndjson")]
                return opened
            },
            now: { Instant(microseconds: 0) },
            note: { _ in },
            terminalWidth: { nil }
        )
        let session = Session(environment: environment, settings: SessionSettings(format: .csv))
        try await session.open(.sample)
        for text in ["orders \\>", "\\output"] {
            let program = await session.check(SourceText("\(text) '\(folder.path(of: "other.csv"))'"))
            await #expect(throws: ShellError.self) { try await session.run(program) }
        }
        let settings = SessionSettings(format: .csv, output: .file(folder.path(of: "other.csv")))
        await #expect(throws: ShellError.self) {
            try await Session(environment: environment, settings: settings).open(.sample)
        }
        #expect(folder.text(of: "other.csv") == "orders\n")
        #expect(folder.names.count == 2)
    }

    @Test func aQueryThatFailsStartsNoCommand() async throws {
        let fixture = try OutputFixture(failure: TestFailure(category: .failed))
        await #expect(throws: TestFailure.self) {
            try await fixture.run("orders select id \\| touch '\(fixture.path("started"))'")
        }
        #expect(fixture.folder.names == [])
    }

    @Test func shownRequestsGoNowhereElse() async throws {
        let fixture = try OutputFixture(shownRequests: .plain)
        try await fixture.run("orders select id \\> \(fixture.path("a.csv"))")
        try await fixture.session.finish()
        #expect(fixture.folder.names == ["answers.csv"])
    }

    @Test func allAnswersOfAnOutputStandOnOnePage() async throws {
        let fixture = try OutputFixture(format: .html)
        try await fixture.run(
            """
            \\title "Orders & more"
            orders limit 1 select id
            \\title second
            order 1
            explain orders
            """
        )
        try await fixture.run("orders limit 1 select id, total")
        try await fixture.session.finish()
        let page = fixture.folder.text(of: "answers.csv")
        #expect(page.hasPrefix("<!DOCTYPE html>\n"))
        #expect(page.hasSuffix("</table>\n<p class=\"footer\">1 row</p>\n</body>\n</html>\n"))
        #expect(page.contains("<title>Orders &amp; more</title>"))
        for part in ["<html>", "<body>", "</html>", "<pre>query ", "<h2 dir=\"auto\">second</h2>"] {
            #expect(page.split(separator: part, omittingEmptySubsequences: false).count == 2, "\(part)")
        }
    }

    @Test func anotherFormatEndsThePage() async throws {
        let fixture = try OutputFixture(format: .html)
        try await fixture.run("orders limit 1 select id\n\\format csv\norders limit 1 select id")
        try await fixture.session.finish()
        #expect(fixture.folder.text(of: "answers.csv").hasSuffix("</body>\n</html>\n\nid\n1\n"))
    }

    @Test func aPageOfItsOwnIsWhole() async throws {
        let fixture = try OutputFixture()
        try await fixture.run("orders limit 1 select id \\> \(fixture.path("a.html"))")
        let page = fixture.folder.text(of: "a.html")
        #expect(page.hasPrefix("<!DOCTYPE html>\n"))
        #expect(page.hasSuffix("</html>\n"))
    }

    @Test func outputTakesNoCommand() async throws {
        let fixture = try OutputFixture()
        let program = await fixture.session.check(SourceText("\\output |less"))
        #expect(program.diagnostics.map(\.message) == ["\\output takes the name of a file"])
    }
}

/// A session with three orders that writes to a file of its own.
private struct OutputFixture {
    let session: Session
    let folder: TemporaryFolder
    let notes = NoteList()

    init(
        format: OutputFormat = .csv,
        isAtPrompt: Bool = false,
        failure: TestFailure? = nil,
        origin: SettingOrigin = .option("--format"),
        shownRequests: RequestForm? = nil
    ) throws {
        DescriptorSink.ignoreWriteSignals()
        folder = try TemporaryFolder()
        var environment = ShellEnvironment(
            openSource: { _, _ in throw TestFailure(category: .failed) },
            now: { Instant(microseconds: 1_766_880_000_000_000) },
            note: { [notes] text in notes.withLock { $0.append(text) } },
            terminalWidth: { nil }
        )
        if isAtPrompt { environment.ask = { _ in true } }
        var settings = SessionSettings(format: format, output: .file(folder.path(of: "answers.csv")))
        settings.given.set(.format, .format(format), from: origin)
        settings.shownRequests = shownRequests
        var source = MemorySource(identifiers: [1, 2, 3])
        source.failure = failure
        session = Session(environment: environment, settings: settings, source: source)
    }

    func path(_ name: String) -> String { folder.path(of: name) }

    func run(_ text: String) async throws {
        let program = await session.check(SourceText(text))
        try #require(!program.hasErrors, "\(program.diagnostics.map(\.text))")
        try await session.run(program)
    }
}
