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

@Suite struct OutputWriterTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// More than a sink holds back.
    private static let long = String(repeating: "half\n", count: 50_000)

    private static func write(_ text: String, _ format: OutputFormat = .csv, to writer: OutputWriter) throws {
        try writer.begin(format).write(text)
        try writer.end()
    }

    /// Writes the beginning of an answer, whose end the writer then learns of.
    private static func breakOff(
        _ text: String,
        _ format: OutputFormat = .csv,
        to writer: OutputWriter,
        by error: OutputError = .cancelled
    ) throws {
        try writer.begin(format).write(text)
        let thrown = #expect(throws: OutputError.self) { try writer.end(after: error) }
        #expect(thrown == error)
    }

    @Test(arguments: ["", "half", long], [OutputError.cancelled, .notWritable(name: "'a'", errorNumber: ENOSPC)])
    func halfAnAnswerIsLeftOutAndTheOthersStay(_ half: String, _ error: OutputError) throws {
        let writer = OutputWriter(target: .file(folder.path(of: "a.csv")))
        try Self.breakOff(half, to: writer, by: error)
        try Self.write("id\n1\n", to: writer)
        try Self.breakOff(half, to: writer, by: error)
        try Self.breakOff(half, .html, to: writer, by: error)
        try Self.write("id\n2\n", to: writer)
        try writer.commit()
        #expect(folder.text(of: "a.csv") == "id\n1\n\nid\n2\n")
    }

    @Test func aPageGoesOnAfterHalfAnAnswer() throws {
        let texts = try [false, true].map { breaks in
            let writer = OutputWriter(target: .file(folder.path(of: "a.html")))
            try Self.write("<p>1</p>\n", .html, to: writer)
            if breaks { try Self.breakOff(Self.long, .csv, to: writer) }
            try Self.write("<p>2</p>\n", .html, to: writer)
            try writer.commit()
            return folder.text(of: "a.html")
        }
        #expect(texts[0] == texts[1])
    }

    @Test func aFileOfHalfAnAnswerIsNone() throws {
        let writer = OutputWriter(target: .file(folder.path(of: "a.csv")))
        try Self.breakOff(Self.long, to: writer)
        try writer.commit()
        #expect(folder.names == [])
    }

    /// From a device nothing can be taken back once it is there.
    @Test func aDeviceWithHalfAnAnswerTakesNoOtherAndSaysSo() throws {
        let writer = OutputWriter(target: .file("/dev/null"))
        try Self.breakOff("held back", to: writer)
        try Self.write("id\n", to: writer)
        try Self.breakOff(Self.long, to: writer)
        #expect(throws: OutputError.brokenOff(name: "'/dev/null'")) { try writer.begin(.csv) }
        #expect(throws: OutputError.brokenOff(name: "'/dev/null'")) { try writer.commit() }
        #expect(OutputError.brokenOff(name: "'/dev/null'").mend != nil)
    }

    @Test func aPipeIsWaitedForUntilTheStatementIsCancelled() async throws {
        let path = folder.path(of: "pipe")
        try #require(mkfifo(path, 0o600) == 0)
        let task = Task { () -> OutputError? in
            withUnsafeCurrentTask { $0?.cancel() }
            do throws(OutputError) {
                try OutputWriter(target: .file(path)).open()
                return nil
            } catch {
                return error
            }
        }
        #expect(await task.value == .cancelled)
    }
}
