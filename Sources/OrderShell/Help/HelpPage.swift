import OrderModel

/// What `\help` was asked for.
package enum HelpPage: Sendable {
    case overview
    case entry(HelpEntry)

    /// Finds the page of a name: what the language calls so, a command, a field, a status; a backslash means the
    /// command.
    init(_ name: String) throws(StepProblem) {
        if let entry = HelpTable.page(named: name) {
            self = .entry(entry)
            return
        }
        let words = HelpTable.normalized(name)
        if HelpTable.laterWords.contains(words) { throw .later("'\(words)'") }
        if CommandTable.laterNames.contains(words) { throw .laterCommand(words) }
        let suggestion = HelpTable.suggestion(for: name).map { "did you mean \\help \($0)?" }
        throw StepProblem(
            message: "there is no help on '\(VisibleText.of(name))'",
            hint: suggestion ?? "\\help alone lists the topics"
        )
    }

    var text: String {
        switch self {
        case .overview: HelpText.overview
        case .entry(let entry): HelpText.text(of: entry)
        }
    }
}
