import OrderLanguage
import OrderModel
@testable import OrderShell
import OrderTestSupport
import Testing

/// The `chart` clause and `\chart` in a session.
@Suite struct SessionChartTests {
    @Test func aClauseAndTheCommandDrawTheSame() async throws {
        let answer = try await Self.answer(
            .table,
            "orders where id < 3 select id, total order by id chart bar\n\\chart bar\n_ chart bar"
        )
        let drawing = answer.split(separator: "2 rows\n").map { $0.split(separator: "\n") }
        #expect(drawing.count == 3 && drawing[0].count == 3)
        #expect(drawing[0][0].hasPrefix("id  total") && drawing[0][2].contains("█ 20"))
        #expect(drawing[1] == drawing[0] && drawing[2] == drawing[0])
    }

    @Test func barsWithoutNamesAreToldHowToGetThem() async throws {
        let answer = try await Self.answer(.table, "orders group by id select count() chart bar")
        #expect(answer.contains("3 rows, 'select id, …' names the bars"))
        let named = try await Self.answer(.table, "orders group by id select id, count() chart bar")
        #expect(!named.contains("names the bars"))
    }

    @Test(arguments: [
        ("orders group by status chart line", true),
        ("orders group by status chart sparkline", true),
        ("orders group by status\n\\chart line", true),
        ("orders group by status\n_ chart line", true),
        ("orders group by status chart bar", false),
        ("orders group by day(created_at) chart line", false),
        ("orders group by hour(created_at) chart line", false),
        ("orders order by created_at select total chart line", false),
        ("orders order by created_at select id, total chart line", false),
        ("orders order by created_at select created_at, status, total chart line", false),
    ])
    func aLineThroughNamesIsToldThatItGoesNowhere(_ text: String, _ isTold: Bool) async throws {
        let answer = try await Self.answer(.table, text)
        #expect(answer.contains("there is no time to go along: 'chart bar' names the rows") == isTold, "\(answer)")
    }

    @Test func machinesHaveTheRows() async throws {
        #expect(try await Self.answer(.csv, "orders where id = 1 select id, total chart bar") == "id,total\n1,10\n")
    }

    @Test func withoutAnAnswerOrAFormatForItThereIsNoChart() async throws {
        await #expect(throws: ShellError.self) { _ = try await Self.answer(.table, "\\chart bar") }
        await #expect(throws: ShellError.self) {
            _ = try await Self.answer(.csv, "orders where id = 1 select id, total\n\\chart bar")
        }
    }

    private static func answer(_ format: OutputFormat, _ text: String) async throws -> String {
        let folder = try TemporaryFolder()
        let environment = ShellEnvironment(
            openSource: { _, _ in throw ShellError(.failed, "there is no other source") },
            now: { Instant(microseconds: 1_766_880_000_000_000) },
            note: { _ in },
            terminalWidth: { nil }
        )
        let settings = SessionSettings(format: format, output: .file(folder.path(of: "answer")))
        let session = Session(
            environment: environment,
            settings: settings,
            source: MemorySource(identifiers: [1, 2, 3])
        )
        let program = await session.check(SourceText(text))
        try #require(!program.hasErrors, "\(program.diagnostics.map(\.text))")
        try await session.run(program)
        try await session.finish()
        return folder.text(of: "answer")
    }
}
