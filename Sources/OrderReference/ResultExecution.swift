// Asks an answer again: the plain evaluator over the rows of a result, as it is over the rows of orders.

package import OrderModel

/// Evaluates a query on `_` over the answer that it names.
///
/// The answer's own order takes the place of ids: it is the order without `order by`, and decides between equal keys.
package struct ResultExecution {
    private let table: ResultTable
    private let schema: ResultSchema
    private let shape: AnswerShape
    private let condition: Condition?
    private let evaluator: Evaluator

    /// Begins an evaluation.
    ///
    /// - Parameters:
    ///   - query: The query, with parameters bound and relative dates resolved.
    ///   - table: The answer that it asks.
    ///   - time: The moment and zone that days are cut by.
    ///   - written: The query as it names its columns, where constants of it have been replaced; nil for `query`.
    ///   - columnName: The canonical text of an expression, which names columns without an alias.
    /// - Throws: `MissingColumn` where the answer turned out to have less than the query was checked for.
    package init(
        _ query: Query,
        over table: ResultTable,
        time: TimeContext,
        named written: Query? = nil,
        columnName: (Expression) -> String
    ) throws(MissingColumn) {
        self.table = table
        let schema = ResultSchema(columns: table.columns)
        self.schema = schema
        evaluator = Evaluator(time: time)
        let showsAll = query.columns == nil && !query.isGrouped
        let shape = AnswerShape(
            try Self.completed(query, with: schema),
            named: try Self.completed(written ?? query, with: schema)
        ) { expression in
            // What is shown without `select` keeps its heading.
            if showsAll, case .field(let field) = expression, let index = schema.fields.firstIndex(of: field) {
                return schema.columns[index].name
            }
            return columnName(expression)
        }
        self.shape = shape
        condition = try query.condition?.replacingExpressions { (part) throws(MissingColumn) in
            try Self.ownField(part, in: schema)
        }
    }

    /// The answer; `pause` is called now and then with the number of rows so far, and can end the work by throwing.
    package func answer(pause: (Int) throws -> Void = { _ in }) throws -> ResultTable {
        let rows = shape.isGrouped ? try groups(pause) : try plainRows(pause)
        return ResultTable(columns: shape.resultColumns, rows: rows)
    }

    /// How many rows are looked at between two pauses.
    private static let pauseLength = 4096

    // MARK: Rows

    private func plainRows(_ pause: (Int) throws -> Void) throws -> [ResultRow] {
        let sorted = SortedRows<Content>(descending: shape.order.map(\.isDescending), capacity: shape.capacity)
        try forEachRow(pause) { (scope) throws(ValueProblem) in
            var keys: [Value] = []
            for sort in shape.order { keys.append(try evaluator.value(of: sort.expression, in: scope)) }
            let content = shape.computesColumnsLast ? Content.pending(scope) : .computed(try row(scope))
            sorted.add(SortedRows.Entry(keys: keys, ties: [], content: content))
        }
        return try sorted.finished(offset: shape.offset).map { content in
            switch content {
            case .computed(let row): return row
            case .pending(let scope): return try scope.placing { () throws(ValueProblem) in try row(scope) }
            }
        }
    }

    /// What is kept of a row: its columns, or the row itself until it is known to be in the answer.
    private enum Content {
        case computed(ResultRow)
        case pending(ResultScope)
    }

    /// Does something with each row that passes the condition.
    private func forEachRow(
        _ pause: (Int) throws -> Void,
        _ body: (ResultScope) throws(ValueProblem) -> Void
    ) throws {
        let places = Dictionary(uniqueKeysWithValues: zip(schema.fields, schema.fields.indices))
        for (index, row) in table.rows.enumerated() {
            if index % Self.pauseLength == 0 { try pause(index) }
            let scope = ResultScope(values: row.values, places: places, number: index + 1)
            try scope.placing { () throws(ValueProblem) in
                if try passes(scope) { try body(scope) }
            }
        }
    }

    private func row(_ scope: ResultScope) throws(ValueProblem) -> ResultRow {
        var values: [Value] = []
        values.reserveCapacity(shape.columns.count)
        for column in shape.columns { values.append(try evaluator.value(of: column, in: scope)) }
        return ResultRow(values: values)
    }

    private func passes(_ scope: ResultScope) throws(ValueProblem) -> Bool {
        guard let condition else { return true }
        return try evaluator.holds(condition, in: scope)
    }

    // MARK: Groups

    private func groups(_ pause: (Int) throws -> Void) throws -> [ResultRow] {
        let answer = GroupAnswer(shape)
        var groups: [[Value]: [AggregateAccumulator]] = [:]
        if shape.groups.isEmpty { groups[[]] = answer.makeAccumulators() }
        try forEachRow(pause) { (scope) throws(ValueProblem) in try add(scope, to: &groups, answer) }
        return try answer.rows(
            of: groups.map { GroupAnswer.Group(key: $0.key, accumulators: $0.value) },
            evaluator
        )
    }

    private func add(
        _ scope: ResultScope,
        to groups: inout [[Value]: [AggregateAccumulator]],
        _ answer: GroupAnswer
    ) throws(ValueProblem) {
        var key: [Value] = []
        for group in shape.groups { key.append(try evaluator.value(of: group, in: scope)) }
        var accumulators = groups.removeValue(forKey: key) ?? answer.makeAccumulators()
        for (index, aggregate) in answer.aggregates.enumerated() {
            var value: Value?
            if case .aggregate(_, .some(let argument)) = aggregate {
                value = try evaluator.value(of: argument, in: scope)
            }
            try accumulators[index].add(value)
        }
        groups[key] = accumulators
    }

    // MARK: Columns

    /// The query with the answer's own fields, and with all of them where it selects none.
    private static func completed(_ query: Query, with schema: ResultSchema) throws(MissingColumn) -> Query {
        var query = try query.replacingExpressions { (part) throws(MissingColumn) in try ownField(part, in: schema) }
        if query.columns == nil, !query.isGrouped { query.columns = schema.fields.map { Column(.field($0)) } }
        return query
    }

    /// A field as the answer has it: what it was checked for may have been known less exactly.
    private static func ownField(
        _ expression: Expression,
        in schema: ResultSchema
    ) throws(MissingColumn) -> Expression? {
        guard case .field(let field) = expression, field.collection == .result else { return nil }
        guard let own = schema.field(named: field.name) else { throw MissingColumn(name: field.name, schema: schema) }
        return .field(own)
    }
}

/// A column that an answer was checked to have, and has not: its source did not supply it.
package struct MissingColumn: Failure, Hashable {
    package let name: String
    package let schema: ResultSchema

    package var category: FailureCategory { .failed }
    package var message: String { "the answer that is asked has no column '\(name)'" }
    package var mend: String? { "its columns are " + schema.fields.map(\.name).joined(separator: ", ") }
}

/// A row of an answer as what an expression is computed from.
private struct ResultScope: Scope {
    let values: [Value]
    /// Where the columns stand in the row; the same for all rows.
    let places: [Field: Int]
    let number: Int

    func value(of expression: Expression) throws(ValueProblem) -> Value? {
        guard case .field(let field) = expression, let place = places[field] else { return nil }
        return values[place]
    }

    func rows(in collection: Collection) throws(ValueProblem) -> [Row] {
        throw ValueProblem("a row of an answer has no \(collection.rawValue)")
    }

    /// Says of a problem which row has it.
    func placing<Result>(_ body: () throws(ValueProblem) -> Result) throws(EvaluationError) -> Result {
        do throws(ValueProblem) {
            return try body()
        } catch {
            throw EvaluationError(place: "row \(number) of the answer that is asked", problem: error.message)
        }
    }
}
