package import OrderLanguage
import OrderModel

/// The parameters of a script and their values from the command line.
package struct ScriptParameters: Sendable {
    private let declared: [Definition]

    package init(of program: Program) {
        declared = program.declaredParameters
    }

    /// What is left of a command line after the script's own options were taken out, and their values.
    package struct Outcome: Sendable {
        package var values: [String: DefinitionValue] = [:]
        package var rest: [String] = []
    }

    /// Takes `--name value` and `--name=value` for the declared names out of the arguments.
    ///
    /// An error for a missing value, a value of the wrong type, an unknown option, or a parameter without one.
    package func read(_ arguments: [String], set: [String] = []) throws(ShellError) -> Outcome {
        var outcome = Outcome()
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--"), argument != "--" else {
                outcome.rest.append(argument)
                continue
            }
            let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let definition = try self.definition(named: String(parts[0]))
            guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
                throw ShellError(.usage, "--\(definition.name) needs a value of type \(definition.type.description)")
            }
            try store(value, for: definition, in: &outcome)
        }
        for assignment in set { try read(assignment: assignment, into: &outcome) }
        try requireAll(outcome.values)
        return outcome
    }

    private func read(assignment: String, into outcome: inout Outcome) throws(ShellError) {
        let (name, value) = try Self.split(assignment)
        try store(value, for: try definition(named: name), in: &outcome)
    }

    private func store(_ text: String, for definition: Definition, in outcome: inout Outcome) throws(ShellError) {
        guard outcome.values[definition.name] == nil else {
            throw ShellError(.usage, "--\(definition.name) is given twice")
        }
        outcome.values[definition.name] = try Self.value(text, for: definition)
    }

    /// The value of a parameter from its text.
    package static func value(_ text: String, for definition: Definition) throws(ShellError) -> DefinitionValue {
        switch ParameterText.read(text, as: definition.type) {
        case .success(let value): return value
        case .failure(let problem): throw error(problem, name: definition.name)
        }
    }

    private static func error(_ problem: ParameterTextProblem, name: String) -> ShellError {
        let reason = problem.reason.map { ": \($0)" } ?? ""
        return ShellError(
            .usage,
            "'\(problem.text)' is no value of --\(name), which is \(problem.type.description)\(reason)",
            mend: "for example \(problem.example)"
        )
    }

    private func definition(named name: String) throws(ShellError) -> Definition {
        if let definition = declared.first(where: { $0.name == name }) { return definition }
        let names = declared.map(\.name)
        let candidate = NameSuggestion.candidates(for: name, among: names).first.map { "did you mean --\($0)?" }
        let list = names.isEmpty ? "it has none" : "it has " + names.map { "--\($0)" }.joined(separator: ", ")
        throw ShellError(.usage, "the script has no parameter '\(name)'", mend: candidate ?? list)
    }

    /// Throws for parameters that have neither a value nor a default.
    package func requireAll(_ values: [String: DefinitionValue]) throws(ShellError) {
        let missing = declared.filter { $0.value == nil && values[$0.name] == nil }
        guard let first = missing.first else { return }
        let names = missing.map { "$\($0.name)" }.joined(separator: ", ")
        let description = first.text.map { "\($0), \(first.type.description)" } ?? first.type.description
        throw ShellError(
            .usage,
            "\(names) must be given a value",
            mend: "with --set \(first.name)=…, to a script also with --\(first.name) … (\(description))"
        )
    }

    /// The name and value of `name=value`.
    package static func split(_ assignment: String) throws(ShellError) -> (name: String, value: String) {
        guard let separator = assignment.firstIndex(of: "="), separator > assignment.startIndex else {
            throw ShellError(.usage, "--set takes name=value, found '\(assignment)'")
        }
        return (String(assignment[..<separator]), String(assignment[assignment.index(after: separator)...]))
    }

    /// The value of `--set` for a name that nothing declares: a constant of the language, or else a text; with
    /// commas a list of them.
    package static func undeclared(_ text: String) -> (value: DefinitionValue, type: ParameterType) {
        // With commas it is a list, so that it never passes for one text that nothing equals.
        let isList = text.contains(",")
        for type in [ValueType.integer, .money, .boolean, .instant, .date, .duration] {
            let type = ParameterType(type, isList: isList)
            if case .success(let value) = ParameterText.read(text, as: type) { return (value, type) }
        }
        let type = ParameterType(.text, isList: isList)
        guard case .success(let value) = ParameterText.read(text, as: type) else {
            return (.constant(.literal(.text(text))), ParameterType(.text))
        }
        return (value, type)
    }

    // MARK: Help

    /// What `ordersh run SCRIPT --help` prints.
    package func help(script: String) -> String {
        var text = "usage: ordersh run \(VisibleText.of(script)) [SOURCE]"
        for definition in declared {
            let option = "--\(definition.name) \(definition.type.description.uppercased())"
            text += definition.value == nil ? " \(option)" : " [\(option)]"
        }
        text += "\n"
        guard !declared.isEmpty else { return text + "\nThe script has no parameters.\n" }
        text += "\nparameters:\n"
        let names = declared.map { "--\($0.name) \($0.type.description)" }
        let width = names.map(TextWidth.of).max() ?? 0
        for (name, definition) in zip(names, declared) {
            let padding = String(repeating: " ", count: width - TextWidth.of(name) + 2)
            let value = definition.value.map { "default \(Self.words(for: $0))" } ?? "required"
            let description = definition.text.map { "\($0) (\(value))" } ?? value
            text += "  \(name)\(padding)\(VisibleText.of(description))\n"
        }
        return text
    }

    private static func words(for value: DefinitionValue) -> String {
        switch value {
        case .constant(let expression): CanonicalPrinter.print(expression)
        case .list(let elements): "(" + elements.map(CanonicalPrinter.print).joined(separator: ", ") + ")"
        case .query(let query): "(" + CanonicalPrinter.print(query) + ")"
        }
    }
}
