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

/// What a command line without a subcommand asks for: the prompt, or statements to run.
struct ShellRequest: Hashable, Sendable {
    /// The names of a source: one of any kind, or several files.
    var sources: [String] = []
    var statements: [String] = []
    var choices = SessionChoices()

    func run() async throws {
        let configuration = try ConfigurationFile.userConfiguration()
        let holdsColumns = statements.isEmpty
        let settings = try choices.settings(configuration, holdsColumns: holdsColumns)
        let name = try choices.sourceName(sources, configuration)
        let guards = choices.guards.completed(by: settings.given)
        let session = Session(
            environment: Wiring.environment(
                choices,
                holdsColumns: holdsColumns,
                asks: statements.isEmpty && isatty(STDIN_FILENO) == 1
            ),
            settings: settings
        )
        if !statements.isEmpty {
            let text = SourceText(statements.joined(separator: "\n"), name: "-c")
            return try await ProgramRun(session: session, source: name, guards: guards).run(
                text,
                set: choices.assignments
            )
        }
        guard isatty(STDIN_FILENO) == 1 else {
            return try await runStandardInput(ProgramRun(session: session, source: name, guards: guards))
        }
        for secret in configuration.secrets { KnownSecrets.ofProcess.insert(secret) }
        session.knowledge.update { [names = configuration.profiles.map(\.name)] in $0.profiles = { names } }
        try await runPrompt(session, name ?? .sample)
    }

    private func runStandardInput(_ run: ProgramRun) async throws {
        guard !sources.contains(FileSource.standardInputPath) else {
            throw ShellError(
                .usage,
                "standard input can't hold both the orders and the statements",
                mend: "give the statements with -c"
            )
        }
        let text = SourceText(bytes: try InputText.standardInput(), name: "standard input")
        try await run.run(text, set: choices.assignments)
    }

    private func runPrompt(_ session: Session, _ name: SourceName) async throws {
        try await ProgramRun(session: session, source: name).prepare(set: choices.assignments)
        if let token = UserPaths.variable("ORDERSH_TOKEN") { KnownSecrets.ofProcess.insert(SecretText(token)) }
        let history = HistoryFile.userPath().map { HistoryFile(path: $0, secrets: .ofProcess) }
        let hooks = PromptHooks.make(session.knowledge, palette: .ofTerminal(STDOUT_FILENO))
        let reader: any StatementReader = EditorReader(hooks: hooks, history: history) ?? PlainReader(history: history)
        StandardError.write(
            "ordersh \(Main.version) on \(VisibleText.of(await session.sourceName ?? "no source")). \\help helps, \\quit leaves."
        )
        if let summary = try await session.sourceSummary() { StandardError.write(summary) }
        let status = await Prompt(session: session, reader: reader, note: StandardError.write).run()
        if status != 0 { throw ExitCode(status) }
    }
}
