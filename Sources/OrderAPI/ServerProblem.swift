import OrderModel

/// What a server says about a request that it did not answer: read leniently, told on one harmless line.
///
/// Django REST framework answers `{"detail": "…"}`, `{"status": ["…"]}` by parameter, or a list of texts; what
/// stands before it (a proxy, Django itself) answers HTML.
package struct ServerProblem: Sendable, Hashable {
    /// The parameters that the server complains about, with what it says, in its order.
    package let parameters: [ParameterComplaint]
    /// All that the server says, on one line; nil when it says nothing readable.
    package let line: String?
    /// Whether the API itself says it: an object with a `detail`, and not a web page or what a gateway writes.
    package let isOfAPI: Bool

    /// One parameter that the server refused, and why.
    package struct ParameterComplaint: Sendable, Hashable {
        package let name: String
        package let text: String
    }

    package init(body: [UInt8]) {
        guard let value = try? JSONParser.parse(body) else {
            isOfAPI = false
            parameters = []
            line = HTMLText.isHTML(body) ? HTMLText.title(of: body) : Self.plain(body)
            return
        }
        isOfAPI = Self.hasDetail(value)
        parameters = Self.complaints(in: value)
        let text = Self.text(of: value)
        line = text.isEmpty ? nil : ServerText.line(text)
    }

    private static func plain(_ body: [UInt8]) -> String? {
        let text = ServerText.line(String(decoding: body.prefix(2048), as: UTF8.self))
        return text.isEmpty ? nil : text
    }

    /// More than an endpoint has parameters.
    private static let maximumComplaints = 100

    private static func hasDetail(_ value: JSONValue) -> Bool {
        guard case .object(let object) = value else { return false }
        return object["detail"] != nil
    }

    private static func complaints(in value: JSONValue) -> [ParameterComplaint] {
        guard case .object(let object) = value else { return [] }
        return object.members.prefix(maximumComplaints).compactMap { member in
            guard member.key != "detail", member.key != "non_field_errors", case .array = member.value else {
                return nil
            }
            return ParameterComplaint(
                name: ServerText.line(member.key, maximumLength: 60),
                text: ServerText.line(text(of: member.value))
            )
        }
    }

    /// The texts inside of a value, with the keys they stand under; bounded in depth and number.
    private static func text(of value: JSONValue, depth: Int = 0) -> String {
        guard depth < 4 else { return "…" }
        switch value {
        case .null: return ""
        case .boolean(let boolean): return boolean ? "true" : "false"
        case .number(let digits): return digits
        case .text(let text):
            return String(text.unicodeScalars.prefix(400).reduce(into: "") { $0.unicodeScalars.append($1) })
        case .array(let elements):
            return elements.prefix(5).map { text(of: $0, depth: depth + 1) }.filter { !$0.isEmpty }.joined(
                separator: " "
            )
        case .object(let object):
            return object.members.prefix(5).map { member in
                let inner = text(of: member.value, depth: depth + 1)
                return member.key == "detail" || member.key == "non_field_errors" ? inner : "\(member.key): \(inner)"
            }.joined(separator: "; ")
        }
    }
}
