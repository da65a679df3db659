import OrderTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A page of the documentation and its fenced blocks.
struct DocumentationPage: Sendable, CustomTestStringConvertible {
    /// The path from the top of the repository.
    let path: String
    let lines: [String]

    var testDescription: String { path }
    var absolutePath: String { Self.root + "/" + path }

    /// A fenced block: what stands behind its opening fence, and its lines.
    struct Block: Sendable {
        let kind: String
        /// The places of its lines in the page.
        let range: Range<Int>
    }

    init(path: String) {
        self.path = path
        let text = TemporaryFolder.text(of: Self.root + "/" + path)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    static let readme = DocumentationPage(path: "README.md")
    static let language = DocumentationPage(path: catalogue + "Language.md")
    static let serving = DocumentationPage(path: catalogue + "Serving.md")
    /// The README and the pages of the catalogue.
    static let all =
        [readme]
        + [
            "Documentation", "Architecture", "Language", "Commands", "Servers", "Serving", "API", "Snapshot",
            "Contributing",
        ]
        .map { DocumentationPage(path: "\(catalogue)\($0).md") }

    private static let catalogue = "Sources/ordersh/Documentation.docc/"

    /// The folder of the repository, in which this file stands four levels down.
    private static let root: String = {
        let path = realpath(#filePath, nil).map { pointer in
            defer { free(pointer) }
            return String(cString: pointer)
        }
        return "/" + (path ?? #filePath).split(separator: "/").dropLast(4).joined(separator: "/")
    }()

    var blocks: [Block] {
        var blocks: [Block] = []
        var open: (kind: String, start: Int)?
        for (index, line) in lines.enumerated() where line.hasPrefix("```") {
            if let (kind, start) = open {
                blocks.append(Block(kind: kind, range: start..<index))
                open = nil
            } else {
                open = (String(line.dropFirst(3)), index + 1)
            }
        }
        return blocks
    }

    func lines(of block: Block) -> [String] { Array(lines[block.range]) }

    func text(of block: Block) -> String { lines(of: block).joined(separator: "\n") + "\n" }
}
