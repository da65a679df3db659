package import OrderModel

/// What an answer looks like: its columns, its order and its keys, with every alias replaced by what it names.
package struct AnswerShape: Sendable {
    package let collection: Collection
    package let isGrouped: Bool
    package let columns: [Expression]
    package let resultColumns: [ResultColumn]
    package let groups: [Expression]
    package let having: Condition?
    package let order: [Sort]
    /// Whether whole documents belong to the answer: no `select`, no groups.
    package let keepsDocuments: Bool
    package let offset: Int
    package let limit: Int?

    /// The shape of a query's answer, its columns named as `written` has them, which differs in constants only.
    package init(_ query: Query, named written: Query, columnName: (Expression) -> String) {
        collection = query.collection
        isGrouped = query.isGrouped
        groups = query.groups.map(\.expression)
        let keys = Dictionary(
            query.groups.compactMap { group in group.alias.map { ($0, group.expression) } },
            uniquingKeysWith: { first, _ in first }
        )
        let selected = query.columns ?? Self.defaultColumns(of: query)
        columns = selected.map { Self.substituting(keys, in: $0.expression) }
        resultColumns = zip(written.columns ?? Self.defaultColumns(of: written), columns).map { column, expression in
            ResultColumn(name: column.alias ?? columnName(column.expression), type: expression.valueType)
        }
        let named = zip(selected, columns).compactMap { column, expression in column.alias.map { ($0, expression) } }
        let aliases = keys.merging(named) { _, column in column }
        having = query.having?.replacingExpressions { Self.replacement($0, aliases) }
        order = query.order.map {
            Sort(Self.substituting(aliases, in: $0.expression), isDescending: $0.isDescending)
        }
        keepsDocuments = (query.columns ?? []).isEmpty && !query.isGrouped
        offset = max(query.offset ?? 0, 0)
        limit = query.limit.map { max($0, 0) }
    }

    /// How many rows have to be kept to answer with the limit, after the offset was skipped.
    package var capacity: Int? {
        limit.map { limit in
            let (sum, overflow) = limit.addingReportingOverflow(offset)
            return overflow ? Int.max : sum
        }
    }

    /// Whether only the answer's own rows have their columns computed, once it is known which they are.
    ///
    /// A broken value in a row that a limit leaves out is no error then.
    package var computesColumnsLast: Bool { limit != nil && !isGrouped }

    /// The keys that rows are sorted by: those of `order by`, else the newest order first.
    package var rowOrder: [Sort] {
        guard order.isEmpty else { return order }
        return field(parentPrefix + "created_at").map { [Sort(.field($0), isDescending: true)] } ?? []
    }

    /// What decides between equal keys, ascending; after them a row's place in its order does.
    ///
    /// Without `order by`, items and payments stay in their order's order, as they stand in it.
    package var tieBreakers: [Field] {
        if order.isEmpty { return [field(parentPrefix + "id")].compactMap { $0 } }
        return [field("id"), collection == .orders ? nil : field("order.id")].compactMap { $0 }
    }

    private var parentPrefix: String { collection == .orders ? "" : "order." }

    private func field(_ name: String) -> Field? { Schema.field(named: name, in: collection) }

    private static func defaultColumns(of query: Query) -> [Column] {
        if query.isGrouped { return query.groups + [Column(.aggregate(.count, nil))] }
        return Schema.defaultColumns(of: query.collection).map { Column(.field($0)) }
    }

    private static func substituting(_ aliases: [String: Expression], in expression: Expression) -> Expression {
        expression.replacing { replacement($0, aliases) }
    }

    private static func replacement(_ expression: Expression, _ aliases: [String: Expression]) -> Expression? {
        guard case .alias(let name) = expression else { return nil }
        return aliases[name]
    }
}
