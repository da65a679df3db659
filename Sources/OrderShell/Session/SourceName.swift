import OrderModel

/// What a user names as a source of orders.
package enum SourceName: Sendable, Hashable {
    case sample
    /// A file or a snapshot by its path, or `-` for the standard input.
    case file(String)
    /// The order API's base URL.
    case server(url: String)

    /// Reads a source as the command line and `\open` name it.
    package init(_ text: String) throws(ShellError) {
        guard let schemeEnd = text.firstRange(of: "://")?.lowerBound else {
            guard !text.isEmpty else { throw ShellError(.usage, "a source needs a name", mend: Self.kinds) }
            self = .file(text)
            return
        }
        switch text[..<schemeEnd].lowercased() {
        case "http", "https": self = .server(url: text)
        case "clickhouse": throw .later("ClickHouse as a source")
        default: throw ShellError(.usage, "'\(text)' is no address of a source", mend: Self.kinds)
        }
    }

    private static let kinds = "name a file, a snapshot, - for standard input, or an API's URL such as https://shop.example"
}
