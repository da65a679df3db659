// Strict reading of objects that people write: a key that nobody knows is a mistake, and a mistake is said with its
// place. Values are never repeated in what is said, since any of them may be a secret in the wrong place.

/// Reads the members of an object whose keys are all known.
package struct JSONObjectReader: Sendable {
    /// Where the object stands, such as `profiles.shop`; empty for the whole text.
    package let path: String
    package let object: JSONObject

    /// Takes a value for an object that has only these keys, each once.
    package init(_ value: JSONValue, at path: String = "", keys: [String]) throws(JSONMemberProblem) {
        try self.init(value, at: path)
        for member in object.members where !keys.contains(where: { $0.utf8.elementsEqual(member.key.utf8) }) {
            throw .unknownKey(member.key, at: path, among: keys)
        }
    }

    /// Takes a value for an object of any keys, each once.
    package init(_ value: JSONValue, at path: String = "") throws(JSONMemberProblem) {
        guard case .object(let object) = value else { throw .wrongType(of: value, expected: "an object", at: path) }
        self.object = object
        self.path = path
        var seen: Set<[UInt8]> = []
        for member in object.members where !seen.insert(Array(member.key.utf8)).inserted {
            throw JSONMemberProblem(place(of: member.key), "is given twice", mend: "leave one of them out")
        }
    }

    /// The path of a member, as messages name it.
    package func place(of key: String) -> String {
        path.isEmpty ? key : path + "." + key
    }

    package func text(_ key: String) throws(JSONMemberProblem) -> String? {
        guard let value = object[key] else { return nil }
        guard case .text(let text) = value else {
            throw .wrongType(of: value, expected: "a text", at: place(of: key))
        }
        guard !text.isEmpty else { throw JSONMemberProblem(place(of: key), "is empty", mend: "leave it out instead") }
        return text
    }

    package func boolean(_ key: String) throws(JSONMemberProblem) -> Bool? {
        guard let value = object[key] else { return nil }
        guard case .boolean(let boolean) = value else {
            throw .wrongType(of: value, expected: "true or false", at: place(of: key))
        }
        return boolean
    }

    package func count(_ key: String, in range: ClosedRange<Int>) throws(JSONMemberProblem) -> Int? {
        guard let value = object[key] else { return nil }
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard case .number(let digits) = value else {
            throw .wrongType(of: value, expected: expected, at: place(of: key))
        }
        guard let number = Int(digits), range.contains(number) else {
            throw JSONMemberProblem(place(of: key), "must be \(expected)")
        }
        return number
    }

    /// One of a fixed set of names.
    package func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String,
        of type: Choice.Type
    ) throws(JSONMemberProblem) -> Choice? {
        guard let text = try text(key) else { return nil }
        return try .named(text, at: place(of: key))
    }

    /// A list of names, each once.
    package func choices<Choice: RawRepresentable<String> & CaseIterable & Hashable>(
        _ key: String,
        of type: Choice.Type
    ) throws(JSONMemberProblem) -> Set<Choice> {
        guard let value = object[key] else { return [] }
        guard case .array(let elements) = value else {
            throw .wrongType(of: value, expected: "a list of names", at: place(of: key))
        }
        var found: Set<Choice> = []
        for (index, element) in elements.enumerated() {
            let place = "\(place(of: key))[\(index)]"
            guard case .text(let text) = element else { throw .wrongType(of: element, expected: "a name", at: place) }
            guard found.insert(try .named(text, at: place)).inserted else {
                throw JSONMemberProblem(place, "is given twice", mend: "leave one of them out")
            }
        }
        return found
    }
}

/// What is wrong with a member of an object.
package struct JSONMemberProblem: Error, Sendable, Hashable {
    /// The path of the key, such as `profiles.shop.scope`.
    package let path: String
    /// What is wrong with it, to follow the path: `is given twice`.
    package let predicate: String
    package let mend: String?

    package init(_ path: String, _ predicate: String, mend: String? = nil) {
        self.path = path
        self.predicate = predicate
        self.mend = mend
    }

    package static func unknownKey(_ key: String, at path: String, among keys: [String]) -> JSONMemberProblem {
        JSONMemberProblem(path.isEmpty ? key : path + "." + key, "is no known key", mend: suggestion(key, among: keys))
    }

    static func wrongType(of value: JSONValue, expected: String, at path: String) -> JSONMemberProblem {
        let place = path.isEmpty ? "the whole text" : path
        return JSONMemberProblem(place, "must be \(expected), and is \(value.typeWords)")
    }

    static func suggestion(_ name: String, among names: [String]) -> String {
        let near = NameSuggestion.candidates(for: name, among: names).first
        return near.map { "did you mean '\($0)'?" } ?? NameSuggestion.choices(names)
    }
}

extension RawRepresentable<String> where Self: CaseIterable {
    fileprivate static func named(_ text: String, at place: String) throws(JSONMemberProblem) -> Self {
        if let found = Self(rawValue: text), found.rawValue.utf8.elementsEqual(text.utf8) { return found }
        let names = allCases.map(\.rawValue)
        let mend = JSONMemberProblem.suggestion(text, among: names)
        guard names.count <= 6 else { throw JSONMemberProblem(place, "is no known name", mend: mend) }
        throw JSONMemberProblem(place, "must be one of " + names.joined(separator: ", "), mend: near(text, names))
    }

    private static func near(_ text: String, _ names: [String]) -> String? {
        NameSuggestion.candidates(for: text, among: names).first.map { "did you mean '\($0)'?" }
    }
}

extension JSONValue {
    /// What kind of value it is, without the value.
    fileprivate var typeWords: String {
        switch self {
        case .null: "null"
        case .boolean: "true or false"
        case .number: "a number"
        case .text: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
