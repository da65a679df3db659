#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Sends an answer to a command of the system's shell, which writes to wherever we do.
///
/// The command may leave before it has read all; what it thinks of the answer is its status.
final class CommandSink: OutputSink {
    private let command: String
    private let program: RunningProgram
    private let sink: DescriptorSink

    init(command: String) throws(OutputError) {
        self.command = command
        do throws(ChildProgramError) {
            program = try ChildProgram(command).startFed()
        } catch {
            throw .commandFailed(command: command, why: error.reason)
        }
        let name = "to the command '\(OutputError.program(of: command))'"
        sink = DescriptorSink(descriptor: program.feed ?? -1, name: name, reader: program)
    }

    func write(_ bytes: [UInt8]) throws(OutputError) { try sink.write(bytes) }
    func flush() throws(OutputError) { try sink.flush() }

    func commit() throws(OutputError) {
        do throws(OutputError) {
            try sink.flush()
        } catch {
            guard error == .readerLeft else { throw error }
        }
        switch program.wait() {
        case .left(status: 0): return
        case .killed(SIGINT), .left(128 + SIGINT): throw .commandInterrupted(command: command)
        case let status: throw .commandFailed(command: command, why: status.words)
        }
    }

    func discard() {
        sink.discard()
        program.wait()
    }
}
