import OrderLanguage
package import OrderModel
import OrderReference

extension Plan {
    /// The answer to a query on an earlier answer, whose rows take the place of a source's orders.
    ///
    /// `pause` is called now and then with the number of rows that were looked at, and can end the work by throwing.
    package func answer(over table: ResultTable, pause: (Int) throws -> Void) throws -> ResultTable {
        let execution = try ResultExecution(
            resolvedQuery,
            over: table,
            time: time,
            named: writtenQuery,
            columnName: CanonicalPrinter.print
        )
        return try execution.answer(pause: pause)
    }

    /// What the relative dates stand for; shown under a report.
    package var resolvedDates: [String] {
        spans.filter(\.isRelative).map { $0.description(in: time.zone) }
    }
}
