package import OrderModel
package import OrderReference

/// A query ready to run: what it looks at, what it checks, and what its answer looks like.
///
/// Made once for a query; shared by the workers of its execution.
package struct PreparedQuery: Sendable {
    /// What every batch must supply.
    package let neededFields: NeededFields
    let shape: AnswerShape
    let time: TimeContext
    /// Whether orders come in the answer's own order, and the first rows are the best ones.
    package let arrivesInOrder: Bool
    let searchText: String?
    let search: CompiledSearch?
    let conditions: [CompiledCondition]
    /// Nil where the answer has a row per order, item or payment.
    let grouping: GroupAnswer?
    let computation: ColumnComputation

    /// When the columns of an answer's row are computed.
    enum ColumnComputation: Sendable {
        /// As soon as the row has passed; it is in the answer.
        case immediately
        /// At the end, for the few rows of the answer, from what they were read from.
        case last
        /// As soon as the row has passed; a failure counts only if the row is in the answer after all.
        case tentatively
    }

    /// With a limit beyond this, reading rows again costs more than having their columns from the beginning.
    private static let lateRowLimit = 10_000

    /// Prepares a query.
    ///
    /// - Parameters:
    ///   - query: The query, with parameters bound and relative dates resolved.
    ///   - time: The moment and zone that days are cut by.
    ///   - screening: What to check; nil for everything that the query says.
    ///   - written: The query as it names its columns, where constants of it have been replaced; nil for `query`.
    ///   - columnName: The canonical text of an expression, which names columns without an alias.
    package init(
        _ query: Query,
        time: TimeContext,
        screening: Screening? = nil,
        named written: Query? = nil,
        columnName: (Expression) -> String
    ) {
        let screening = screening ?? .everything(of: query)
        let shape = AnswerShape(query, named: written ?? query, columnName: columnName)
        self.shape = shape
        self.time = time
        arrivesInOrder = screening.arrivesInOrder
        searchText = Self.searchText(of: query, screening)
        search = searchText.map { CompiledSearch($0) }
        conditions = screening.conditions.map { CompiledCondition($0, over: query.collection, time: time) }
        grouping = shape.isGrouped ? GroupAnswer(shape) : nil
        if !shape.computesColumnsLast {
            computation = .immediately
        } else if shape.keepsDocuments || (shape.capacity ?? 0) <= Self.lateRowLimit {
            computation = .last
        } else {
            computation = .tentatively
        }
        var fields = NeededFields()
        fields.insertRows(of: query.collection)
        if searchText != nil { fields.insertSearchFields() }
        for condition in screening.conditions { fields.insert(condition) }
        neededFields = Self.adding(shape, grouping, computation, to: fields)
    }

    /// What rows must beat to matter, to be shared by all workers and the scan; nil where every row matters.
    ///
    /// Leaving rows out must not hide the error of another, so there is no bound where computing may fail.
    package func makeBound() -> SortBound? {
        guard shape.limit != nil, grouping == nil, let first = shape.rowOrder.first,
            case .field(let field) = first.expression,
            shape.rowOrder.allSatisfy({ $0.expression.isSafe }), conditions.allSatisfy({ $0.condition.isSafe })
        else { return nil }
        return SortBound(field: field, isDescending: first.isDescending)
    }

    /// The search that is left to do here; nil when there is none, or none with any term.
    private static func searchText(of query: Query, _ screening: Screening) -> String? {
        guard screening.checksSearch, let search = query.search, !SearchTerms(search).terms.isEmpty else { return nil }
        return search
    }

    private static func adding(
        _ shape: AnswerShape,
        _ grouping: GroupAnswer?,
        _ computation: ColumnComputation,
        to fields: NeededFields
    ) -> NeededFields {
        var fields = fields
        if let grouping {
            for expression in shape.groups + grouping.aggregates { fields.insert(expression) }
            return fields
        }
        for sort in shape.rowOrder { fields.insert(sort.expression) }
        for field in shape.tieBreakers { fields.insert(field) }
        switch computation {
        case .last: break
        case .immediately where shape.keepsDocuments: fields.includesDocuments = true
        case .immediately, .tentatively: for column in shape.columns { fields.insert(column) }
        }
        return fields
    }
}
