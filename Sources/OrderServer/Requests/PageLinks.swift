import OrderModel

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
        let link = PageLink(base: base, query: query ?? "", request: request)
        next = hasNext ? link.url(offset: Array("\(request.offset + request.limit)".utf8)) : nil
        previous = request.offset > 0 ? link.url(offset: link.offsetBefore) : nil
    }
}

/// The URL of a list with everything but the offset.
private struct PageLink {
    private let base: String
    /// The offset of the page before, in digits; nil where that is the first page.
    let offsetBefore: [UInt8]?
    /// The fields by their names, sorted; those of one name in the order of the query.
    private let fields: [(name: [UInt8], text: String)]
    /// What followed a `#`, which Python takes for the end of the query and leaves at the end of the URL.
    private let fragment: String

    init(base: String, query: String, request: ListRequest) {
        self.base = base
        // The query is in Latin-1 to Django's server, which then writes its characters in UTF-8.
        let bytes = query.utf8.flatMap { $0 < 0x80 ? [$0] : Array(String(Unicode.Scalar($0)).utf8) }
        let end = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
        fragment = DjangoURL.encodedQuery(String(decoding: bytes[end...], as: UTF8.self))
        var values: [[UInt8]: [[UInt8]]] = [:]
        for field in QueryFields(Array(bytes[..<end])).all { values[field.name, default: []].append(field.value) }
        let limit = Self.digits(request.limit, Self.limitName, query)
        offsetBefore = Self.difference(Self.digits(request.offset, Self.offsetName, query), limit)
        values[Self.limitName] = [limit]
        values[Self.offsetName] = nil
        fields = values.keys.sorted { $0.lexicographicallyPrecedes($1) }.map { name in
            let items = (values[name] ?? []).map { Self.encode(name) + "=" + Self.encode($0) }
            return (name, items.joined(separator: "&"))
        }
    }

    private static let limitName = Array("limit".utf8)
    private static let offsetName = Array("offset".utf8)

    /// A number's digits; where it is the largest that there is, those of the one that was sent, however many.
    private static func digits(_ number: Int, _ name: [UInt8], _ query: String) -> [UInt8] {
        if number == .max,
            let sent = QueryFields(Array(query.utf8)).all.last(where: { $0.name == name }),
            let integer = FormInteger(String(decoding: sent.value, as: UTF8.self)), integer.exact == nil
        {
            return integer.digits.map { $0 + UInt8(ascii: "0") }
        }
        return Array("\(number)".utf8)
    }

    /// The difference of two numbers in digits, the larger one first; nil unless it is above zero.
    private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8]? {
        guard left.count >= right.count else { return nil }
        let right = Array(repeating: UInt8(ascii: "0"), count: left.count - right.count) + right
        guard right.lexicographicallyPrecedes(left) else { return nil }
        var difference = left
        var borrowed = 0
        for index in left.indices.reversed() {
            let place = Int(left[index]) - Int(right[index]) - borrowed
            borrowed = place < 0 ? 1 : 0
            difference[index] = UInt8(ascii: "0") + UInt8(place + 10 * borrowed)
        }
        return Array(difference.drop { $0 == UInt8(ascii: "0") })
    }

    /// The URL with an offset; the first page's has none.
    func url(offset: [UInt8]?) -> String {
        var items = fields
        if let offset {
            let index = items.firstIndex { Self.offsetName.lexicographicallyPrecedes($0.name) } ?? items.endIndex
            items.insert((Self.offsetName, "offset=" + String(decoding: offset, as: UTF8.self)), at: index)
        }
        return base + "?" + items.map(\.text).joined(separator: "&") + fragment
    }

    /// A name or value as Python's `quote_plus` writes it.
    private static func encode(_ bytes: [UInt8]) -> String {
        let spaced = PercentCoding.encode(bytes, keeping: " ")
        return String(decoding: spaced.utf8.map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "+") : $0 }, as: UTF8.self)
    }
}
