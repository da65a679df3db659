/// The links of a page: the request's own URL with another offset, as Django REST framework writes it.
package struct PageLinks: Sendable {
    /// The URL of the next page; nil on the last one.
    package let next: String?
    /// The URL of the page before; nil on the first one.
    package let previous: String?

    /// The links of a page of so many orders in all.
    ///
    /// - Parameters:
    ///   - base: The URL of the list without a query: `http://127.0.0.1:8080/api/orders/`.
    ///   - query: The query as it was sent.
    ///   - request: The page that was asked for.
    ///   - count: How many orders the list has.
    package init(base: String, query: String?, request: ListRequest, count: Int) {
        let hasNext = request.offset < count && request.limit < count - request.offset
        guard hasNext || request.offset > 0 else {
            next = nil
            previous = nil
            return
        }
        let link = PageLink(base: base, query: query ?? "", limit: request.limit)
        next = hasNext ? link.url(offset: request.offset + request.limit) : nil
        let before = max(0, request.offset - request.limit)
        previous = request.offset > 0 ? link.url(offset: before) : nil
    }
}

/// The URL of a list with everything but the offset.
private struct PageLink {
    private let base: String
    /// The fields by their names, sorted; those of one name in the order of the query.
    private let fields: [(name: [UInt8], text: String)]
    /// What followed a `#`, which Python takes for the end of the query and leaves at the end of the URL.
    private let fragment: String

    init(base: String, query: String, limit: Int) {
        self.base = base
        // The query is in Latin-1 to Django's server, which then writes its characters in UTF-8.
        let bytes = query.utf8.flatMap { $0 < 0x80 ? [$0] : Array(String(Unicode.Scalar($0)).utf8) }
        let end = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
        fragment = PercentEncodedPath.encodedQuery(String(decoding: bytes[end...], as: UTF8.self))
        var values: [[UInt8]: [[UInt8]]] = [:]
        for field in QueryFields(Array(bytes[..<end])).all { values[field.name, default: []].append(field.value) }
        values[Array("limit".utf8)] = [Array("\(limit)".utf8)]
        values[Self.offsetName] = nil
        fields = values.keys.sorted { $0.lexicographicallyPrecedes($1) }.map { name in
            let items = (values[name] ?? []).map { Self.encode(name) + "=" + Self.encode($0) }
            return (name, items.joined(separator: "&"))
        }
    }

    private static let offsetName = Array("offset".utf8)

    /// The URL with an offset; the first page's has none.
    func url(offset: Int) -> String {
        var items = fields
        if offset > 0 {
            let index = items.firstIndex { Self.offsetName.lexicographicallyPrecedes($0.name) } ?? items.endIndex
            items.insert((Self.offsetName, "offset=\(offset)"), at: index)
        }
        return base + "?" + items.map(\.text).joined(separator: "&") + fragment
    }

    /// A name or value as Python's `quote_plus` writes it.
    private static func encode(_ bytes: [UInt8]) -> String {
        let spaced = PercentEncodedPath.encoded(bytes, keeping: "-._~ ")
        return String(decoding: spaced.utf8.map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "+") : $0 }, as: UTF8.self)
    }
}
