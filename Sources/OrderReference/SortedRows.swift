import OrderModel

/// The rows of an answer, kept in order; with a limit only the best ones stay in memory.
///
/// What a row carries besides its keys is the caller's.
final class SortedRows<Content> {
    /// One row with what decides its place.
    struct Entry {
        /// The values of `order by`, in its order.
        let keys: [Value]
        /// What decides between equal keys, ascending.
        let ties: [Value]
        let content: Content
        /// The order of arrival: the last resort where even ids are equal.
        var arrival = 0
    }

    private let descending: [Bool]
    private let capacity: Int?
    private var entries: [Entry] = []
    private var arrivalCount = 0
    /// Once rows were cut off: the worst of those kept, which a newcomer must beat.
    private var worst: Entry?

    /// How many rows may gather beyond the capacity before the worst are cut off.
    private let slack = 1024

    init(descending: [Bool], capacity: Int?) {
        self.descending = descending
        self.capacity = capacity
    }

    /// Whether as many rows are there as can be wanted.
    var isFull: Bool { capacity.map { arrivalCount >= $0 } ?? false }

    func add(_ entry: Entry) {
        var entry = entry
        entry.arrival = arrivalCount
        arrivalCount += 1
        guard let capacity else {
            entries.append(entry)
            return
        }
        if capacity == 0 { return }
        if let worst, !precedes(entry, worst) { return }
        entries.append(entry)
        if entries.count - slack >= capacity { cut(to: capacity) }
    }

    /// The rows from `offset` on, in order.
    func finished(offset: Int) -> [Content] {
        if let capacity { cut(to: capacity) } else { entries.sort(by: precedes) }
        return entries.dropFirst(offset).map(\.content)
    }

    private func cut(to capacity: Int) {
        entries.sort(by: precedes)
        guard entries.count > capacity else { return }
        entries.removeLast(entries.count - capacity)
        worst = entries.last
    }

    private func precedes(_ left: Entry, _ right: Entry) -> Bool {
        for (index, isDescending) in descending.enumerated() {
            let (left, right) = (left.keys[index], right.keys[index])
            if left == right { continue }
            // Null stands last whatever the direction.
            if left.isNull || right.isNull { return right.isNull }
            if Value.sortsBefore(left, right) { return !isDescending }
            if Value.sortsBefore(right, left) { return isDescending }
        }
        for (left, right) in zip(left.ties, right.ties) where left != right {
            return Value.sortsBefore(left, right)
        }
        return left.arrival < right.arrival
    }
}
