// What has changed between two answers to one query: rows are matched by what tells them apart, then their cells.

import OrderModel

/// The changes from one answer to the next, for `\watch`.
struct AnswerChanges: Equatable {
    /// The cells of the new answer that differ, and its rows that were not there.
    private(set) var marks = ChangeMarks()
    private(set) var changedCellCount = 0
    private(set) var newRowCount = 0
    private(set) var goneRowCount = 0

    init() {}

    /// Compares two answers; `keys` are the columns that tell rows apart, and without any their places do.
    init(from old: ResultTable, to new: ResultTable, keys: [Int]) {
        guard old.columns == new.columns else {
            // Another source, or another state of it: all of it is new.
            newRowCount = new.rows.count
            goneRowCount = old.rows.count
            for row in new.rows.indices { marks.mark(row: row) }
            return
        }
        var places = RowPlaces(keys: keys)
        var known: [RowPlaces.Place: Int] = [:]
        for (index, row) in old.rows.enumerated() { known[places.next(row)] = index }
        places = RowPlaces(keys: keys)
        for (index, row) in new.rows.enumerated() {
            guard let before = known.removeValue(forKey: places.next(row)) else {
                marks.mark(row: index)
                newRowCount += 1
                continue
            }
            for column in new.columns.indices where old.rows[before].values[column] != row.values[column] {
                marks.mark(row: index, column: column)
                changedCellCount += 1
            }
        }
        goneRowCount = known.count
    }

    /// `3 changes, 2 new rows, 1 row gone`; `no change` for none.
    var text: String {
        var parts: [String] = []
        if changedCellCount > 0 { parts.append(Self.counted(changedCellCount, "changes")) }
        if newRowCount > 0 { parts.append(Self.counted(newRowCount, "new rows")) }
        if goneRowCount > 0 { parts.append(Self.counted(goneRowCount, "rows") + " gone") }
        return parts.isEmpty ? "no change" : parts.joined(separator: ", ")
    }

    private static func counted(_ count: Int, _ plural: String) -> String {
        "\(Quantity.grouped(count)) \(Quantity.noun(plural, for: count))"
    }

    /// The columns that tell the rows of a query's answer apart: the keys of its groups, or ids; none where these are
    /// not among its columns.
    static func keys(of query: Query, in table: ResultTable) -> [Int] {
        guard query.isGrouped else {
            let names = query.collection == .orders ? ["id"] : ["order.id", "id"]
            let places = names.compactMap { name in table.columns.firstIndex { $0.name == name } }
            return places.count == names.count ? places : []
        }
        guard let columns = query.columns else { return Array(query.groups.indices) }
        let places = query.groups.compactMap { group in
            columns.firstIndex { column in
                column.expression == group.expression || group.alias.map { column.expression == .alias($0) } ?? false
            }
        }
        return places.count == query.groups.count ? places : []
    }
}

/// Gives each row of an answer the place by which the same row of another answer is found.
private struct RowPlaces {
    /// What tells a row apart, and which of the rows that are alike in it this is.
    struct Place: Hashable {
        let key: [Value]
        let number: Int
    }

    let keys: [Int]
    private var counts: [[Value]: Int] = [:]

    init(keys: [Int]) {
        self.keys = keys
    }

    mutating func next(_ row: ResultRow) -> Place {
        let key = keys.map { row.values[$0] }
        let number = counts[key, default: 0]
        counts[key] = number + 1
        return Place(key: key, number: number)
    }
}
