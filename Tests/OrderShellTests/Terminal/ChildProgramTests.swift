import OrderTestSupport
import Testing

@testable import OrderShell

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Programs that are run and waited for; what the terminal has to do with it, `ExternalEditorTests` look at.
@Suite(.serialized)
struct ChildProgramTests {
    @Test(
        "how it ended is told",
        arguments: [
            ("exit 0", ProgramStatus.left(status: 0)), ("exit 3", .left(status: 3)), ("kill -9 $$", .killed(signal: 9)),
            ("exec /no/such/program 2>/dev/null", .left(status: 127)),
        ]
    )
    func status(_ command: String, _ expected: ProgramStatus) throws {
        #expect(try ChildProgram(command).start().wait() == expected)
    }

    @Test("it gets a pipe and its arguments, as they are")
    func fed() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "it's $HOME")
        let program = try ChildProgram(#"cat > "$1""#, arguments: [path]).startFed()
        let feed = try #require(program.feed)
        #expect(TerminalOutput(descriptor: feed).write(Array("text\n".utf8)))
        #expect(await program.finished() == .left(status: 0))
        #expect(program.feed == nil)
        #expect(WholeFile.read(path, limitBytes: 100) == Array("text\n".utf8))
    }

    @Test("signals do to it what they do to any program, and Ctrl-C does nothing to us meanwhile")
    func signals() throws {
        // It would not die of a SIGPIPE that it was started to ignore; and we live on after a SIGINT.
        let program = try ChildProgram("kill -INT $PPID; kill -PIPE $$").start()
        #expect(program.wait() == .killed(signal: SIGPIPE))
        var action = sigaction()
        #expect(sigaction(SIGQUIT, nil, &action) == 0)
        #expect(program.wait() == .killed(signal: SIGPIPE))
    }
}
