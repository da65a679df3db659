import OrderLanguage
import OrderModel
import OrderShell

/// Runs a text that was given as a whole: checked before anything of it runs, its output whole or void.
struct ProgramRun {
    let session: Session
    let source: SourceName?
    var guards = RunGuards()

    /// Checks and runs statements from `-c` or standard input.
    func run(_ text: SourceText, set assignments: [String]) async throws {
        let declared = Program.check(text).declaredParameters
        var given: [String: DefinitionValue] = [:]
        var names: Set<String> = []
        for assignment in assignments {
            let (name, value) = try ScriptParameters.split(assignment)
            guard names.insert(name).inserted else { throw ShellError(.usage, "--set gives '\(name)' twice") }
            if let definition = declared.first(where: { $0.name == name }) {
                given[name] = try ScriptParameters.value(value, for: definition)
            } else {
                try await define(name, value)
            }
        }
        let program = try checked(await session.check(text))
        try ScriptParameters(of: program).requireAll(given)
        try await run(program, given: given)
    }

    /// Opens the source and defines the values for the prompt.
    func prepare(set assignments: [String]) async throws {
        for assignment in assignments {
            let (name, value) = try ScriptParameters.split(assignment)
            try await define(name, value)
        }
        if let source { try await session.open(source) }
    }

    /// Throws what is wrong with a program; says its warnings.
    func checked(_ program: Program) throws -> Program {
        guard !program.hasErrors else { throw LanguageError(program) }
        if !program.diagnostics.isEmpty { StandardError.write(LanguageError(program).text) }
        guard !program.steps.isEmpty else {
            let name = program.text.name ?? "the text"
            throw ShellError(
                .usage,
                "\(name) holds no statement",
                mend: "give one with -c, as in ordersh -c 'orders' FILE"
            )
        }
        guard source != nil || !program.needsSource else {
            throw ShellError(.usage, "no source of orders is named", mend: Session.sourceHint)
        }
        return program
    }

    /// Runs a checked program; Ctrl-C and a request to terminate cancel it.
    func run(_ program: Program, given: [String: DefinitionValue]) async throws {
        do {
            try await SignalMonitor.shared.cancelling(
                leavesOnInterrupt: true,
                graceMilliseconds: SignalMonitor.briefGraceMilliseconds
            ) { [session, source, guards] in
                try await guards.limitingTime {
                    if let source { try await session.open(source) }
                    do {
                        try await session.run(program, given: given)
                    } catch is QuitRequest {}
                    try await session.finish()
                }
            }
        } catch let error as PartlyFailed {
            // Under `\on error continue` what could be answered is kept.
            try await session.finish()
            throw error
        } catch {
            await session.abandon()
            throw error
        }
    }

    private func define(_ name: String, _ value: String) async throws {
        let (value, type) = ScriptParameters.undeclared(value)
        try await session.define(name, as: value, type)
    }
}
