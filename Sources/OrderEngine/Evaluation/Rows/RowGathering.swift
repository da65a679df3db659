// Gathers the rows of an answer that has one per order, item or payment. With a limit, most rows are turned away by
// one comparison of integers, and the columns of the few that stay are computed when it is known which they are.

import OrderModel
import OrderReference

/// Gathers the rows that pass, or the best of them; used by one task.
final class RowGathering {
    private let query: PreparedQuery
    private let evaluator: Evaluator
    private let bound: SortBound?
    /// The expressions that decide a row's place: the keys of the order, then the fields that break ties.
    ///
    /// After them comes the position of an item or payment.
    private let keys: [Expression]
    private let isFirstDescending: Bool
    /// Whether only the first key needs a look for a row that is not good enough: computing the others cannot fail.
    private let areKeysSafe: Bool
    private(set) var ranked: RankedRows
    /// How many rows, passing or not, have been looked at before the present batch.
    private var sequence = 0

    init(_ query: PreparedQuery, _ evaluator: Evaluator, bound: SortBound?) {
        self.query = query
        self.evaluator = evaluator
        self.bound = bound
        let shape = query.shape
        keys = shape.rowOrder.map(\.expression) + shape.tieBreakers.map { .field($0) }
        isFirstDescending = shape.rowOrder.first?.isDescending ?? false
        areKeysSafe = keys.allSatisfy(\.isSafe)
        let ties = Array(repeating: false, count: shape.tieBreakers.count + 1)
        ranked = RankedRows(
            descending: shape.rowOrder.map(\.isDescending) + ties,
            capacity: shape.capacity
        )
    }

    var isFull: Bool { ranked.isFull }

    /// Takes a row that is no row of columns.
    func add(_ row: Row, ordinal: Int) throws(EvaluationError) {
        var values: [Value] = []
        values.reserveCapacity(keys.count + 1)
        for key in keys { values.append(try evaluator.value(of: key, for: row)) }
        values.append(.number(Decimal(row.position)))
        let content: RowContent =
            query.computation == .immediately ? .answered(try query.shape.answer(row, evaluator)) : .plain(row)
        insert(values, RankedRow.Arrival(ordinal: ordinal, sequence: sequence), content)
        sequence += 1
    }

    /// Takes the selected rows of a batch.
    func add(_ rows: TableRows, _ selected: Bitmap, ordinal: Int) throws {
        if query.shape.capacity == 0 { return }
        let candidates = BatchCandidates(rows, query, evaluator, keys)
        defer { sequence += rows.count }
        if case .immediately = query.computation, query.shape.keepsDocuments {
            try addDocuments(candidates, selected, ordinal)
        } else if let window = makeScan(candidates) {
            try scan(window, candidates, selected, ordinal)
        } else {
            try selected.forEach { (row) throws(EvaluationError) in try consider(row, candidates, ordinal) }
        }
        if let bound, let worst = ranked.worst?.keys.first { bound.tighten(to: worst) }
    }

    /// Adds a row if it is good enough.
    private func consider(_ row: Int, _ batch: BatchCandidates, _ ordinal: Int) throws(EvaluationError) {
        if areKeysSafe, let worst = ranked.worst, try !precedes(row, worst, batch) { return }
        insert(try batch.keys(at: row), arrival(ordinal, row), try batch.content(at: row))
    }

    /// Whether a row of columns stands before another, its keys being looked at one by one.
    private func precedes(_ row: Int, _ other: RankedRow, _ batch: BatchCandidates) throws(EvaluationError) -> Bool {
        for index in keys.indices {
            let value = try batch.key(index, at: row)
            if let answer = ranked.precedes(value, other.keys[index], at: index) { return answer }
        }
        return true
    }

    private func arrival(_ ordinal: Int, _ row: Int) -> RankedRow.Arrival {
        RankedRow.Arrival(ordinal: ordinal, sequence: sequence + row)
    }

    private func insert(_ keys: [Value], _ arrival: RankedRow.Arrival, _ content: RowContent) {
        let rank = keys.first.map { SortRank.rank(of: $0, isDescending: isFirstDescending) } ?? 0
        ranked.add(RankedRow(rank: rank, keys: keys, arrival: arrival, content: content))
    }

    /// Adds every row with its document, which is read for all of them at once.
    private func addDocuments(_ batch: BatchCandidates, _ selected: Bitmap, _ ordinal: Int) throws {
        var places: [Int] = []
        selected.forEach { places.append($0) }
        let documents = try batch.wholeRows(at: places)
        for (row, document) in zip(places, documents) {
            let content = RowContent.answered(try query.shape.answer(document, evaluator))
            insert(try batch.keys(at: row), arrival(ordinal, row), content)
        }
    }
}

// MARK: - Turning rows away by their first key

extension RowGathering {
    /// The stored numbers of the first key, where rows can be turned away by them.
    private struct FirstKeyScan {
        let values: [Int64]
        let presence: Bitmap?
        let scale: Int
        /// Whether better rows are expected at the end of the batch.
        let isBackward: Bool

        /// A bit for each row of a word that may be good enough, where that means a stored number in the range.
        func rows(in range: ClosedRange<Int64>, word: Int) -> UInt64 {
            // While every number will do, so does null.
            if range == Int64.min...Int64.max { return .max }
            let inside = inside(range, from: word << 6)
            return presence.map { inside & $0.words[word] } ?? inside
        }

        private func inside(_ range: ClosedRange<Int64>, from start: Int) -> UInt64 {
            values.withUnsafeBufferPointer { values in
                let (lower, upper) = (range.lowerBound, range.upperBound)
                let end = min(start + 64, values.count)
                // One unsigned comparison tells both borders.
                let width = UInt64(bitPattern: upper &- lower)
                var anyBit: UInt64 = 0
                for place in start..<end { anyBit |= UInt64(bitPattern: values[place] &- lower) <= width ? 1 : 0 }
                guard anyBit != 0 else { return 0 }
                var bits: UInt64 = 0
                for place in start..<end {
                    let isInside: UInt64 = UInt64(bitPattern: values[place] &- lower) <= width ? 1 : 0
                    bits |= isInside << UInt64(place - start)
                }
                return bits
            }
        }
    }

    private func makeScan(_ batch: BatchCandidates) -> FirstKeyScan? {
        guard areKeysSafe, query.shape.limit != nil, case .own(let column)? = batch.keySources.first else { return nil }
        let (values, scale): ([Int64], Int)
        switch column.storage {
        case .instants(let instants): (values, scale) = (instants, 0)
        case .numbers(let numbers, let numberScale): (values, scale) = (numbers, numberScale)
        default: return nil
        }
        guard let first = values.first, let last = values.last else { return nil }
        let isBackward = isFirstDescending ? last > first : last < first
        return FirstKeyScan(values: values, presence: column.presence, scale: scale, isBackward: isBackward)
    }

    /// The stored numbers that are good enough as things stand; nil when none is.
    private func window(_ scan: FirstKeyScan, _ boundRank: Int64) -> RankWindow {
        let worstRank = min(ranked.worst?.rank ?? SortRank.null, boundRank)
        return RankWindow(worstRank: worstRank, isDescending: isFirstDescending, scale: scan.scale)
    }

    /// Looks at the rows 64 at a time, those that may be better first, and considers the ones in the window.
    private func scan(
        _ scan: FirstKeyScan,
        _ batch: BatchCandidates,
        _ selected: Bitmap,
        _ ordinal: Int
    ) throws(EvaluationError) {
        let boundRank = bound?.worst.map { SortRank.rank(of: $0, isDescending: isFirstDescending) } ?? SortRank.null
        var window = window(scan, boundRank)
        let wordCount = selected.words.count
        for step in 0..<wordCount {
            let index = scan.isBackward ? wordCount - 1 - step : step
            var candidates = selected.words[index]
            if candidates == 0 { continue }
            guard let range = window.range else { return }
            candidates &= scan.rows(in: range, word: index)
            while candidates != 0 {
                let bit = scan.isBackward ? 63 - candidates.leadingZeroBitCount : candidates.trailingZeroBitCount
                candidates &= ~(1 << UInt64(bit))
                let worstRank = ranked.worst?.rank
                try consider(index << 6 | bit, batch, ordinal)
                if ranked.worst?.rank != worstRank {
                    window = self.window(scan, boundRank)
                    guard let range = window.range else { return }
                    candidates &= scan.rows(in: range, word: index)
                }
            }
        }
    }
}
