import OrderModel
import OrderReference

/// Gathers the rows that pass into groups; used by one task.
final class GroupGathering {
    private let answer: GroupAnswer
    private let evaluator: Evaluator
    private var keys: [KeyNumbering]
    /// How the numbers of the first key and the second become one, that and the third, and so on.
    private var pairs: [PairNumbering]
    private var aggregates: [AggregateGathering]

    init(_ answer: GroupAnswer, _ evaluator: Evaluator) {
        self.answer = answer
        self.evaluator = evaluator
        keys = answer.shape.groups.map(KeyNumbering.init)
        pairs = Array(repeating: PairNumbering(), count: max(0, keys.count - 1))
        let accumulators = answer.makeAccumulators()
        aggregates = zip(answer.aggregates, accumulators).map(AggregateGathering.init)
        for index in aggregates.indices { aggregates[index].makeRoom(for: groupCount) }
    }

    /// How many groups there are; one from the beginning where there are no keys.
    private var groupCount: Int { pairs.last?.pairs.count ?? keys.first?.values.count ?? 1 }

    /// Takes the selected rows of a batch.
    func add(_ selected: SelectedRows) throws(EvaluationError) {
        let numbers = try numbers(for: selected)
        let batch = GroupedRows(selected, numbers, groupCount: groupCount)
        for index in aggregates.indices {
            aggregates[index].makeRoom(for: groupCount)
            try aggregates[index].add(batch, evaluator)
        }
    }

    /// Takes a row that is no row of columns.
    func add(_ row: Row) throws(EvaluationError) {
        var group: Int32 = 0
        for index in keys.indices {
            let number = try keys[index].number(for: row, evaluator)
            group = index == 0 ? number : pairs[index - 1].number(of: group, number)
        }
        for index in aggregates.indices {
            aggregates[index].makeRoom(for: groupCount)
            try aggregates[index].add(row, group: Int(group), evaluator)
        }
    }

    /// The groups with their keys, in no order.
    var groups: [GroupAnswer.Group] {
        (0..<groupCount).map { group in
            GroupAnswer.Group(key: key(of: group), accumulators: aggregates.map { $0.accumulators[group] })
        }
    }

    /// The number of each row's group; nil where there is only one group.
    private func numbers(for selected: SelectedRows) throws(EvaluationError) -> [Int32]? {
        var combined: [Int32]?
        for index in keys.indices {
            let numbers = try keys[index].numbers(for: selected, evaluator)
            if let former = combined {
                combined = zip(former, numbers).map { pairs[index - 1].number(of: $0, $1) }
            } else {
                combined = numbers
            }
        }
        return combined
    }

    private func key(of group: Int) -> [Value] {
        guard !keys.isEmpty else { return [] }
        var key: [Value] = []
        var number = group
        for index in pairs.indices.reversed() {
            let (first, second) = pairs[index].pairs[number]
            key.append(keys[index + 1].values[Int(second)])
            number = Int(first)
        }
        key.append(keys[0].values[number])
        return key.reversed()
    }
}

/// The rows of one batch and the groups that they belong to.
struct GroupedRows {
    let selected: SelectedRows
    /// The number of each row's group; nil where there is only one group.
    let groups: [Int32]?
    let groupCount: Int
    /// How many of the rows are in each group; nil where there are more groups than a batch should walk through.
    let rowCounts: [Int]?

    init(_ selected: SelectedRows, _ groups: [Int32]?, groupCount: Int) {
        self.selected = selected
        self.groups = groups
        self.groupCount = groupCount
        if groups == nil {
            rowCounts = [selected.count]
        } else if let groups, groupCount <= max(256, 2 * selected.count) {
            rowCounts = Self.counts(groups, groupCount)
        } else {
            rowCounts = nil
        }
    }

    private static func counts(_ groups: [Int32], _ groupCount: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: groupCount)
        counts.withUnsafeMutableBufferPointer { counts in
            for group in groups { counts[Int(group)] &+= 1 }
        }
        return counts
    }
}
