/// What a request line asks for, taken apart: path and query, and the host where it names one.
struct RequestTarget: Hashable {
    let path: String
    /// Without the `?`; nil where there is none.
    let query: String?
    /// The host of a whole URL, as clients of proxies write it: `GET http://host/path`.
    let host: String?

    /// Takes a target apart, whatever it is: `/path?query`, `http://host/path?query`, `*`, or nonsense.
    init(_ text: String) {
        var rest = text.utf8[...]
        var host: String?
        if let scheme = ["http://", "https://"].first(where: { Self.begins(text, with: $0) }) {
            rest = rest.dropFirst(scheme.utf8.count)
            let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
            host = String(Substring(authority))
            rest = rest[authority.endIndex...]
        }
        let path = rest.prefix { $0 != UInt8(ascii: "?") }
        query = path.endIndex == rest.endIndex ? nil : String(Substring(rest[path.endIndex...].dropFirst()))
        self.path = path.isEmpty ? "/" : String(Substring(path))
        self.host = host
    }

    /// Compares schemes, which are the same in any case.
    private static func begins(_ text: String, with scheme: String) -> Bool {
        text.utf8.count >= scheme.utf8.count && zip(text.utf8, scheme.utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
}
