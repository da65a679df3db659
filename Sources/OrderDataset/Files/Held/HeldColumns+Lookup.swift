import OrderEngine
import OrderModel

/// What is known of an order that is looked up.
enum LookupFinding {
    /// The order that is meant, nil where there is none.
    case known(Order?)
    /// What tells orders from each other is not held.
    case unknown
}

extension HeldColumns.Held {
    /// Looks an order up in memory, if what tells is held; only its own document is read then.
    func order(_ lookup: Lookup) throws -> LookupFinding {
        guard let field = FileLookup.field(that: lookup), fields.orders.contains(field) else { return .unknown }
        for table in tables {
            let rows = try table.columns[field].map { try Self.rows(of: $0.column, lookup) } ?? []
            let candidates = try table.orders(at: rows) + table.plainOrders
            let found = candidates.filter { $0.matches(lookup) }
            if let first = found.min(by: { ($0.origin.line ?? 0) < ($1.origin.line ?? 0) }) { return .known(first) }
        }
        return .known(nil)
    }

    private static func rows(of column: OrderEngine.Column, _ lookup: Lookup) throws -> [Int] {
        var rows: [Int] = []
        for row in 0..<column.count {
            if row & 0xFFFF == 0 { try Task.checkCancellation() }
            if FileLookup.matches(lookup, column, row) { rows.append(row) }
        }
        return rows
    }
}
