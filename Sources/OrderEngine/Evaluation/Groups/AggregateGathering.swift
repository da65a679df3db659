// Gathers one aggregate of all groups. The sums, counts and extremes of a column's stored numbers are found for a
// batch at a time, and only then put where the plain evaluator's accumulators keep theirs.

import OrderModel
import OrderReference

/// Gathers one aggregate for every group.
struct AggregateGathering {
    private let expression: Expression
    private let empty: AggregateAccumulator
    /// One per group.
    private(set) var accumulators: [AggregateAccumulator] = []

    init(_ expression: Expression, _ empty: AggregateAccumulator) {
        self.expression = expression
        self.empty = empty
    }

    mutating func makeRoom(for groupCount: Int) {
        while accumulators.count < groupCount { accumulators.append(empty) }
    }

    /// Takes a row that is no row of columns.
    mutating func add(_ row: Row, group: Int, _ evaluator: Evaluator) throws(EvaluationError) {
        var value: Value?
        if case .aggregate(_, .some(let argument)) = expression {
            value = try evaluator.value(of: argument, for: row)
        }
        do throws(ValueProblem) {
            try accumulators[group].add(value)
        } catch {
            throw EvaluationError(error, in: row.order)
        }
    }

    /// Takes the rows of a batch.
    mutating func add(_ rows: GroupedRows, _ evaluator: Evaluator) throws(EvaluationError) {
        guard case .aggregate(let aggregate, let argument) = expression else { return }
        guard let argument else { return addCounts(rows) }
        if let rowCounts = rows.rowCounts, let (column, places) = rows.selected.column(of: argument) {
            let isWhole = rows.selected.isWholeColumn(of: argument)
            let stored = StoredNumbers(column, places, rows, rowCounts: rowCounts, isWhole: isWhole)
            switch (aggregate, stored) {
            case (.sum, .some(let stored)), (.avg, .some(let stored)): return addSums(stored)
            case (.min, .some(let stored)): return try addExtremes(stored, isMaximum: false, rows)
            case (.max, .some(let stored)): return try addExtremes(stored, isMaximum: true, rows)
            default: break
            }
            if aggregate == .countDistinct, case .codes(let codes, let entries) = column.storage,
                rows.groupCount * entries.count <= Self.seenLimit
            {
                return try addDistinct(codes, entries.count, column, places, rows)
            }
        }
        try addValues(of: argument, rows, evaluator)
    }

    /// The most pairs of a group and a code that are noted for one batch.
    private static let seenLimit = 1 << 20

    private mutating func addCounts(_ rows: GroupedRows) {
        if let counts = rows.rowCounts {
            for group in counts.indices { accumulators[group].add(count: counts[group]) }
        } else {
            for group in rows.groups ?? [] { accumulators[Int(group)].add(count: 1) }
        }
    }

    private mutating func addSums(_ stored: StoredNumbers) {
        let counts = stored.presentCounts()
        stored.forEachSum { group, sum in
            if counts[group] > 0 { accumulators[group].add(count: counts[group], sum: sum, scale: stored.scale) }
        }
    }

    private mutating func addExtremes(
        _ stored: StoredNumbers,
        isMaximum: Bool,
        _ rows: GroupedRows
    ) throws(EvaluationError) {
        let counts = stored.presentCounts()
        let extremes = stored.extremes(isMaximum: isMaximum)
        for group in extremes.indices where counts[group] > 0 {
            try add(stored.value(of: extremes[group]), group, rows, at: 0)
        }
    }

    /// Takes each text of a dictionary once for each group that it occurs in.
    private mutating func addDistinct(
        _ codes: [UInt16],
        _ entryCount: Int,
        _ column: Column,
        _ places: [Int32],
        _ rows: GroupedRows
    ) throws(EvaluationError) {
        var seen = [Bool](repeating: false, count: entryCount * rows.groupCount)
        for index in places.indices {
            let place = Int(places[index])
            guard column.isPresent(place) else { continue }
            let group = rows.groups.map { Int($0[index]) } ?? 0
            let pair = group * entryCount + Int(codes[place])
            if seen[pair] { continue }
            seen[pair] = true
            try add(column.value(at: place), group, rows, at: index)
        }
    }

    /// Takes the values one by one, whatever they are.
    private mutating func addValues(
        of argument: Expression,
        _ rows: GroupedRows,
        _ evaluator: Evaluator
    ) throws(EvaluationError) {
        let reader = RowReader(rows: rows.selected.rows, evaluator: evaluator)
        let source = reader.source(of: argument)
        for index in rows.selected.places.indices {
            let value = try reader.value(source, at: Int(rows.selected.places[index]))
            try add(value, rows.groups.map { Int($0[index]) } ?? 0, rows, at: index)
        }
    }

    private mutating func add(
        _ value: Value,
        _ group: Int,
        _ rows: GroupedRows,
        at index: Int
    ) throws(EvaluationError) {
        do throws(ValueProblem) {
            try accumulators[group].add(value)
        } catch {
            throw EvaluationError(error, at: ColumnRow(rows.selected.rows, Int(rows.selected.places[index])))
        }
    }
}
