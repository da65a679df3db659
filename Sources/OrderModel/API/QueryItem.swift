/// One `name=value` of a URL's query, decoded.
package struct QueryItem: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// The item as a URL writes it, percent-encoded.
    package var encoded: String { PercentCoding.encode(name) + "=" + PercentCoding.encode(value) }
}
