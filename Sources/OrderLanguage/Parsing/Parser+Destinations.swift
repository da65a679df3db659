// `\> FILE` and `\| COMMAND`: behind a statement that answers something, or alone for the last answer.

internal import OrderModel

extension Parser {
    /// Takes the destination that follows a statement, on its line or on the next one.
    mutating func takeDestination(of kind: StatementSyntax.Kind) -> AnswerDestination? {
        guard case .destination(let destination) = current.kind else { return nil }
        switch kind {
        case .query, .lookup, .explain, .why, .verify: break
        case .lastAnswer: return nil
        // On a line of its own it is about the last answer; which commands answer something, those say who know them.
        case .command: if current.startsLine { return nil }
        case .definition, .assertion:
            guard !current.startsLine else { return nil }
            report("only an answer can be sent somewhere", hint: Self.destinationHint)
        }
        advance()
        return destination
    }

    /// A destination alone on its line.
    mutating func parseLoneDestination(_ destination: AnswerDestination) -> StatementSyntax? {
        let range = current.range
        guard current.startsLine else {
            report("an answer goes to one place", hint: "a second '\\>' or '\\|' stands on a line of its own")
            advance()
            return nil
        }
        advance()
        return StatementSyntax(kind: .lastAnswer, range: range, destination: destination)
    }

    /// Leaves out the destination of a statement that was in error: it would send another answer.
    mutating func skipDestination() {
        if case .destination = current.kind { advance() }
    }

    private static let destinationHint = "\\> and \\| follow a query, or stand alone for the last answer"
}
