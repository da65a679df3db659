// Sessions without a terminal: what statements do to the answer file, to later statements and to each other.

import OrderEngine
import OrderLanguage
import OrderModel
import OrderShell
import OrderTestSupport
import Testing

@Suite struct SessionTests {
    @Test func statementsAnswerInOrderIntoTheFile() async throws {
        let fixture = try SessionFixture(MemorySource(identifiers: [3, 1, 2]))
        try await fixture.run("let big = 15\norders where total > $big select id, total; orders select count() as n")
        try await fixture.session.finish()
        #expect(fixture.answer == "id,total\n2,20\n3,30\n\nn\n3\n")
    }

    @Test func anOutputFileAppearsOnlyWhenTheSessionIsFinished() async throws {
        let fixture = try SessionFixture(MemorySource(identifiers: [1]))
        try await fixture.run("orders select id")
        #expect(fixture.folder.names.filter { $0 == "answer.csv" } == [])
        await fixture.session.abandon()
        #expect(fixture.folder.names == [])
    }

    @Test func theFirstErrorEndsAProgram() async throws {
        let fixture = try SessionFixture(MemorySource(identifiers: [1]))
        await #expect(throws: ShellError.self) { try await fixture.run("order 9; orders select id") }
        try await fixture.session.finish()
        #expect(fixture.answer == "")
    }

    @Test func onErrorContinueGoesOnAndStillFails() async throws {
        let fixture = try SessionFixture(MemorySource(identifiers: [1]))
        await #expect(throws: PartlyFailed.self) {
            try await fixture.run("\\on error continue\norder 9\norders select id")
        }
        try await fixture.session.finish()
        #expect(fixture.answer == "id\n1\n")
        #expect(fixture.notes.withLock { $0 } == ["error: memory has no order 9"])
    }

    @Test(arguments: FailureCategory.allCases)
    func aSourcesFailureKeepsItsStatus(_ category: FailureCategory) async throws {
        var source = MemorySource(identifiers: [1])
        source.failure = TestFailure(category: category)
        let fixture = try SessionFixture(source)
        do {
            try await fixture.run("orders select id")
            Issue.record("the query should have failed")
        } catch {
            #expect(FailureText.exitStatus(of: error) == category.exitStatus)
        }
    }

    /// So that `_` and `\last` never silently mean the answer before it.
    @Test func aLookupsOrderIsTheLastAnswer() async throws {
        let fixture = try SessionFixture(MemorySource(identifiers: [1, 2]))
        try await fixture.run("orders select count()\norder 2\n_ where status = new\n\\last 1 json\n_2")
        try await fixture.session.finish()
        let document = #"{"id":2,"key":"k2","status":"new","total":20,"created_at":"2025-12-27T10:00:00Z"}"#
        // The order tells these of the usual columns.
        let rows = "id,status,created_at,total,customer.full_name\n2,new,2025-12-27T10:00:00Z,20,\n"
        let whole = "id,key,status,total,created_at\n2,k2,new,20,2025-12-27T10:00:00Z\n"
        #expect(fixture.answer == "count()\n2\n\n\(whole)\n\(rows)\n\(document)\n\ncount()\n2\n")
    }

    @Test func afterALookupThatFailedThereIsNoLastAnswer() async throws {
        let fixture = try SessionFixture(MemorySource(identifiers: [1]))
        await #expect(throws: PartlyFailed.self) {
            try await fixture.run("\\on error continue\norders select id\norder 9\n_ where id = 1")
        }
        #expect(fixture.notes.withLock { $0 }.last?.contains("the answer that _ stands for is not there") == true)
    }

    @Test func aCancelledQueryEnds() async throws {
        var source = MemorySource(identifiers: [1])
        source.waitsForever = true
        let fixture = try SessionFixture(source)
        let program = await fixture.session.check(SourceText("orders select id"))
        let task = Task { [session = fixture.session] in try await session.run(program) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func definitionsAreSettledWhenTheyAreMade() async throws {
        let fixture = try SessionFixture(MemorySource(identifiers: [1, 2, 3]))
        try await fixture.run("let top = (orders select max(total))\nlet since = today - 7d")
        try await fixture.run("orders where total = $top and created_at > $since select id")
        try await fixture.session.finish()
        #expect(fixture.answer == "id\n3\n")
    }

    @Test func aQueryForAValueMustAnswerOne() async throws {
        let fixture = try SessionFixture(MemorySource(identifiers: [1, 2]))
        await #expect(throws: ShellError.self) { try await fixture.run("let x = (orders select id)") }
        await #expect(throws: ShellError.self) {
            try await fixture.run("let x = (orders where id = 9 select max(total))")
        }
    }

    @Test func withoutASourceNothingIsInvented() async throws {
        let fixture = try SessionFixture(nil)
        await #expect(throws: ShellError.self) { try await fixture.run("orders") }
    }

    @Test func quitStopsWhatFollows() async throws {
        let fixture = try SessionFixture(MemorySource(identifiers: [1]))
        await #expect(throws: QuitRequest.self) { try await fixture.run("\\quit\norders select id") }
        try await fixture.session.finish()
        #expect(fixture.answer == "")
    }

    @Test func aSourceThatCannotBeOpenedLeavesTheOneBefore() async throws {
        let fixture = try SessionFixture(MemorySource(identifiers: [1]))
        await #expect(throws: TestFailure.self) { try await fixture.run("\\open nowhere.ndjson") }
        try await fixture.run("orders select id")
        try await fixture.session.finish()
        #expect(fixture.answer == "id\n1\n")
    }
}

/// A session that writes CSV to a file of its own.
private struct SessionFixture {
    let session: Session
    let folder: TemporaryFolder
    let notes: NoteList

    init(_ source: MemorySource?) throws {
        let notes = NoteList()
        self.notes = notes
        folder = try TemporaryFolder()
        var environment = ShellEnvironment(
            openSource: { _, _ in throw TestFailure(category: .failed) },
            now: { Instant(microseconds: 1_766_880_000_000_000) },
            note: { text in notes.withLock { $0.append(text) } },
            terminalWidth: { nil }
        )
        environment.endPrograms = {}
        let settings = SessionSettings(format: .csv, output: .file(folder.path(of: "answer.csv")))
        session = Session(environment: environment, settings: settings, source: source)
    }

    var answer: String { folder.text(of: "answer.csv") }

    func run(_ text: String) async throws {
        let program = await session.check(SourceText(text))
        try #require(!program.hasErrors, "\(program.diagnostics.map(\.text))")
        try await session.run(program)
    }
}
