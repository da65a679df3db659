import OrderModel

/// The rows of one batch that passed, as lists of places in columns.
struct SelectedRows {
    let rows: TableRows
    /// Places in columns of the rows' own, ascending.
    let places: [Int32]
    /// For each of the rows, the place in columns of the order's; the same list for orders.
    let orderPlaces: [Int32]

    var count: Int { places.count }

    init(_ rows: TableRows, _ selected: Bitmap, count: Int) {
        self.rows = rows
        if count == rows.count {
            places = (0..<Int32(count)).map { $0 }
        } else {
            var places: [Int32] = []
            places.reserveCapacity(count)
            selected.forEach { places.append(Int32(truncatingIfNeeded: $0)) }
            self.places = places
        }
        if rows.collection == .orders {
            orderPlaces = places
        } else {
            var order = 0
            orderPlaces = places.map { place in
                while rows.offsets[order + 1] <= place { order += 1 }
                return Int32(truncatingIfNeeded: order)
            }
        }
    }

    /// The column of a plain field, and the rows' places in it; nil for any other expression.
    func column(of expression: Expression) -> (column: Column, places: [Int32])? {
        guard case .field(let field) = expression else { return nil }
        return switch rows.column(of: field) {
        case .own(let column): (column, places)
        case .parent(let column): (column, orderPlaces)
        case nil: nil
        }
    }

    /// Whether a plain field has a value of its own for each of the rows, and for no other row.
    ///
    /// An order's value may stand for several items, and for none.
    func isWholeColumn(of expression: Expression) -> Bool {
        guard case .field(let field) = expression, case .own? = rows.column(of: field) else { return false }
        return places.count == rows.count
    }
}
