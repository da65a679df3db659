/// A checked query: every name resolved, every type known.
///
/// The one tree that the language parses into, the API's parameters convert into, the planner splits and the
/// engines evaluate.
package struct Query: Sendable, Hashable {
    package var collection: Collection
    /// Which of the earlier answers a query on `.result` asks: 0 for the last one, `_`.
    package var resultNumber = 0
    /// The API's search: all terms must be found, each in at least one of the search fields.
    package var search: String?
    package var condition: Condition?
    /// The keys of `group by`; empty when the query doesn't group.
    package var groups: [Column]
    /// The columns of `select`; nil for the collection's default answer, empty for whole documents alone.
    package var columns: [Column]?
    package var having: Condition?
    package var order: [Sort]
    package var limit: Int?
    package var offset: Int?
    /// How to show the answer; changes no row.
    package var chart: ChartKind?

    package init(_ collection: Collection) {
        self.collection = collection
        groups = []
        order = []
    }

    /// Whether the answer has a row per group (or one for all) instead of one per order, item or payment.
    package var isGrouped: Bool {
        !groups.isEmpty || (columns ?? []).contains { $0.expression.hasAggregate } || (having != nil)
    }
}

extension Query {
    /// The query for an answer that shows either the documents or the usual columns, where it selects none itself.
    ///
    /// So the one is not held in memory, nor the other read, for nothing. A usual column that the source does not
    /// supply is left out.
    package func answering(withDocuments: Bool, supplies: (Field) -> Bool = { _ in true }) -> Query {
        guard columns == nil, !isGrouped, collection != .result else { return self }
        var query = self
        query.columns =
            withDocuments ? [] : Schema.defaultColumns(of: collection).filter(supplies).map { Column(.field($0)) }
        return query
    }
}

/// An expression and the name it has in the answer.
package struct Column: Sendable, Hashable {
    package var expression: Expression
    /// The name given with `as`.
    package var alias: String?

    package init(_ expression: Expression, alias: String? = nil) {
        self.expression = expression
        self.alias = alias
    }
}

/// One key of `order by`.
package struct Sort: Sendable, Hashable {
    package var expression: Expression
    package var isDescending: Bool

    package init(_ expression: Expression, isDescending: Bool = false) {
        self.expression = expression
        self.isDescending = isDescending
    }
}

/// The kinds of chart; drawn by the shell.
package enum ChartKind: String, Sendable, Hashable, CaseIterable {
    case bar
    case line
    case histogram
    case sparkline
}

/// A statement that looks one order up instead of filtering.
package enum Lookup: Sendable, Hashable {
    /// `order 17`
    case identifier(Int)
    /// `order number "bf7b66149236455"`: the other platform's number, or the key in a local dataset.
    case number(String)
    /// `track 0c86ab758d3e236cb5a4`: the public tracking key.
    case key(String)
}
