/// One thing that help explains: a page of it.
package struct HelpEntry: Sendable {
    /// What it is, which decides where it is listed.
    package enum Kind: Sendable, Hashable {
        case topic
        case statement
        case clause
        case operation
        case function
        case aggregate
        case command
        case field
        case status
    }

    /// What `\help` takes.
    package let name: String
    package let kind: Kind
    /// Other names that it explains too.
    var aliases: [String] = []
    /// How it is written.
    package let form: String
    /// What it does, in a line.
    package let summary: String
    /// What else is to be known, as lines.
    var text: [String] = []
    /// Statements to try; a test runs them.
    package let examples: [String]
    /// Where to read on.
    var related: [String] = []
}
