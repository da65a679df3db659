/// Whether a text at the prompt can be run, or goes on over the next line.
package enum Completeness: Sendable, Hashable {
    case complete
    /// Something is missing at the end; the words say what, for the continuation prompt.
    case incomplete(String)

    /// Judges a text by its syntax alone: errors inside of it are for the run to report.
    package init(of text: String) {
        let source = SourceText(text)
        let errors = Parser.parse(source).diagnostics
        guard let first = errors.first, errors.allSatisfy(\.isAtEnd) else {
            self = .complete
            return
        }
        self = .incomplete(first.message)
    }
}
