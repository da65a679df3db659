// The best rows so far, by what decides their order. Values are compared only where a number made of the first key
// leaves it open, so that most rows cost one comparison of integers.

import OrderModel
import OrderReference

/// One row with what decides its place.
struct RankedRow: Sendable {
    /// Orders rows as far as the first key can in 64 bits: the smaller number stands first, equal ones are open.
    let rank: Int64
    /// The values of `order by`, then those that break ties.
    let keys: [Value]
    let arrival: Arrival
    let content: RowContent

    /// The last resort where even ids are equal: the place in the source, as far as it is known.
    struct Arrival: Sendable {
        let ordinal: Int
        let sequence: Int
    }
}

/// What is kept of a row until the answer is made.
enum RowContent: Sendable {
    case answered(ResultRow)
    /// The row's columns could not be computed, which matters only if it is in the answer.
    case failed(EvaluationError)
    /// A row that is in memory as a document anyway.
    case plain(Row)
    /// A row to be read again: its order's row in a batch, and where an item or payment stands in it.
    case reference(BatchDocuments, orderRow: Int, position: Int)
}

/// The documents of one batch; one object, so that the rows of a batch are known to belong together.
final class BatchDocuments: Sendable {
    let documents: any RowDocuments

    init(_ documents: any RowDocuments) {
        self.documents = documents
    }
}

/// The rows of an answer; with a limit only the best ones stay in memory.
struct RankedRows: Sendable {
    /// A flag per key, those that break ties included.
    private let descending: [Bool]
    private let capacity: Int?
    private var rows: [RankedRow] = []
    /// How many rows have been added.
    private(set) var addedCount = 0
    /// Once as many rows are there as can be wanted: the worst of those kept, which a newcomer must beat.
    private(set) var worst: RankedRow?

    init(descending: [Bool], capacity: Int?) {
        self.descending = descending
        self.capacity = capacity
    }

    /// Whether as many rows are there as can be wanted.
    var isFull: Bool { capacity.map { addedCount >= $0 } ?? false }

    mutating func add(_ row: RankedRow) {
        addedCount += 1
        guard let capacity else { return rows.append(row) }
        guard capacity > 0 else { return }
        if let worst, !precedes(row, worst) { return }
        rows.append(row)
        // So many rows may gather beyond the capacity before the worst are cut off.
        let slack = worst == nil ? 0 : max(64, min(capacity, 1 << 16))
        if rows.count - slack >= capacity { cut(to: capacity) }
    }

    mutating func merge(_ other: RankedRows) {
        let count = addedCount + other.addedCount
        for row in other.rows { add(row) }
        addedCount = count
    }

    /// The rows from `offset` on, in order; they are not copied.
    func finished(offset: Int) -> some RandomAccessCollection<RankedRow> {
        let places = sortedPlaces()
        let end = min(capacity ?? places.count, places.count)
        return places[min(offset, end)..<end].lazy.map { rows[$0.index] }
    }

    private mutating func cut(to capacity: Int) {
        rows = sortedPlaces().prefix(capacity).map { rows[$0.index] }
        worst = rows.last
    }

    /// The places of the rows in order; they are sorted instead of the rows, since those are large.
    private func sortedPlaces() -> [(rank: Int64, index: Int)] {
        var places = rows.indices.map { (rank: rows[$0].rank, index: $0) }
        places.sort { left, right in
            left.rank == right.rank ? precedes(rows[left.index], rows[right.index]) : left.rank < right.rank
        }
        return places
    }

    func precedes(_ left: RankedRow, _ right: RankedRow) -> Bool {
        if left.rank != right.rank { return left.rank < right.rank }
        for index in descending.indices {
            if let answer = precedes(left.keys[index], right.keys[index], at: index) { return answer }
        }
        return (left.arrival.ordinal, left.arrival.sequence) < (right.arrival.ordinal, right.arrival.sequence)
    }

    /// Whether a key decides for the left; nil when it leaves it open.
    func precedes(_ left: Value, _ right: Value, at index: Int) -> Bool? {
        if left == right { return nil }
        // Null stands last whatever the direction.
        if left.isNull || right.isNull { return right.isNull }
        if Value.sortsBefore(left, right) { return !descending[index] }
        if Value.sortsBefore(right, left) { return descending[index] }
        return nil
    }
}
