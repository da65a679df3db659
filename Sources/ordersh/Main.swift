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

    /// The subcommand of that name; without one of these names it is the shell.
    ///
    /// A switch: a dictionary's first use costs as much as all else before the arguments are read.
    private static func subcommand(_ name: String) -> (any AsyncParsableCommand.Type)? {
        switch name {
        case "run": RunCommand.self
        case "import": ImportCommand.self
        case "sync": SyncCommand.self
        case "export": ExportCommand.self
        case "generate": GenerateCommand.self
        case "serve": ServeCommand.self
        case "profile": ProfileCommand.self
        case "doctor": DoctorCommand.self
        case "completions": CompletionsCommand.self
        case "man": ManCommand.self
        default: nil
        }
    }

    static func main() async {
        DescriptorSink.ignoreWriteSignals()
        keepClosedDescriptorsClosed()
        allowManyFiles()
        refuseBrokenArguments()
        var arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == "help" { arguments = arguments.dropFirst() + ["--help"] }
        if arguments == ["--version"] { leave(with: StandardOutput.write("ordersh \(version)\n")) }
        var type: any AsyncParsableCommand.Type = ShellCommand.self
        if let first = arguments.first, let subcommand = subcommand(first) {
            type = subcommand
            arguments.removeFirst()
        } else if let request = QuickArguments.read(arguments) {
            await run(request.run)
        }
        await run { [type, arguments] in
            var command = parsed(type, arguments)
            try await command.run()
        }
    }

    /// Raises the number of files that may be open at once as far as the system lets us.
    ///
    /// A shop's daily files are one dataset: rows of hundreds of them may be looked at again at a query's end. The
    /// usual limit of 1024 is for programs that use `select`, which this one doesn't.
    private static func allowManyFiles() {
        var limits = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limits) == 0 else { return }
        limits.rlim_cur = max(limits.rlim_cur, min(limits.rlim_max, 65_536))
        setrlimit(resource, &limits)
    }

    /// Takes the place of a standard input, output or error that is closed with what can't be used either.
    ///
    /// Else the next file that is opened would get its number, and what is written there.
    private static func keepClosedDescriptorsClosed() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            // The least free number is the one that is missing; it is opened the wrong way round.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// An argument that is no UTF-8 would be asked for as something else than it is.
    private static func refuseBrokenArguments() {
        for position in 1..<max(1, Int(CommandLine.argc)) {
            guard let argument = CommandLine.unsafeArgv[position], String(validatingCString: argument) == nil else {
                continue
            }
            StandardError.write("error: argument \(position) is not valid UTF-8")
            leave(with: FailureCategory.usage.exitStatus)
        }
    }

    private static func parsed(
        _ type: any AsyncParsableCommand.Type,
        _ arguments: [String]
    ) -> any AsyncParsableCommand {
        do {
            // A subcommand of a subcommand is another type than the one that is asked.
            guard !type.configuration.subcommands.isEmpty else { return try type.parse(arguments) }
            var command = try type.parseAsRoot(arguments)
            if let command = command as? any AsyncParsableCommand { return command }
            // The help of the library's own runs at once, and ends by what it throws.
            try command.run()
            leave(with: 0)
        } catch {
            leave(type, error)
        }
    }

    private static func run(_ operation: @Sendable () async throws -> Void) async -> Never {
        do {
            try await operation()
        } catch let error as OutputError where error.endsQuietly {
            leave(with: 0)
        } catch let exit as ExitCode {
            leave(with: exit.rawValue)
        } catch {
            StandardError.write(FailureText.of(error))
            leave(with: FailureText.exitStatus(of: error))
        }
        leave(with: 0)
    }

    /// Help and version go to standard output with status 0; a wrong command line to standard error with 2.
    private static func leave(_ type: any AsyncParsableCommand.Type, _ error: any Error) -> Never {
        // The parser's own hint leaves out what a subcommand belongs to.
        let name = type._commandName
        let fullName = (type.configuration._superCommandName.map { $0 + " " } ?? "") + name
        let text = type.fullMessage(for: error).replacing("See '\(name) --help'", with: "See '\(fullName) --help'")
        guard type.exitCode(for: error) != .success else {
            leave(with: StandardOutput.write(text + "\n"))
        }
        // The parser's own word for it, in the form that all our errors have.
        StandardError.write(text.hasPrefix("Error: ") ? "error: " + text.dropFirst("Error: ".count) : text)
        leave(with: FailureCategory.usage.exitStatus)
    }

    private static func leave(with status: Int32) -> Never {
        PendingFiles.removeAll()
        exit(status)
    }
}
