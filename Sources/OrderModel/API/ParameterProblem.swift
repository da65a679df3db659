/// Something wrong with one parameter of a query string; reported, never dropped silently.
package struct ParameterProblem: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// No list of the API has a parameter of that name; a server would ignore it and answer everything.
        case unknown
        /// The value is not one that the parameter takes.
        case invalid
        /// The parameter is given more than once; the last one holds, as on the server.
        case repeated
    }

    package let kind: Kind
    package let name: String
    package let value: String
    /// What would be right, in words: `one of new, hold, …`.
    package let expected: String
    /// The nearest valid names or values, best first.
    package let candidates: [String]
    /// Where the parameter stands: UTF-8 offsets in the query string.
    package let range: Range<Int>

    package init(
        _ kind: Kind,
        of parameter: RawParameter,
        expected: String,
        candidates: [String] = []
    ) {
        self.kind = kind
        name = parameter.name
        value = parameter.value
        self.expected = expected
        self.candidates = candidates
        range = parameter.range
    }

    /// One line that says what is wrong, without the candidates.
    package var message: String {
        switch kind {
        case .unknown: "no parameter '\(name)' in the order API"
        case .invalid: "'\(value)' is no value of \(name); expected \(expected)"
        case .repeated: "\(name) is given more than once; a server reads only the last one"
        }
    }
}

/// One parameter as the query string has it, decoded, and where it stands.
package struct RawParameter: Sendable, Hashable {
    package let name: String
    package let value: String
    /// UTF-8 offsets in the query string.
    package let range: Range<Int>
    /// Whether the percent-encoding was sound; when it wasn't, name and value stay encoded.
    package let isSound: Bool

    /// The parameters of a query string, in their order; a leading `?` and what follows a `#` are not part of it.
    package static func all(of queryString: String) -> [RawParameter] {
        let bytes = Array(queryString.utf8)
        let start = bytes.first == UInt8(ascii: "?") ? 1 : 0
        let end = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
        return bytes[start..<max(start, end)].split(separator: UInt8(ascii: "&")).map(RawParameter.init)
    }

    private init(_ bytes: ArraySlice<UInt8>) {
        let separator = bytes.firstIndex(of: UInt8(ascii: "=")) ?? bytes.endIndex
        let nameBytes = bytes[..<separator]
        let valueBytes = bytes[separator...].dropFirst()
        let decodedName = PercentCoding.decode(nameBytes)
        let decodedValue = PercentCoding.decode(valueBytes)
        name = decodedName ?? String(decoding: nameBytes, as: UTF8.self)
        value = decodedValue ?? String(decoding: valueBytes, as: UTF8.self)
        isSound = decodedName != nil && decodedValue != nil
        range = bytes.startIndex..<bytes.endIndex
    }
}
