import ArgumentParser
import OrderDataset
import OrderLanguage
import OrderModel
import OrderShell

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `ordersh [SOURCE]`: the prompt, statements from `-c`, or statements from standard input.
struct ShellCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ordersh",
        abstract: "A shell for order data: filter, group and list orders from files and order APIs.",
        usage: """
            ordersh [SOURCE]                      the prompt
            ordersh -c 'STATEMENTS' [SOURCE]      one or more statements, then exit
            ordersh run SCRIPT [SOURCE]           a script; 'ordersh run SCRIPT --help' shows its parameters
            … | ordersh SOURCE                    statements from standard input
            """,
        discussion: """
            SOURCE is a file (NDJSON, a JSON array or an API page, also gzipped), - for standard input, or the \
            base URL of an order API, whose token is read from ORDERSH_TOKEN. At a terminal's prompt without a \
            source the built-in sample is used.

            Exit status: 0 all ran, 1 something failed while running, 2 a usage or language error and nothing \
            ran, 4 the server refused the credentials, 5 the network or the server failed, 6 no complete answer, \
            130 interrupted, 143 terminated.
            """,
        version: "ordersh \(Main.version)"
    )

    @Argument(help: ArgumentHelp("Where the orders are.", valueName: "source"))
    var source: String?

    @Option(
        name: .customShort("c"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Run these statements and exit; can be repeated.", valueName: "statements")
    )
    var statements: [String] = []

    @OptionGroup var options: SessionOptions

    func run() async throws {
        let settings = try options.settings()
        let name = try options.sourceName(source)
        let session = Session(environment: Wiring.environment(), settings: settings)
        if !statements.isEmpty {
            let text = SourceText(statements.joined(separator: "\n"), name: "-c")
            return try await ProgramRun(session: session, source: name).run(text, set: options.set)
        }
        guard isatty(STDIN_FILENO) == 1 else { return try await runStandardInput(session, name) }
        try await runPrompt(session, name ?? .sample)
    }

    private func runStandardInput(_ session: Session, _ name: SourceName?) async throws {
        guard name != .file(FileSource.standardInputPath) else {
            throw ShellError(
                .usage,
                "standard input can't hold both the orders and the statements",
                mend: "give the statements with -c"
            )
        }
        let text = SourceText(bytes: try InputText.standardInput(), name: "standard input")
        try await ProgramRun(session: session, source: name).run(text, set: options.set)
    }

    private func runPrompt(_ session: Session, _ name: SourceName) async throws {
        try await ProgramRun(session: session, source: name).prepare(set: options.set)
        let history = HistoryFile.userPath().map {
            HistoryFile(path: $0, secrets: [Wiring.value(ofEnvironment: "ORDERSH_TOKEN")].compactMap { $0 })
        }
        let reader: any StatementReader = EditorReader(history: history) ?? PlainReader()
        StandardError.write(
            "ordersh \(Main.version) on \(VisibleText.of(await session.sourceName ?? "no source")). \\help helps, \\quit leaves."
        )
        let status = await Prompt(session: session, reader: reader, note: StandardError.write).run()
        if status != 0 { throw ExitCode(status) }
    }
}
