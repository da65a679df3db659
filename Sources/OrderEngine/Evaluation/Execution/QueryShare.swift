package import OrderModel
import OrderReference

/// How many rows went which way.
package struct QueryCounts: Sendable, Hashable {
    /// How many orders were looked at.
    package var scannedCount = 0
    /// How many rows passed: orders, items or payments.
    package var matchedCount = 0
    /// How many rows each condition of the screening turned away; a row counts for the first one it fails.
    package var dropCounts: [Int]

    init(conditionCount: Int) {
        dropCounts = Array(repeating: 0, count: conditionCount)
    }

    fileprivate mutating func add(_ other: QueryCounts) {
        scannedCount += other.scannedCount
        matchedCount += other.matchedCount
        for index in dropCounts.indices { dropCounts[index] += other.dropCounts[index] }
    }
}

/// What one worker, or several together, know of a query's answer.
package struct QueryShare: Sendable {
    package private(set) var counts: QueryCounts
    private var result: Result

    enum Result: Sendable {
        case rows(RankedRows)
        case groups([GroupAnswer.Group])
    }

    init(counts: QueryCounts, result: Result) {
        self.counts = counts
        self.result = result
    }

    /// The share of rows that nobody read, but of which is known how many each group has.
    ///
    /// The query's aggregates must all be `count()`. A group without rows is none, unless there are no keys.
    package init(groupCounts: [(key: [Value], count: Int)], of query: PreparedQuery) {
        var counts = QueryCounts(conditionCount: query.conditions.count)
        var groups: [GroupAnswer.Group] = []
        for (key, count) in groupCounts where count > 0 || key.isEmpty {
            var accumulators = query.grouping?.makeAccumulators() ?? []
            for index in accumulators.indices { accumulators[index].add(count: count) }
            groups.append(GroupAnswer.Group(key: key, accumulators: accumulators))
            counts.matchedCount += count
        }
        self.init(counts: counts, result: .groups(groups))
    }

    /// Takes another worker's share of the same query.
    package mutating func merge(_ other: QueryShare) {
        counts.add(other.counts)
        switch (result, other.result) {
        case (.rows(var rows), .rows(let others)):
            rows.merge(others)
            result = .rows(rows)
        case (.groups(let groups), .groups(let others)):
            result = .groups(Self.merged(groups, others))
        case (.rows, .groups), (.groups, .rows):
            preconditionFailure("only shares of one query merge")
        }
    }

    /// The answer, once all shares are merged.
    package func table(for query: PreparedQuery) throws -> ResultTable {
        let evaluator = Evaluator(time: query.time)
        let rows: [ResultRow]
        switch result {
        case .groups(let groups): rows = try query.grouping?.rows(of: groups, evaluator) ?? []
        case .rows(let ranked):
            let answer = ranked.finished(offset: query.shape.offset)
            rows = try RowComputation(query.shape, evaluator).rows(for: answer)
        }
        return ResultTable(columns: query.shape.resultColumns, rows: rows)
    }

    private static func merged(_ groups: [GroupAnswer.Group], _ others: [GroupAnswer.Group]) -> [GroupAnswer.Group] {
        var groups = groups
        var places = Dictionary(
            uniqueKeysWithValues: groups.indices.map { (groups[$0].key, $0) }
        )
        for other in others {
            guard let place = places[other.key] else {
                places[other.key] = groups.count
                groups.append(other)
                continue
            }
            for index in other.accumulators.indices {
                groups[place].accumulators[index].merge(other.accumulators[index])
            }
        }
        return groups
    }
}
