/// Whether a client takes the only thing that there is, which is JSON, as Django REST framework decides it.
enum ContentNegotiation {
    /// The refusal that a request gets; nil when it takes JSON.
    static func refusal(of request: APIRequest) -> APIAnswer? {
        if let format = QueryFormat.value(in: request.query), !format.utf8.elementsEqual("json".utf8) {
            return .detail("Not found.", status: 404)
        }
        guard let accept = request.accept, !takesJSON(accept) else { return nil }
        return .detail("Could not satisfy the request Accept header.", status: 406)
    }

    /// More of a header, of its kinds, or of one of them than these is not looked at.
    private static let maximumHeaderBytes = 8192
    private static let maximumKindCount = 64
    private static let maximumKindBytes = 256

    private static func takesJSON(_ accept: String) -> Bool {
        var bytes = Array(accept.utf8)[...]
        if bytes.count > maximumHeaderBytes {
            let cut = bytes.prefix(maximumHeaderBytes).lastIndex(of: UInt8(ascii: ",")) ?? bytes.startIndex
            bytes = bytes[..<cut]
        }
        let kinds = bytes.split(separator: UInt8(ascii: ",")).lazy.map { trimmed($0) }
            .filter { !$0.isEmpty && $0.count <= maximumKindBytes }
        return kinds.prefix(maximumKindCount).contains { isMet(by: $0) }
    }

    /// Whether `application/json` is of a kind: `*/*`, `application/*` or itself; parameters are not looked at.
    private static func isMet(by kind: ArraySlice<UInt8>) -> Bool {
        let parts = kind.split(separator: UInt8(ascii: ";"), maxSplits: 1, omittingEmptySubsequences: false)
        let names = trimmed(parts[0]).split(
            separator: UInt8(ascii: "/"),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard names.count == 2 else { return false }
        return [("application", names[0]), ("json", names[1])].allSatisfy { own, wanted in
            wanted.elementsEqual("*".utf8) || wanted.map(lowered).elementsEqual(own.utf8)
        }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        var bytes = bytes
        while let first = bytes.first, isBlank(first) { bytes.removeFirst() }
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        return bytes
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}

/// The query's `format`, which belongs to Django REST framework and not to the API.
enum QueryFormat {
    /// The last value that is given; nil for none and for the empty one.
    static func value(in query: String?) -> String? {
        guard let query, query.utf8.contains(UInt8(ascii: "f")) || query.utf8.contains(UInt8(ascii: "%")) else {
            return nil
        }
        let last = QueryFields(Array(query.utf8)).all.last { $0.name.elementsEqual("format".utf8) }
        return last.flatMap { $0.value.isEmpty ? nil : String(decoding: $0.value, as: UTF8.self) }
    }
}
