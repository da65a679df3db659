package import OrderModel

/// Orders as columns: a value per row for each needed field, and the items and payments as tables of their own.
package struct ColumnTable: Sendable {
    /// How many orders there are.
    package let count: Int
    /// One per needed field of orders.
    package let columns: [Column]
    /// Nil when the scan did not ask for them.
    package let items: ChildTable?
    package let payments: ChildTable?
    /// The way to a row's whole document.
    package let documents: any RowDocuments

    package static let empty = ColumnTable(count: 0, columns: [], documents: NoDocuments())

    package init(
        count: Int,
        columns: [Column],
        items: ChildTable? = nil,
        payments: ChildTable? = nil,
        documents: any RowDocuments
    ) {
        self.count = count
        self.columns = columns
        self.items = items
        self.payments = payments
        self.documents = documents
    }

    /// The column of an order's field; nil when the scan did not ask for it.
    package func column(of field: Field) -> Column? {
        columns.first { $0.field == field }
    }

    package func children(in collection: Collection) -> ChildTable? {
        switch collection {
        case .orders, .result: nil
        case .items: items
        case .payments: payments
        }
    }
}

/// The items or payments of a table's orders, one row each, in their orders' order and then as they stand.
package struct ChildTable: Sendable {
    /// `offsets[i]..<offsets[i + 1]` are the rows of order `i`; one more than there are orders.
    package let offsets: [Int32]
    /// One per needed field of the items' or payments' own.
    package let columns: [Column]

    package init(offsets: [Int32], columns: [Column]) {
        self.offsets = offsets
        self.columns = columns
    }

    /// How many items or payments there are.
    package var count: Int { Int(offsets.last ?? 0) }

    package func column(of field: Field) -> Column? {
        columns.first { $0.field == field }
    }
}

/// The way back from rows to what they were read from; asked for a few rows at the end of a query, or for all.
package protocol RowDocuments: Sendable {
    /// The whole orders of some rows, in the rows' order.
    func orders(at rows: [Int]) throws -> [Order]
    /// The values of order fields for some rows, a list per row; nil where whole orders are as quick.
    func values(of fields: [Field], at rows: [Int]) throws -> [[Value]]?
    /// The document of one row by itself, as row 0, so that keeping it keeps nothing of the others; nil where the
    /// rows' documents are not in memory.
    func detached(row: Int) -> (any RowDocuments)?
}

extension RowDocuments {
    package func detached(row: Int) -> (any RowDocuments)? { nil }

    package func values(of fields: [Field], at rows: [Int]) throws -> [[Value]]? { nil }
}

/// What a table without rows has.
struct NoDocuments: RowDocuments {
    func orders(at rows: [Int]) -> [Order] { [] }
}

/// Orders that are in memory as documents anyway.
package struct DocumentsInMemory: RowDocuments {
    private let orders: [Order]

    package init(_ orders: [Order]) {
        self.orders = orders
    }

    package func orders(at rows: [Int]) -> [Order] { rows.map { orders[$0] } }
}
