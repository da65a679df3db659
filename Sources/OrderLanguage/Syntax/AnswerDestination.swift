/// Where one answer goes instead of to the session's output.
package enum AnswerDestination: Sendable, Hashable {
    /// `\> report.csv`: a file, which appears complete or not at all.
    case file(String)
    /// `\| less`: the input of a command of the system's shell.
    case command(String)
}
