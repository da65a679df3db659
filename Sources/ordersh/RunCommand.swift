import ArgumentParser
import OrderDataset
import OrderLanguage
import OrderModel
import OrderShell

/// `ordersh run SCRIPT [SOURCE]`: a script with its own typed parameters.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        _superCommandName: "ordersh",
        abstract: "Runs a script of statements and commands.",
        usage: "ordersh run SCRIPT [SOURCE] [--PARAMETER VALUE …] [OPTIONS]",
        discussion: """
            The whole script is checked before its first statement runs. 'ordersh run SCRIPT --help' shows the \
            script's own parameters, which are given as options.
            """,
        helpNames: []
    )

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("The script, its source, and the script's own parameters.", valueName: "script"),
        completion: .file()
    )
    var arguments: [String] = []

    @Flag(name: [.short, .long], help: "Show the script's parameters, or this help.")
    var help = false

    @OptionGroup var options: SessionOptions

    func run() async throws {
        guard let path = arguments.first, !path.hasPrefix("--") else {
            if help {
                throw ExitCode(StandardOutput.write(Self.helpMessage() + "\n"))
            }
            throw ShellError(.usage, "no script is named", mend: "ordersh run daily.oq orders.ndjson")
        }
        let text = SourceText(bytes: try InputText.file(path), name: path)
        let program = Program.check(text)
        if help {
            throw ExitCode(StandardOutput.write(ScriptParameters(of: program).help(script: path)))
        }
        let choices = options.choices
        let configuration = try ConfigurationFile.userConfiguration()
        let settings = try choices.settings(configuration)
        let session = Session(environment: Wiring.environment(choices), settings: settings)
        guard !program.hasErrors else { throw LanguageError(program) }
        try Self.refuseTakenNames(in: program)
        let given = try ScriptParameters(of: program).read(Array(arguments.dropFirst()), set: choices.assignments)
        let run = ProgramRun(
            session: session,
            source: try choices.sourceName(given.rest, configuration),
            guards: choices.guards.completed(by: settings.given)
        )
        try await run.run(try run.checked(program), given: given.values)
    }

    /// A parameter named like an option of ours could never be given.
    private static func refuseTakenNames(in program: Program) throws(ShellError) {
        let taken: Set = [
            "format", "output", "timezone", "as-of", "set", "sample", "skip-bad-lines", "help", "max-requests",
            "max-rows",
            "timeout", "require-pushdown", "curl", "dry-run", "profile", "scope", "cacert",
        ]
        for definition in program.declaredParameters where taken.contains(definition.name) {
            throw ShellError(
                .usage,
                "the script's parameter '\(definition.name)' has the name of an option of ordersh run",
                mend: "give the parameter another name"
            )
        }
    }
}
