package import OrderModel

/// What a condition is asked about: an order, or one of its items or payments.
package struct Row: Sendable {
    package let order: Order
    /// The row's own document; the order's where the row is an order.
    package let document: JSONObject
    /// Where an item or payment stands in its order, from 0.
    package let position: Int
    let collection: Collection

    /// The row of a whole order.
    package init(_ order: Order) {
        self.init(order: order, document: order.document, position: 0, collection: .orders)
    }

    private init(order: Order, document: JSONObject, position: Int, collection: Collection) {
        self.order = order
        self.document = document
        self.position = position
        self.collection = collection
    }

    /// The rows that an order adds to a collection: itself, or its items or payments as they stand.
    package static func rows(of order: Order, in collection: Collection) throws(EvaluationError) -> [Row] {
        do throws(ValueProblem) {
            return try rows(in: order, collection)
        } catch {
            throw EvaluationError(error, in: order)
        }
    }

    /// The row at a place of an order whose rows are known to be sound; nil when there is none.
    ///
    /// Costs the same wherever it stands, unlike looking it up among all rows.
    package static func row(of order: Order, at position: Int, in collection: Collection) -> Row? {
        guard collection != .orders else { return position == 0 ? Row(order) : nil }
        guard case .array(let elements)? = order.document.list(of: collection), elements.indices.contains(position),
            case .object(let document) = elements[position]
        else { return nil }
        return Row(order: order, document: document, position: position, collection: collection)
    }

    /// The rows of an order, for use inside of a condition on it.
    static func rows(in order: Order, _ collection: Collection) throws(ValueProblem) -> [Row] {
        do throws(FieldProblem) {
            return try order.document.rows(of: collection).enumerated().map { position, document in
                Row(order: order, document: document, position: position, collection: collection)
            }
        } catch {
            throw ValueProblem(error.message)
        }
    }

    /// The document as an answer shows it; an item or payment says which order it belongs to.
    package var answerDocument: JSONObject {
        guard collection != .orders, let identifier = order.document["id"] else { return document }
        return JSONObject([JSONMember(key: "order.id", value: identifier)] + document.members)
    }

    package func value(of field: Field) throws(ValueProblem) -> Value {
        do throws(FieldProblem) {
            let parent = collection == .orders ? nil : order.document
            let value = try field.value(in: document, parent: parent)
            if case .document(.null) = value { return .null }
            return value
        } catch {
            throw ValueProblem(error.message)
        }
    }
}

/// Where the leaves of an expression get their values: from a row, or from a group's keys and aggregates.
package protocol Scope {
    /// What a quantifier looks at: rows of documents, or of whatever else holds the orders.
    associatedtype ListedRow: Scope

    /// The value of a whole expression, where the scope knows it; nil to compute it from its parts.
    func value(of expression: Expression) throws(ValueProblem) -> Value?
    /// The rows that a quantifier looks at.
    func rows(in collection: Collection) throws(ValueProblem) -> [ListedRow]
}

extension Row: Scope {
    package func value(of expression: Expression) throws(ValueProblem) -> Value? {
        guard case .field(let field) = expression else { return nil }
        return try value(of: field)
    }

    package func rows(in collection: Collection) throws(ValueProblem) -> [Row] {
        try Row.rows(in: order, collection)
    }
}
