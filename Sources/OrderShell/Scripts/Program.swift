// A text of statements and commands, checked as a whole before any of it runs.

package import OrderLanguage
package import OrderModel

/// What a text says to do, in order, and what is wrong with it.
package struct Program: Sendable {
    package let text: SourceText
    package let steps: [Step]
    package let diagnostics: [Diagnostic]
    /// The types of all names that are defined at its end.
    package let parameters: [String: ParameterType]

    /// One thing to do.
    package enum Step: Sendable {
        case query(Query)
        case lookup(Lookup)
        case explain(Query, isAnalyzed: Bool)
        case definition(Definition)
        case command(Command)
        /// A step whose answer goes somewhere else than to the session's output.
        indirect case sent(Step, to: AnswerDestination)
    }

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// Whether something in it asks for orders before a command has opened a source.
    package var needsSource: Bool {
        for step in steps {
            switch step {
            case .command(.open): return false
            case .sent(.command, _), .command: continue
            case .query, .lookup, .explain, .sent: return true
            case .definition(let definition):
                if case .query? = definition.value { return true }
            }
        }
        return false
    }

    /// The `param`s that a script declares, in their order.
    package var declaredParameters: [Definition] {
        steps.compactMap { step in
            if case .definition(let definition) = step, definition.isParameter { return definition }
            return nil
        }
    }

    /// Checks a text; `atPrompt` where a person has typed it, who has an editor and a history there.
    package static func check(
        _ text: SourceText,
        parameters: [String: ParameterType] = [:],
        results: [ResultSchema] = [],
        atPrompt: Bool = false
    ) -> Program {
        let checked = Checker.check(text, parameters: parameters, results: results)
        var diagnostics = checked.diagnostics
        var steps: [Step] = []
        var defined = parameters
        for statement in checked.statements {
            if case .definition(let definition) = statement.kind { defined[definition.name] = definition.type }
            if case .command(.watch)? = steps.last {
                let hint = "it goes on until Ctrl-C"
                diagnostics.append(Diagnostic(at: statement.range, "nothing can follow \\watch", hint: hint))
            }
            if case .command(.edit)? = steps.last {
                let hint = "the editor's text is the next thing that you see"
                diagnostics.append(Diagnostic(at: statement.range, "nothing can follow \\edit", hint: hint))
            }
            do throws(StepProblem) {
                let step = try step(for: statement, parameters: defined)
                if case .command(let command) = step, !atPrompt { try command.requireNoPrompt() }
                if statement.destination != nil, case .command(let line) = statement.kind {
                    try checkAnswers(step, line)
                }
                steps.append(statement.destination.map { .sent(step, to: $0) } ?? step)
            } catch {
                diagnostics.append(Diagnostic(at: statement.range, error.message, hint: error.hint))
            }
        }
        diagnostics.sort { $0.range.lowerBound < $1.range.lowerBound }
        return Program(text: text, steps: steps, diagnostics: diagnostics, parameters: checked.parameters)
    }

    /// Throws for a command that has a destination behind it and answers nothing.
    private static func checkAnswers(_ step: Step, _ line: String) throws(StepProblem) {
        guard case .command(let command) = step, !command.answers else { return }
        throw StepProblem(
            message: "\\\(line.prefix { !$0.isWhitespace }) answers nothing that could be sent somewhere",
            hint: "\\> and \\| follow a query or \\last, or stand alone for the last answer"
        )
    }

    private static func step(
        for statement: CheckedStatement,
        parameters: [String: ParameterType]
    ) throws(StepProblem) -> Step {
        switch statement.kind {
        case .query(let query): return .query(query)
        case .lookup(let lookup): return .lookup(lookup)
        case .explain(let query, let isAnalyzed): return .explain(query, isAnalyzed: isAnalyzed)
        case .definition(let definition): return .definition(definition)
        case .command(let line):
            return .command(try Command.parse(line, parameters: parameters, results: statement.results))
        case .lastAnswer: return .command(.last(0, nil))
        case .later(let words): throw .later(words)
        }
    }
}

/// Why a statement cannot become a step.
struct StepProblem: Error {
    let message: String
    var hint: String?

    /// A command of the design that this version does not have.
    static func laterCommand(_ name: String) -> StepProblem {
        StepProblem(
            message: "\\\(name) is not there yet in this version of ordersh",
            hint: "\\help commands lists what is"
        )
    }

    /// A part of the language that this version cannot run.
    static func later(_ words: String) -> StepProblem {
        StepProblem(
            message: "\(words) is part of the language, but not there yet in this version of ordersh",
            hint: "a later version will run it"
        )
    }
}

/// A text that was refused: nothing of it ran.
package struct LanguageError: Failure {
    /// The diagnostics, laid out with their source lines; without a line end.
    package let text: String

    /// Lays out what is wrong, for a terminal of so many columns or for none.
    ///
    /// Of a text of which only the end was typed, from the byte `start` on, only that is shown.
    package init(_ program: Program, from start: Int = 0, columns: Int? = nil) {
        let formatter = DiagnosticFormatter(windowWidth: columns.map { $0 - 1 } ?? 160) { TextWidth.of($0) }
        let typed = SourceText(bytes: Array(program.text.bytes[start...]), name: program.text.name)
        let laidOut = formatter.format(program.diagnostics.map { $0.moved(back: start) }, in: typed)
        text = String(laidOut.dropLast())
    }

    package var category: FailureCategory { .usage }
    package var message: String { text }
}
