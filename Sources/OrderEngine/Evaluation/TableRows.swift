package import OrderModel

/// The rows that a query ranges over in a table of columns: its orders, or their items or payments.
///
/// Made once for a batch. A row of a child is numbered as in its `ChildTable`; `order.…` fields of it come from the
/// order's columns.
package final class TableRows: Sendable {
    package let table: ColumnTable
    package let collection: Collection
    /// How many rows there are.
    package let count: Int
    /// For children, where each order's rows begin; empty for orders.
    package let offsets: [Int32]
    private let columns: [Field: FieldColumn]
    private let items: TableRows?
    private let payments: TableRows?

    /// Where a field's values stand.
    package enum FieldColumn: Sendable {
        /// A value per row.
        case own(Column)
        /// A value per order, for the `order.…` field of an item or payment.
        case parent(Column)
    }

    /// The rows of a collection; nil when the scan did not ask for its rows.
    package static func rows(of table: ColumnTable, in collection: Collection) -> TableRows? {
        if collection == .orders { return TableRows(orders: table) }
        return table.children(in: collection).map { TableRows($0, of: table, collection) }
    }

    /// The rows of a table's orders.
    package init(orders table: ColumnTable) {
        self.table = table
        collection = .orders
        count = table.count
        offsets = []
        columns = Dictionary(
            table.columns.map { ($0.field, .own($0)) },
            uniquingKeysWith: { first, _ in first }
        )
        items = table.items.map { TableRows($0, of: table, .items) }
        payments = table.payments.map { TableRows($0, of: table, .payments) }
    }

    private init(_ children: ChildTable, of table: ColumnTable, _ collection: Collection) {
        self.table = table
        self.collection = collection
        count = children.count
        offsets = children.offsets
        let own = children.columns.map { ($0.field, FieldColumn.own($0)) }
        let parents = table.columns.compactMap { column in
            Schema.field(named: "order." + column.field.name, in: collection).map { ($0, FieldColumn.parent(column)) }
        }
        columns = Dictionary(own + parents, uniquingKeysWith: { first, _ in first })
        items = nil
        payments = nil
    }

    /// Where a field's values stand; nil when the scan did not ask for it.
    package func column(of field: Field) -> FieldColumn? { columns[field] }

    /// The items or payments of these orders; nil for rows that are no orders, or when the scan did not ask for them.
    package func children(in collection: Collection) -> TableRows? {
        switch collection {
        case .orders, .result: nil
        case .items: items
        case .payments: payments
        }
    }

    /// The row of the order that a row belongs to.
    package func orderRow(of row: Int) -> Int {
        guard collection != .orders else { return row }
        // The last order that begins at or before the row: orders without rows begin where the next one does.
        var (low, high) = (0, offsets.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(offsets[middle]) <= row { low = middle } else { high = middle }
        }
        return low
    }

    /// Where a row stands in its order, from 0.
    package func position(of row: Int) -> Int {
        collection == .orders ? 0 : row - Int(offsets[orderRow(of: row)])
    }

    /// The rows of an order.
    package func rows(ofOrder orderRow: Int) -> Range<Int> {
        guard collection != .orders else { return orderRow..<orderRow + 1 }
        return Int(offsets[orderRow])..<Int(offsets[orderRow + 1])
    }

    /// The value of a field for a row; nil when the scan did not ask for the field.
    package func value(of field: Field, at row: Int) -> Value? {
        switch columns[field] {
        case .own(let column): column.value(at: row)
        case .parent(let column): column.value(at: orderRow(of: row))
        case nil: nil
        }
    }
}
