import OrderLanguage

/// Where help explains what a diagnostic is about.
enum HelpHint {
    /// A line for the prompt that names the topic of the first error; nil when there is none, or it is help's own.
    static func line(for program: Program) -> String? {
        guard let error = program.diagnostics.first(where: { $0.severity == .error }) else { return nil }
        let name = name(for: StatementPart.part(of: program.text, at: error.range.lowerBound))
        return name == "\\help" ? nil : "\\help \(name) explains it with examples"
    }

    private static func name(for part: StatementPart) -> String {
        switch part {
        case .command(let name): HelpTable.command(named: name)?.name ?? "commands"
        case .destination: "output"
        case .clause("where"), .clause("having"): "conditions"
        case .clause(let name): HelpTable.entry(named: name)?.name ?? "queries"
        case .definition: "values"
        case .beginning: "queries"
        }
    }
}
