/// One thing that help explains: a topic, a clause, an operator or a function.
package struct HelpEntry: Sendable {
    /// What it is, which decides where it is listed.
    package enum Kind: Sendable, Hashable {
        case topic
        case clause
        case operation
        case function
        case aggregate
    }

    /// What `\help` takes.
    package let name: String
    package let kind: Kind
    /// How it is written.
    package let form: String
    /// What it does, in a line.
    package let summary: String
    /// What else is to be known, as lines.
    var text: [String] = []
    /// Statements that run on the sample; a test runs them.
    package let examples: [String]
    /// Where to read on.
    var related: [String] = []
}
