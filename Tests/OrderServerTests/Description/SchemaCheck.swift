import OrderModel

/// Holds JSON against a schema of the description, as far as the description uses JSON Schema.
struct SchemaCheck {
    private let root: JSONValue

    init(_ description: JSONValue) {
        root = description
    }

    /// What doesn't fit, each with its place; empty where all does.
    func problems(of value: JSONValue, against schema: JSONValue, at place: String = "$") -> [String] {
        guard case .object(let schema) = schema else { return ["\(place): the schema is no object"] }
        if case .text(let reference)? = schema["$ref"] {
            guard let target = target(of: reference) else { return ["\(place): \(reference) leads nowhere"] }
            return self.problems(of: value, against: target, at: place)
        }
        if case .array(let alternatives)? = schema["anyOf"] {
            let fits = alternatives.contains { self.problems(of: value, against: $0, at: place).isEmpty }
            return fits ? [] : ["\(place): none of the alternatives"]
        }
        var problems: [String] = []
        if let types = schema["type"], !Self.types(types).contains(where: { Self.is(value, $0) }) {
            problems.append("\(place): \(value.excerpt) is no \(types.serialized())")
        }
        if case .array(let choices)? = schema["enum"], !choices.contains(value) {
            problems.append("\(place): \(value.excerpt) is no choice")
        }
        switch value {
        case .object(let object): return problems + members(of: object, against: schema, at: place)
        case .array(let elements):
            guard let items = schema["items"] else { return problems }
            return problems
                + elements.enumerated().flatMap { self.problems(of: $1, against: items, at: "\(place)[\($0)]") }
        default: return problems
        }
    }

    /// What a reference of the description refers to.
    func target(of reference: String) -> JSONValue? {
        reference.split(separator: "/").dropFirst().reduce(Optional(root)) { found, step in
            guard case .object(let object)? = found else { return nil }
            return object[String(step)]
        }
    }

    private func members(of object: JSONObject, against schema: JSONObject, at place: String) -> [String] {
        var problems: [String] = []
        if case .array(let names)? = schema["required"] {
            for case .text(let name) in names where object[name] == nil { problems.append("\(place).\(name): missing") }
        }
        guard case .object(let properties)? = schema["properties"] else { return problems }
        for member in object.members {
            let place = "\(place).\(member.key)"
            if let inner = properties[member.key] {
                problems += self.problems(of: member.value, against: inner, at: place)
            } else if schema["additionalProperties"] == .boolean(false) {
                problems.append("\(place): not described")
            }
        }
        return problems
    }

    private static func types(_ value: JSONValue) -> [String] {
        switch value {
        case .text(let type): return [type]
        case .array(let types):
            return types.compactMap { type in
                guard case .text(let name) = type else { return nil }
                return name
            }
        default: return []
        }
    }

    private static func `is`(_ value: JSONValue, _ type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.boolean, "boolean"), (.text, "string"), (.array, "array"), (.object, "object"): true
        case (.number, "number"): true
        case (.number(let digits), "integer"): Decimal(digits)?.isWhole == true
        default: false
        }
    }
}
