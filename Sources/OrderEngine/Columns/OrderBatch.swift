package import OrderModel

/// Some orders of a scan.
///
/// Most are rows of the columns. An order that does not fit there, because a needed value is missing, of a wrong
/// type, too large, or oddly written, is handed over whole, and the plain evaluator decides about it: so the
/// columns hold sound values only, and such an order gets exactly the answer or error that the language promises.
package struct OrderBatch: Sendable {
    /// The batch's place in its scan; batches of a smaller ordinal come earlier in the source.
    package let ordinal: Int
    package let columns: ColumnTable
    /// In the source's order.
    package let plainOrders: [Order]

    package init(ordinal: Int, columns: ColumnTable, plainOrders: [Order] = []) {
        self.ordinal = ordinal
        self.columns = columns
        self.plainOrders = plainOrders
    }

    /// A batch of whole orders, whose order is kept.
    package init(ordinal: Int = 0, plainOrders: [Order]) {
        self.init(ordinal: ordinal, columns: .empty, plainOrders: plainOrders)
    }

    package var orderCount: Int { columns.count + plainOrders.count }
}
