/// One order as a source gave it: the whole document, and where it came from.
package struct Order: Sendable {
    package let document: JSONObject
    package let origin: Origin

    package init(document: JSONObject, origin: Origin) {
        self.document = document
        self.origin = origin
    }
}

/// Where an order came from, for messages: a file and line, or a server's page.
package struct Origin: Sendable, Hashable {
    /// A path, `standard input`, a URL, or `the built-in sample`.
    package let source: String
    /// The line of the file on which the order begins, counted from 1.
    package let line: Int?

    package init(source: String, line: Int? = nil) {
        self.source = source
        self.line = line
    }
}

extension Origin: CustomStringConvertible {
    package var description: String { line.map { "\(source):\($0)" } ?? source }
}
