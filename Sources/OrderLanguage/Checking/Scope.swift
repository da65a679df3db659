internal import OrderModel

/// What an expression may use where it stands.
struct Scope {
    /// The collection whose fields have names here; nil where no fields are, as in `let`.
    var collection: Collection?
    /// The answer whose columns are the fields here, where an earlier one is asked.
    var result: ResultSchema?
    /// The columns that can be named here, and their types.
    var aliases: [String: ValueType] = [:]
    /// Whether a column's name wins over a field of the same name.
    var aliasesWin = false
    var allowsAggregates = false
    /// Whether a query in parentheses can stand for a value.
    var allowsQueries = false
    /// What the place is called in messages.
    var place: String

    static let constants = Scope(place: "a value")
    static let assertion = Scope(allowsQueries: true, place: "an assertion")

    func inside(_ collection: Collection) -> Scope {
        Scope(collection: collection, place: place)
    }

    var fields: [Field] { result?.fields ?? collection.map(Schema.fields) ?? [] }

    func field(_ name: String) -> Field? {
        if let result { return result.field(named: name) }
        return collection.flatMap { Schema.field(named: name, in: $0) }
    }

    /// The child collection and field that a short form such as `items.unit_price` names.
    func child(_ name: String) -> (collection: Collection, field: Field)? {
        guard collection == .orders else { return nil }
        for child in [Collection.items, .payments] where name.hasPrefix(child.rawValue + ".") {
            let part = String(name.dropFirst(child.rawValue.count + 1))
            return Schema.field(named: part, in: child).map { (child, $0) }
        }
        return nil
    }
}

/// A checked expression and its type.
struct TypedExpression {
    let expression: Expression
    let type: ValueType

    init(_ expression: Expression, _ type: ValueType) {
        self.expression = expression
        self.type = type
    }
}

extension ValueType {
    /// The type as messages name it.
    var words: String {
        switch self {
        case .text: "text"
        case .status: "a status"
        case .integer, .money: "a number"
        case .boolean: "true or false"
        case .instant: "an instant"
        case .date: "a date"
        case .duration: "a duration"
        case .object: "an object"
        case .document: "a document"
        }
    }

    /// Whether a value of this type may be given where a parameter of another type is wanted.
    func canStand(for wanted: ValueType) -> Bool {
        switch (self, wanted) {
        case (.money, .integer): false
        case (.date, .instant), (.instant, .date): false
        default: wanted.accepts(self)
        }
    }
}
