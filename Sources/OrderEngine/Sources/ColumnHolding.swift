/// A source that keeps columns in memory between queries.
package protocol ColumnHolding: OrderSource {
    /// What is held now, nil when nothing is.
    var heldColumns: HeldColumnsSummary? { get }
}

/// What a source keeps in memory, for showing it.
package struct HeldColumnsSummary: Sendable, Hashable {
    package let fields: NeededFields
    package let orderCount: Int
    package let byteCount: Int

    package init(fields: NeededFields, orderCount: Int, byteCount: Int) {
        self.fields = fields
        self.orderCount = orderCount
        self.byteCount = byteCount
    }
}
