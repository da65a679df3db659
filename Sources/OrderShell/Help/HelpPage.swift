import OrderModel

/// What `\help` was asked for.
package enum HelpPage: Sendable {
    case overview
    /// A topic, clause, operator or function.
    case entry(HelpEntry)
    case command(CommandEntry)

    /// Finds the page of a name: what the language calls so, else a command; a backslash means the command.
    init(_ name: String) throws(StepProblem) {
        if !name.hasPrefix("\\"), let entry = HelpTable.entry(named: name) {
            self = .entry(entry)
        } else if let command = HelpTable.command(named: name) {
            self = .command(command)
        } else {
            let suggestion = HelpTable.suggestion(for: name).map { "did you mean \\help \($0)?" }
            throw StepProblem(
                message: "there is no help on '\(VisibleText.of(name))'",
                hint: suggestion ?? "\\help alone lists the topics"
            )
        }
    }

    var text: String {
        switch self {
        case .overview: HelpText.overview
        case .entry(let entry): HelpText.text(of: entry)
        case .command(let command): HelpText.text(of: command)
        }
    }
}
