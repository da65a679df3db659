// Gathers orders into a table, and takes an order back whole when one of its values is odd.

package import OrderModel

/// Gathers orders, their items and their payments.
///
/// An order is appended by filling every builder once (and the children's once a row), then `endOrder`; or it is
/// taken back with `undoOrder`.
package struct ColumnTableBuilder: Sendable {
    package let fields: NeededFields
    /// One per field of `fields.orders`, in that order.
    package var orders: [ColumnBuilder]
    package var items: ChildTableBuilder?
    package var payments: ChildTableBuilder?
    package private(set) var count = 0

    package init(_ fields: NeededFields) {
        self.fields = fields
        orders = fields.orders.map(ColumnBuilder.init)
        items = fields.items.map(ChildTableBuilder.init)
        payments = fields.payments.map(ChildTableBuilder.init)
    }

    /// Counts the order whose values have been appended.
    @inline(__always)
    package mutating func endOrder() {
        count += 1
        items?.endOrder()
        payments?.endOrder()
    }

    /// Takes back what has been appended since the last `endOrder`.
    package mutating func undoOrder() {
        for index in orders.indices { orders[index].truncate(to: count) }
        items?.undoOrder()
        payments?.undoOrder()
    }

    /// The table so far; the builder is empty afterwards.
    package mutating func finish(documents: any RowDocuments) -> ColumnTable {
        let table = ColumnTable(
            count: count,
            columns: orders.indices.map { orders[$0].finish() },
            items: items?.finish(),
            payments: payments?.finish(),
            documents: documents
        )
        count = 0
        return table
    }
}

/// Gathers the items or payments of orders.
package struct ChildTableBuilder: Sendable {
    /// One per needed field.
    package var columns: [ColumnBuilder]
    private var offsets: [Int32] = [0]
    /// How many rows were appended, those of the order in the making too.
    package private(set) var count = 0

    package init(_ fields: [Field]) {
        columns = fields.map(ColumnBuilder.init)
    }

    /// Counts the row whose values have been appended.
    @inline(__always)
    package mutating func endRow() {
        count += 1
    }

    @inline(__always)
    mutating func endOrder() {
        offsets.append(Int32(truncatingIfNeeded: count))
    }

    mutating func undoOrder() {
        count = Int(offsets[offsets.count - 1])
        for index in columns.indices { columns[index].truncate(to: count) }
    }

    mutating func finish() -> ChildTable {
        let table = ChildTable(offsets: offsets, columns: columns.indices.map { columns[$0].finish() })
        offsets = [0]
        count = 0
        return table
    }
}

extension ColumnTableBuilder {
    /// Appends an order that has been read whole; false, and nothing is changed, when a needed value is odd.
    package mutating func append(_ document: JSONObject) -> Bool {
        do throws(FieldProblem) {
            if try appendValues(of: document) {
                endOrder()
                return true
            }
        } catch {
            // The plain evaluator will say what is wrong, if anybody looks at that value.
        }
        undoOrder()
        return false
    }

    private mutating func appendValues(of document: JSONObject) throws(FieldProblem) -> Bool {
        for index in orders.indices {
            guard orders[index].append(try orders[index].field.value(in: document)) else { return false }
        }
        for collection in [Collection.items, .payments] where fields.fields(of: collection) != nil {
            for row in try document.rows(of: collection) {
                guard try appendRow(row, to: collection) else { return false }
            }
        }
        return true
    }

    private mutating func appendRow(_ row: JSONObject, to collection: Collection) throws(FieldProblem) -> Bool {
        collection == .items ? try items?.append(row) ?? true : try payments?.append(row) ?? true
    }
}

extension ChildTableBuilder {
    /// Appends a row that has been read whole; false when a needed value does not fit.
    fileprivate mutating func append(_ document: JSONObject) throws(FieldProblem) -> Bool {
        for index in columns.indices {
            guard columns[index].append(try columns[index].field.value(in: document)) else { return false }
        }
        endRow()
        return true
    }
}
