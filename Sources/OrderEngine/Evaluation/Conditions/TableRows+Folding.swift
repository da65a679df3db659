import CKernels
import OrderModel

extension TableRows {
    /// From orders to their items or payments: the rows of the given orders.
    func spread(_ orders: Bitmap) -> Bitmap {
        guard collection != .orders else { return orders }
        var rows = Bitmap(count: count)
        rows.withWords { filter_spread(offsets, table.count, orders.words, $0) }
        return rows
    }

    /// From items or payments to orders: those that have any of the given rows.
    func fold(_ rows: Bitmap) -> Bitmap {
        guard collection != .orders else { return rows }
        var orders = Bitmap(count: table.count)
        orders.withWords { filter_fold_any(offsets, table.count, rows.words, $0) }
        return orders
    }
}
