package import OrderModel

// JSON written down as Swift writes lists and dictionaries, for the bodies that this module makes by hand.

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.map { JSONMember(key: $0.0, value: $0.1) }))
    }

    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(stringLiteral text: String) { self = .text(text) }
    package init(integerLiteral number: Int) { self = .number(String(number)) }
    package init(booleanLiteral boolean: Bool) { self = .boolean(boolean) }
    package init(nilLiteral: ()) { self = .null }

    /// A whole number.
    package static func count(_ number: Int) -> JSONValue { .number(String(number)) }

    /// A list of texts.
    package static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .text($0) }) }
}

extension JSONValue {
    /// An object with the members of another one at its end; any other value stays as it is.
    package func adding(_ other: JSONValue) -> JSONValue {
        guard case .object(let object) = self, case .object(let added) = other else { return self }
        return .object(JSONObject(object.members + added.members))
    }
}
