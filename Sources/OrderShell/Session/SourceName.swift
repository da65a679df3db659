import OrderModel

/// What a user names as a source of orders.
package enum SourceName: Sendable, Hashable {
    case sample
    /// A file or a snapshot by its path, or `-` for the standard input.
    case file(String)
    /// Several files as one dataset.
    case files([String])
    /// The order API's base URL.
    case server(url: String)
    /// A server by the name of its profile.
    case profile(String)

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

    /// Reads what `\connect` names: a URL or a profile, which need not be there yet.
    package init(server text: String) throws(ShellError) {
        if Profile.isName(text) {
            self = .profile(text)
            return
        }
        guard case .server(let url) = try SourceName(text) else {
            throw ShellError(
                .usage,
                "'\(text)' is neither an API's URL nor the name of a profile",
                mend: "such as https://shop.example; a file is opened with \\open"
            )
        }
        self = .server(url: url)
    }

    /// Reads what `\open` names: one source, or several files.
    package init(_ names: [String]) throws(ShellError) {
        guard names.count > 1 else {
            try self.init(names.first ?? "")
            return
        }
        var paths: [String] = []
        for name in names {
            guard case .file(let path) = try SourceName(name) else {
                throw ShellError(
                    .usage,
                    "'\(name)' cannot be opened together with others",
                    mend: "only files can; open it alone"
                )
            }
            paths.append(path)
        }
        self = .files(paths)
    }

    private static let kinds =
        "name a file, a snapshot, - for standard input, or an API's URL such as https://shop.example"
}
