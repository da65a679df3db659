import OrderLanguage
import OrderModel
import Testing

@testable import OrderShell

@Suite struct AnswerChangesTests {
    /// A table of whole numbers, a row per list.
    private static func table(_ rows: [[Int]], names: [String] = ["id", "n"]) -> ResultTable {
        ResultTable(
            columns: names.map { ResultColumn(name: $0, type: .integer) },
            rows: rows.map { ResultRow(values: $0.map { .number(Decimal($0)) }) }
        )
    }

    @Test(
        arguments: [
            ([[1, 5], [2, 6]], [[1, 5], [2, 6]], [0], "no change", []),
            ([[1, 5], [2, 6]], [[2, 6], [1, 7]], [0], "1 change", ["1.1"]),
            ([[1, 5], [2, 6]], [[1, 5], [3, 6]], [0], "1 new row, 1 row gone", ["1.0", "1.1"]),
            ([[1, 5], [1, 6]], [[1, 5], [1, 7], [1, 8]], [0], "1 change, 1 new row", ["1.1", "2.0", "2.1"]),
            ([[1, 5], [2, 6]], [[1, 5], [3, 6]], [], "1 change", ["1.0"]),
            ([[1, 5]], [], [], "1 row gone", []),
            ([], [[1, 5]], [0], "1 new row", ["0.0", "0.1"]),
        ] as [([[Int]], [[Int]], [Int], String, [String])]
    )
    func findsWhatChanged(old: [[Int]], new: [[Int]], keys: [Int], text: String, marked: [String]) {
        let changes = AnswerChanges(from: Self.table(old), to: Self.table(new), keys: keys)
        #expect(changes.text == text)
        let places = new.indices.flatMap { row in [0, 1].map { (row, $0) } }
        #expect(places.filter { changes.marks.isMarked(row: $0.0, column: $0.1) }.map { "\($0.0).\($0.1)" } == marked)
    }

    @Test func otherColumnsAreAnotherAnswer() {
        let changes = AnswerChanges(
            from: Self.table([[1, 5]]),
            to: Self.table([[1, 5]], names: ["id", "m"]),
            keys: [0]
        )
        #expect(changes.text == "1 new row, 1 row gone")
    }

    @Test(arguments: [
        ("orders", ["status", "id"], [1]),
        ("orders select total", ["total"], []),
        ("items", ["order.id", "id", "total"], [0, 1]),
        ("items select id", ["id"], []),
        ("orders group by status", ["status", "count()"], [0]),
        ("orders group by status, is_paid select count(), is_paid, status", ["count()", "is_paid", "status"], [2, 1]),
        ("orders group by day(created_at) as d select count(), d", ["count()", "d"], [1]),
        ("orders group by status select count()", ["count()"], []),
        ("orders select count()", ["count()"], []),
    ])
    func keysOfAnswers(text: String, names: [String], keys: [Int]) throws {
        guard case .query(let query)? = Checker.check(SourceText(text)).statements.first?.kind else {
            Issue.record("no query: \(text)")
            return
        }
        #expect(AnswerChanges.keys(of: query, in: Self.table([], names: names)) == keys)
    }
}
