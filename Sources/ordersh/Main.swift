import ArgumentParser
import OrderModel
import OrderShell

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The program: finds the subcommand, runs it, and turns whatever comes of it into an exit status.
@main
enum Main {
    static let version = "0.1.0"

    /// The subcommands by name; without one of these names it is the shell.
    private static let subcommands: [String: any AsyncParsableCommand.Type] = [
        "run": RunCommand.self
    ]

    static func main() async {
        DescriptorSink.ignorePipeSignal()
        var arguments = Array(CommandLine.arguments.dropFirst())
        var type: any AsyncParsableCommand.Type = ShellCommand.self
        if let first = arguments.first, let subcommand = subcommands[first] {
            type = subcommand
            arguments.removeFirst()
        }
        await run(type, arguments)
    }

    private static func run(_ type: any AsyncParsableCommand.Type, _ arguments: [String]) async {
        do {
            var command = try type.parse(arguments)
            try await command.run()
        } catch let error as OutputError where error.endsQuietly {
            leave(with: 0)
        } catch let error where isFromParser(error, type) {
            leave(type, error)
        } catch {
            StandardError.write(FailureText.of(error))
            leave(with: FailureText.exitStatus(of: error))
        }
        leave(with: 0)
    }

    private static func isFromParser(_ error: any Error, _ type: any AsyncParsableCommand.Type) -> Bool {
        !(error is any Failure) && !(error is CancellationError)
    }

    /// Help and version go to standard output with status 0; a wrong command line to standard error with 2.
    private static func leave(_ type: any AsyncParsableCommand.Type, _ error: any Error) {
        let text = type.fullMessage(for: error)
        if let exit = error as? ExitCode { leave(with: exit.rawValue) }
        guard type.exitCode(for: error) != .success else {
            leave(with: StandardOutput.write(text + "\n"))
        }
        StandardError.write(text)
        leave(with: FailureCategory.usage.exitStatus)
    }

    private static func leave(with status: Int32) -> Never {
        PendingFiles.removeAll()
        exit(status)
    }
}
