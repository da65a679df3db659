// Reads a field's value out of a document, exactly or not at all: what isn't there, has the wrong type or does
// not fit is a problem with a name, never a null and never a rounded number.

/// A value of an order that cannot be read: which field, what was found, what belongs there.
///
/// Whoever reads the order adds its id and origin.
package struct FieldProblem: Error, Sendable, Hashable {
    /// The field's name in the language.
    package let field: String
    /// What was found, in words or as a short excerpt that is harmless to show.
    package let found: String
    /// What belongs there.
    package let expected: String

    package init(field: String, found: String, expected: String) {
        self.field = field
        self.found = found
        self.expected = expected
    }

    /// One line, to follow the order's name: `total is "abc", expected a number`.
    package var message: String { "\(field) is \(found), expected \(expected)" }
}

extension Field {
    /// The field's value in a document of its collection; `parent` is the order that an item or payment is in.
    package func value(in document: JSONObject, parent: JSONObject? = nil) throws(FieldProblem) -> Value {
        var holder = document
        if isFromParent {
            guard let parent else { preconditionFailure("\(name) is the order's, and no order was given") }
            holder = parent
        }
        do throws(FieldProblem) {
            if let value = try value(at: path, in: holder) { return value }
        } catch {
            guard otherPlatformPath != nil, isOfOtherPlatform(holder) else { throw error }
        }
        guard isOfOtherPlatform(holder) else { return try missing() }
        if let found = try otherPlatformValue(in: holder) { return try value(of: found) }
        guard isNullable else {
            throw FieldProblem(
                field: name,
                found: "not among what the other platform tells of an order",
                expected: expectation
            )
        }
        return .null
    }

    /// Nil where the document has nothing at the path's beginning.
    private func value(at path: [[String]], in document: JSONObject) throws(FieldProblem) -> Value? {
        var object = document
        for (index, step) in path.dropLast().enumerated() {
            guard let (spelling, found) = object.firstValue(of: step) else { return index == 0 ? nil : try missing() }
            switch found {
            case .object(let inner):
                if isLeftOutByShop(spelling, inner) {
                    throw FieldProblem(field: name, found: "not in this source", expected: "a source that supplies it")
                }
                object = inner
            case .null: return try null()
            default: throw problem(found, "an object")
            }
        }
        guard let step = path.last else { return try missing() }
        guard let (_, found) = object.firstValue(of: step) else { return path.count == 1 ? nil : try missing() }
        return try value(of: found)
    }

    /// Whether this is a part that the customer's endpoints never send, which is not the same as a null.
    ///
    /// They spell the object `customer` and give it `id`, `username` and `full_name` only.
    private func isLeftOutByShop(_ spelling: String, _ object: JSONObject) -> Bool {
        guard spelling == "customer", let part = path.last?.first, object[part] == nil else { return false }
        return mayBeLeftOutByShop
    }

    /// Whether this is a part that an object spelled `customer` may lack without that being a null.
    package var mayBeLeftOutByShop: Bool {
        ["mobile_number", "first_name", "last_name", "email"].contains(path.last?.first)
    }

    private func missing() throws(FieldProblem) -> Value {
        guard isNullable else { throw FieldProblem(field: name, found: "missing", expected: expectation) }
        return .null
    }

    /// A null that is there; servers send one in more places than their documents say.
    private func null() throws(FieldProblem) -> Value {
        guard acceptsNull else { throw FieldProblem(field: name, found: "null", expected: expectation) }
        return .null
    }

    /// Whether a null that is there is taken for one, whatever the documents say.
    package var acceptsNull: Bool { isNullable || !Self.neverNull.contains(path.last?.first ?? "") }

    /// Without these an order, item or payment is none.
    private static let neverNull: Set = ["id", "key", "status", "items", "payments"]

    private func value(of found: JSONValue) throws(FieldProblem) -> Value {
        if case .null = found { return try null() }
        switch type {
        case .text, .status: return try text(found)
        case .integer, .money: return .number(try number(found))
        case .boolean:
            guard case .boolean(let boolean) = found else { throw problem(found) }
            return .boolean(boolean)
        case .instant:
            guard case .text(let text) = found, let instant = Instant(dataISO8601: text) else { throw problem(found) }
            return .instant(instant)
        case .object:
            guard case .object = found else { throw problem(found) }
            return .document(found)
        case .document:
            if isList, case .array = found { return .document(found) }
            guard !isList else { throw problem(found) }
            return .document(found)
        case .date, .duration: throw problem(found)
        }
    }

    /// A number stands for its spelling where a text belongs, as some shops' keys do.
    private func text(_ found: JSONValue) throws(FieldProblem) -> Value {
        switch found {
        case .text(let text): return .text(text)
        case .number(let digits): return .text(digits)
        default: throw problem(found)
        }
    }

    private func number(_ found: JSONValue) throws(FieldProblem) -> Decimal {
        let digits: String
        switch found {
        case .number(let text), .text(let text): digits = text
        default: throw problem(found)
        }
        guard let number = Decimal(digits) else {
            throw problem(found, JSONValue.isNumber(digits) ? "a number of at most 38 digits" : expectation)
        }
        guard type != .integer || number.isWhole else { throw problem(found) }
        return number
    }

    /// Whether the field is one of an order's two lists.
    package var isList: Bool {
        collection == .orders && (name == Collection.items.rawValue || name == Collection.payments.rawValue)
    }

    private func problem(_ found: JSONValue, _ expected: String? = nil) -> FieldProblem {
        FieldProblem(field: name, found: found.excerpt, expected: expected ?? expectation)
    }

    private var expectation: String {
        switch type {
        case .text, .status: "a text"
        case .integer: "a whole number"
        case .money: "a number"
        case .boolean: "true or false"
        case .instant: "an instant such as 2025-12-27T18:17:09Z"
        case .date: "a date"
        case .duration: "a duration"
        case .object: "an object"
        case .document: isList ? "a list" : "a value"
        }
    }
}

extension JSONObject {
    /// The documents of an order's items or payments; for `orders`, the order itself.
    package func rows(of collection: Collection) throws(FieldProblem) -> [JSONObject] {
        guard collection != .orders else { return [self] }
        let name = collection.rawValue
        guard let found = list(of: collection) else {
            throw FieldProblem(field: name, found: "missing", expected: "a list")
        }
        guard case .array(let elements) = found else {
            throw FieldProblem(field: name, found: found.excerpt, expected: "a list")
        }
        var rows: [JSONObject] = []
        rows.reserveCapacity(elements.count)
        for element in elements {
            guard case .object(let row) = element else {
                throw FieldProblem(field: name, found: "a list with \(element.excerpt)", expected: "objects in it")
            }
            rows.append(row)
        }
        return rows
    }

    /// The first of several spellings that is there, and its value.
    fileprivate func firstValue(of spellings: [String]) -> (spelling: String, value: JSONValue)? {
        for spelling in spellings {
            if let value = self[spelling] { return (spelling, value) }
        }
        return nil
    }
}
