package import OrderModel

/// What becomes of groups once all rows are in them: aggregates, `having`, order and columns.
package struct GroupAnswer: Sendable {
    package let shape: AnswerShape
    /// Every aggregate that the answer needs, once.
    package let aggregates: [Expression]

    /// The rows of one key.
    package struct Group: Sendable {
        package let key: [Value]
        /// One per aggregate.
        package var accumulators: [AggregateAccumulator]

        package init(key: [Value], accumulators: [AggregateAccumulator]) {
            self.key = key
            self.accumulators = accumulators
        }
    }

    package init(_ shape: AnswerShape) {
        self.shape = shape
        aggregates = Self.aggregates(of: shape)
    }

    /// The accumulators of a new group.
    package func makeAccumulators() -> [AggregateAccumulator] {
        aggregates.compactMap { expression in
            guard case .aggregate(let aggregate, let argument) = expression else { return nil }
            return AggregateAccumulator(aggregate, argumentType: argument?.valueType)
        }
    }

    /// The rows of the answer.
    ///
    /// Groups are looked at by their keys, ascending, so that of several failures the same one is told every time.
    package func rows(of groups: [Group], _ evaluator: Evaluator) throws(EvaluationError) -> [ResultRow] {
        let rows = SortedRows<ResultRow>(descending: shape.order.map(\.isDescending), capacity: shape.capacity)
        let parts = Parts(self)
        for group in groups.sorted(by: { Self.precedes($0.key, $1.key) }) {
            do throws(ValueProblem) {
                if let entry = try entry(group, parts, evaluator) { rows.add(entry) }
            } catch {
                throw EvaluationError(place: Self.place(of: group.key), problem: error.message)
            }
        }
        return rows.finished(offset: shape.offset)
    }

    /// The row of one group, nil when `having` leaves it out.
    private func entry(
        _ group: Group,
        _ parts: Parts,
        _ evaluator: Evaluator
    ) throws(ValueProblem) -> SortedRows<ResultRow>.Entry? {
        var results: [Value] = []
        for accumulator in group.accumulators { results.append(try accumulator.result()) }
        let scope = GroupScope(parts: parts, key: group.key, results: results)
        if let having = shape.having, try !evaluator.holds(having, in: scope) { return nil }
        var keys: [Value] = []
        for part in parts.order { keys.append(try scope.value(of: part, evaluator)) }
        var values: [Value] = []
        for part in parts.columns { values.append(try scope.value(of: part, evaluator)) }
        return SortedRows.Entry(keys: keys, ties: group.key, content: ResultRow(values: values))
    }

    private static func precedes(_ left: [Value], _ right: [Value]) -> Bool {
        for (left, right) in zip(left, right) where left != right { return Value.sortsBefore(left, right) }
        return false
    }

    private static func place(of key: [Value]) -> String {
        key.isEmpty ? "all rows together" : "the group of \(key.map(\.inWords).joined(separator: ", "))"
    }

    private static func aggregates(of shape: AnswerShape) -> [Expression] {
        var found: [Expression] = []
        let collect = { (expression: Expression) -> Expression? in
            guard case .aggregate = expression else { return nil }
            if !found.contains(expression) { found.append(expression) }
            return expression
        }
        for column in shape.columns { _ = column.replacing(collect) }
        for sort in shape.order { _ = sort.expression.replacing(collect) }
        _ = shape.having?.replacingExpressions(collect)
        return found
    }
}

/// Where the expressions of an answer find their values in a group; the same for all groups.
private struct Parts {
    let known: [Expression: Part]
    let order: [Part]
    let columns: [Part]

    enum Part {
        case key(Int)
        case aggregate(Int)
        /// Something computed from keys and aggregates.
        case computed(Expression)
    }

    init(_ answer: GroupAnswer) {
        let keys = answer.shape.groups.enumerated().map { ($1, Part.key($0)) }
        let aggregates = answer.aggregates.enumerated().map { ($1, Part.aggregate($0)) }
        let known = Dictionary(keys + aggregates, uniquingKeysWith: { first, _ in first })
        self.known = known
        order = answer.shape.order.map { known[$0.expression] ?? .computed($0.expression) }
        columns = answer.shape.columns.map { known[$0] ?? .computed($0) }
    }
}

/// A group as a scope: its keys and its aggregates are what is known.
private struct GroupScope: Scope {
    let parts: Parts
    let key: [Value]
    let results: [Value]

    func value(of part: Parts.Part, _ evaluator: Evaluator) throws(ValueProblem) -> Value {
        switch part {
        case .key(let index): key[index]
        case .aggregate(let index): results[index]
        case .computed(let expression): try evaluator.value(of: expression, in: self)
        }
    }

    func value(of expression: Expression) throws(ValueProblem) -> Value? {
        switch parts.known[expression] {
        case .key(let index): key[index]
        case .aggregate(let index): results[index]
        case .computed, nil: nil
        }
    }

    func rows(in collection: Collection) throws(ValueProblem) -> [Row] {
        throw ValueProblem("a group has no \(collection.rawValue) of its own")
    }
}

extension Value {
    /// The value in a message, shortly.
    fileprivate var inWords: String {
        switch self {
        case .text(let text): text
        case .number(let number): number.description
        case .period(let period): period.description
        default: kindInWords
        }
    }
}
