/// Which cells of an answer differ from the one that was shown before, so that `\watch` can show what has moved.
package struct ChangeMarks: Sendable, Hashable {
    private struct Place: Sendable, Hashable {
        let row: Int
        let column: Int
    }

    private var rows: Set<Int> = []
    private var cells: Set<Place> = []

    package init() {}

    package var isEmpty: Bool { rows.isEmpty && cells.isEmpty }

    /// Marks a cell by the positions of its row and its column in the table.
    package mutating func mark(row: Int, column: Int) {
        cells.insert(Place(row: row, column: column))
    }

    /// Marks all of a row: it was not there before.
    package mutating func mark(row: Int) {
        rows.insert(row)
    }

    package func isMarked(row: Int, column: Int) -> Bool {
        rows.contains(row) || cells.contains(Place(row: row, column: column))
    }
}
