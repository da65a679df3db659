/// A line for a terminal, in parts of different looks; its text is harmless to show.
package struct StyledLine: Sendable, Hashable {
    /// Text in one style.
    package struct Run: Sendable, Hashable {
        package var text: String
        /// The parameters of an SGR sequence, such as `1;31`; empty for the terminal's own look.
        package var style: String

        package init(_ text: String, style: String = "") {
            self.text = text
            self.style = style
        }
    }

    package var runs: [Run]

    package init(_ runs: [Run]) {
        self.runs = runs
    }

    package init(_ text: String, style: String = "") {
        runs = [Run(text, style: style)]
    }

    package var text: String { runs.map(\.text).joined() }
}
