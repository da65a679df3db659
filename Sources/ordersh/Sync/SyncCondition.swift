import OrderLanguage
import OrderModel
import OrderShell

/// The condition that `--where` gives.
struct SyncCondition: Sendable {
    let condition: Condition

    /// Reads and checks a condition; the error shows where it is wrong.
    init(_ text: String) throws {
        let prefix = "orders where "
        let program = Program.check(SourceText(prefix + text, name: "--where"))
        guard !program.hasErrors else { throw LanguageError(program, from: prefix.utf8.count) }
        guard program.steps.count == 1, case .query(let query) = program.steps[0], let condition = query.condition,
            query == Self.query(condition)
        else {
            throw ShellError(
                .usage,
                "--where takes a condition and nothing else",
                mend: "such as --where 'status = completed and created_at >= 2025-01-01'"
            )
        }
        self.condition = condition
    }

    /// The canonical text, by which two conditions are told to be the same.
    var text: String { CanonicalPrinter.print(condition) }

    /// Asks how many orders fulfil it.
    func countQuery() throws -> Query {
        let program = Program.check(SourceText("orders where \(text) select count()", name: "--where"))
        guard !program.hasErrors, case .query(let query)? = program.steps.first else { throw LanguageError(program) }
        return query
    }

    static func query(_ condition: Condition?) -> Query {
        var query = Query(.orders)
        query.condition = condition
        return query
    }
}
