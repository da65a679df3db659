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

    @Test(
        "whoever waits for it goes on when it is told to end, even if it doesn't listen",
        arguments: [("exec sleep 1000", SIGTERM), ("trap '' TERM; echo; while :; do sleep 1; done", SIGKILL)]
    )
    func ending(_ command: String, _ signal: Int32) async throws {
        guard let pipe = WakePipe() else { throw ChildProgramError(errorNumber: errno) }
        defer { pipe.close() }
        let program = try ChildProgram("echo; \(command)").start(output: pipe.writing)
        // It has begun, and so has its trap.
        var bytes: [UInt8] = []
        while bytes.count < (signal == SIGKILL ? 2 : 1) {
            pipe.wait()
            bytes += pipe.drain()
        }
        async let status = program.finished()
        // All that are in the foreground would be those of other tests too.
        #expect(ForegroundPrograms.areRunning)
        program.end(by: SIGTERM)
        #expect(await status == .killed(signal: signal))
    }

    @Test("one that begins when all were told to end is told too")
    func endingBeforeItHasBegun() async throws {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try ChildProgram("exec sleep 1000").start().wait()
        }
        #expect(try await task.value == .killed(signal: SIGTERM))
    }

    @Test("writing to one that reads nothing ends when it is told to end")
    func endingWhileWriting() async throws {
        let program = try ChildProgram("exec sleep 1000").startFed()
        let sink = DescriptorSink(descriptor: try #require(program.feed), name: "to it", reader: program)
        #expect(DedicatedThread.start { program.end(by: SIGTERM) })
        let error = #expect(throws: OutputError.self) {
            try sink.write(Array(repeating: 0x61, count: 1 << 20))
        }
        #expect(error == .readerLeft)
        #expect(await program.finished() == .killed(signal: SIGTERM))
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
