import OrderModel

/// A document as a list of named values: what a table of its members, or a view of it alone, is made of.
///
/// The parts of an object are named as the language names them (`customer_data.full_name` is
/// `customer.full_name`); what the language does not look into stays one value, shown as JSON.
struct DocumentFields {
    let fields: [(column: ResultColumn, value: JSONValue)]

    init(_ document: JSONObject, of collection: Collection) {
        fields = document.members.flatMap { member -> [(column: ResultColumn, value: JSONValue)] in
            let field = Schema.field(named: member.key, in: collection)
            guard case .object(let object) = member.value, let field, field.type == .object else {
                return [(ResultColumn(name: field?.name ?? member.key, type: field?.type ?? .document), member.value)]
            }
            return object.members.map { part in
                let name = "\(field.name).\(part.key)"
                let type = Schema.field(named: name, in: collection)?.type ?? .document
                return (ResultColumn(name: name, type: type), part.value)
            }
        }
    }

    /// A value of a document as its field's type has it; as it came where it is something else.
    ///
    /// Lenient on purpose: this is for looking at an order, also at one that a query would refuse.
    static func value(_ value: JSONValue, type: ValueType) -> Value {
        switch value {
        case .null: return .null
        case .boolean(let boolean): return .boolean(boolean)
        case .number(let text): return Decimal(text).map(Value.number) ?? .document(value)
        case .text(let text):
            if type.isNumeric { return Decimal(text).map(Value.number) ?? .text(text) }
            if type == .instant { return Instant(dataISO8601: text).map(Value.instant) ?? .text(text) }
            return .text(text)
        case .array, .object: return .document(value)
        }
    }
}
