/// The prompt's commands as a manual page lists them.
package enum PromptManual {
    /// How each is written, and what it does.
    package static var commands: [(usage: String, summary: String)] {
        CommandTable.entries.map { ($0.usage, $0.summary) }
    }
}
