/// One value of a field, an expression or a result cell.
package enum Value: Sendable {
    case null
    case text(String)
    case number(Decimal)
    case boolean(Bool)
    case instant(Instant)
    /// A calendar period: what `day(created_at)` gives, or a `date` parameter.
    case period(Period)
    case duration(TimeAmount)
    /// A part of the document as it came: `extra`, `product_data`, `items`.
    case document(JSONValue)

    package var isNull: Bool {
        if case .null = self { return true }
        return false
    }

    /// Whether a value counts as there for `has`: not null, not the empty text, not the empty list.
    package var isPresent: Bool {
        switch self {
        case .null: false
        case .text(let text): !text.isEmpty
        case .document(.null): false
        case .document(.array(let elements)): !elements.isEmpty
        default: true
        }
    }
}

extension Value: Hashable {
    /// Equality as the language has it: texts by Unicode scalar values, without normalisation.
    package static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        case (.number(let left), .number(let right)): left == right
        case (.boolean(let left), .boolean(let right)): left == right
        case (.instant(let left), .instant(let right)): left == right
        case (.period(let left), .period(let right)): left == right
        case (.duration(let left), .duration(let right)): left == right
        case (.document(let left), .document(let right)): left == right
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .text(let text): for byte in text.utf8 { hasher.combine(byte) }
        case .number(let number): hasher.combine(number)
        case .boolean(let boolean): hasher.combine(boolean)
        case .instant(let instant): hasher.combine(instant)
        case .period(let period): hasher.combine(period)
        case .duration(let amount): hasher.combine(amount)
        case .document(let document): hasher.combine(document)
        }
    }
}

extension Value {
    /// The order in which two values of one type sort, ascending; null last, texts by Unicode scalar values.
    package static func sortsBefore(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.null, _): false
        case (_, .null): true
        case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.number(let left), .number(let right)): left < right
        case (.boolean(let left), .boolean(let right)): !left && right
        case (.instant(let left), .instant(let right)): left < right
        case (.period(let left), .period(let right)): left < right
        case (.duration(let left), .duration(let right)): left < right
        case (.document(let left), .document(let right)):
            left.serialized().utf8.lexicographicallyPrecedes(right.serialized().utf8)
        default: false
        }
    }
}
