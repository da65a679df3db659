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
        for group in groups.sorted(by: { Self.precedes($0.key, $1.key) }) {
            do throws(ValueProblem) {
                if let entry = try entry(group, evaluator) { rows.add(entry) }
            } catch {
                throw EvaluationError(place: Self.place(of: group.key), problem: error.message)
            }
        }
        return rows.finished(offset: shape.offset)
    }

    /// The row of one group, nil when `having` leaves it out.
    private func entry(
        _ group: Group,
        _ evaluator: Evaluator
    ) throws(ValueProblem) -> SortedRows<ResultRow>.Entry? {
        var known = Dictionary(zip(shape.groups, group.key), uniquingKeysWith: { first, _ in first })
        for (aggregate, accumulator) in zip(aggregates, group.accumulators) {
            known[aggregate] = try accumulator.result()
        }
        let scope = GroupScope(known: known)
        if let having = shape.having, try !evaluator.holds(having, in: scope) { return nil }
        var keys: [Value] = []
        for sort in shape.order { keys.append(try evaluator.value(of: sort.expression, in: scope)) }
        var values: [Value] = []
        for column in shape.columns { values.append(try evaluator.value(of: column, in: scope)) }
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

/// A group as a scope: its keys and its aggregates are what is known.
private struct GroupScope: Scope {
    let known: [Expression: Value]

    func value(of expression: Expression) throws(ValueProblem) -> Value? { known[expression] }

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
