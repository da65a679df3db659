/// Whether a text at the prompt can be run, or goes on over the next line.
package enum Completeness: Sendable, Hashable {
    case complete
    /// Something is missing at the end; the reason is what waits for it: an open bracket or quote, or the last word.
    case incomplete(reason: String)

    /// Judges a text by its syntax alone: errors inside of it are for the run to report.
    package init(of text: String) {
        let source = SourceText(text)
        let errors = Parser.parse(source).diagnostics
        guard let first = errors.first, errors.allSatisfy(\.isAtEnd) else {
            self = .complete
            return
        }
        // An open bracket or quote says more than the word before the end.
        let open = errors.first { !$0.range.isEmpty } ?? first
        let range = open.range.isEmpty ? Lexer.tokens(of: source).dropLast().last?.range : open.range
        self = .incomplete(reason: range.map { source.text(in: $0).excerpt } ?? "")
    }
}
