import OrderTestSupport
import Testing

@testable import OrderShell

@Suite struct CommandSinkTests {
    private let folder: TemporaryFolder

    init() throws {
        DescriptorSink.ignoreWriteSignals()
        folder = try TemporaryFolder()
    }

    private func send(_ text: String, to command: String) throws(OutputError) {
        let sink = try OutputTarget.command(command).open()
        do throws(OutputError) {
            try sink.write(text)
        } catch {
            guard error == .readerLeft else { throw error }
        }
        try sink.commit()
    }

    @Test func theCommandReadsAllOfIt() throws {
        let text = String(repeating: "a line\n", count: 100_000)
        try send(text, to: "cat >'\(folder.path(of: "got"))'")
        #expect(folder.text(of: "got") == text)
    }

    @Test(arguments: ["true", "head -n 1 >/dev/null"])
    func aCommandMayLeaveEarly(_ command: String) throws {
        try send(String(repeating: "a line\n", count: 100_000), to: command)
    }

    @Test(arguments: [
        ("exit 3", OutputError.commandFailed(command: "exit 3", why: "it left with status 3")),
        ("cat >/dev/null; exit 1", .commandFailed(command: "cat >/dev/null; exit 1", why: "it left with status 1")),
        ("kill -9 $$", .commandFailed(command: "kill -9 $$", why: "it was ended by signal 9")),
        ("kill -INT $$", .commandInterrupted(command: "kill -INT $$")),
        ("exit 130", .commandInterrupted(command: "exit 130")),
    ])
    func itsStatusSaysHowItEnded(_ command: String, _ expected: OutputError) {
        let error = #expect(throws: OutputError.self) { try send("a line\n", to: command) }
        #expect(error == expected)
    }

    @Test func discardWaitsForIt() throws {
        let sink = try OutputTarget.command("cat >'\(folder.path(of: "got"))'; echo end >>'\(folder.path(of: "got"))'")
            .open()
        try sink.write("a line\n")
        sink.discard()
        #expect(folder.text(of: "got") == "end\n")
    }
}
