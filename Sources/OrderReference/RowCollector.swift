import OrderModel

/// Takes the rows that pass a query's condition and answers with its table.
protocol RowCollector: AnyObject {
    func add(_ row: Row) throws(EvaluationError)
    func finish() throws(EvaluationError) -> [ResultRow]
    /// Whether no further row can change the answer, provided that rows arrive in the answer's order.
    var isFull: Bool { get }
}

/// Answers with a row per order, item or payment.
final class PlainCollector: RowCollector {
    private let shape: AnswerShape
    private let evaluator: Evaluator
    private let sort: [Sort]
    private let tieBreakers: [Field]
    private let rows: SortedRows

    init(_ shape: AnswerShape, _ evaluator: Evaluator) {
        self.shape = shape
        self.evaluator = evaluator
        let prefix = shape.collection == .orders ? "" : "order."
        func field(_ name: String) -> Field? { Schema.field(named: name, in: shape.collection) }
        if shape.order.isEmpty {
            // Newest order first; items and payments in their order's order, then as they stand.
            sort = field(prefix + "created_at").map { [Sort(.field($0), isDescending: true)] } ?? []
            tieBreakers = [field(prefix + "id")].compactMap { $0 }
        } else {
            sort = shape.order
            tieBreakers = [field("id"), shape.collection == .orders ? nil : field("order.id")].compactMap { $0 }
        }
        rows = SortedRows(descending: sort.map(\.isDescending), capacity: shape.capacity)
    }

    var isFull: Bool { rows.isFull }

    func add(_ row: Row) throws(EvaluationError) {
        var keys: [Value] = []
        for key in sort { keys.append(try evaluator.value(of: key.expression, for: row)) }
        var ties: [Value] = []
        for field in tieBreakers { ties.append(try evaluator.value(of: .field(field), for: row)) }
        ties.append(.number(Decimal(row.position)))
        var values: [Value] = []
        for column in shape.columns { values.append(try evaluator.value(of: column, for: row)) }
        let document = shape.keepsDocuments ? JSONValue.object(row.answerDocument) : nil
        rows.add(SortedRows.Entry(keys: keys, ties: ties, row: ResultRow(values: values, document: document)))
    }

    func finish() -> [ResultRow] {
        rows.finished(offset: shape.offset)
    }
}

/// Answers with a row per group, or one for all rows where there are aggregates but no keys.
final class GroupCollector: RowCollector {
    private let shape: AnswerShape
    private let evaluator: Evaluator
    private let aggregates: [Expression]
    private var groups: [[Value]: [AggregateAccumulator]] = [:]

    init(_ shape: AnswerShape, _ evaluator: Evaluator) {
        self.shape = shape
        self.evaluator = evaluator
        aggregates = Self.aggregates(of: shape)
        if shape.groups.isEmpty { groups[[]] = makeAccumulators() }
    }

    var isFull: Bool { false }

    func add(_ row: Row) throws(EvaluationError) {
        var key: [Value] = []
        for group in shape.groups { key.append(try evaluator.value(of: group, for: row)) }
        let accumulators = groups[key] ?? makeAccumulators()
        groups[key] = accumulators
        for (aggregate, accumulator) in zip(aggregates, accumulators) {
            var value: Value?
            if case .aggregate(_, .some(let argument)) = aggregate {
                value = try evaluator.value(of: argument, for: row)
            }
            do throws(ValueProblem) {
                try accumulator.add(value)
            } catch {
                throw EvaluationError(error, in: row.order)
            }
        }
    }

    func finish() throws(EvaluationError) -> [ResultRow] {
        let rows = SortedRows(descending: shape.order.map(\.isDescending), capacity: shape.capacity)
        for (key, accumulators) in groups {
            do throws(ValueProblem) {
                if let entry = try entry(key, accumulators) { rows.add(entry) }
            } catch {
                throw EvaluationError(place: place(of: key), problem: error.message)
            }
        }
        return rows.finished(offset: shape.offset)
    }

    /// The row of one group, nil when `having` leaves it out.
    private func entry(
        _ key: [Value],
        _ accumulators: [AggregateAccumulator]
    ) throws(ValueProblem) -> SortedRows.Entry? {
        var known = Dictionary(zip(shape.groups, key), uniquingKeysWith: { first, _ in first })
        for (aggregate, accumulator) in zip(aggregates, accumulators) { known[aggregate] = try accumulator.result() }
        let scope = GroupScope(known: known)
        if let having = shape.having, try !evaluator.holds(having, in: scope) { return nil }
        var keys: [Value] = []
        for sort in shape.order { keys.append(try evaluator.value(of: sort.expression, in: scope)) }
        var values: [Value] = []
        for column in shape.columns { values.append(try evaluator.value(of: column, in: scope)) }
        return SortedRows.Entry(keys: keys, ties: key, row: ResultRow(values: values))
    }

    private func makeAccumulators() -> [AggregateAccumulator] {
        aggregates.compactMap { expression in
            guard case .aggregate(let aggregate, let argument) = expression else { return nil }
            return AggregateAccumulator(aggregate, argumentType: argument?.valueType)
        }
    }

    private func place(of key: [Value]) -> String {
        key.isEmpty ? "all rows together" : "the group of \(key.map(\.inWords).joined(separator: ", "))"
    }

    /// Every aggregate that the answer needs, once.
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
