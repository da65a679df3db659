// What stands between answers, and answers that are no tables.

extension OutputFormat {
    /// Writes a title above what follows, in the formats that have titles.
    package func write(
        title: String,
        settings: RenderSettings,
        to sink: any OutputSink
    ) throws(OutputError) {
        switch self {
        case .table, .vertical: try sink.write(settings.palette.paint(VisibleText.of(title), .heading) + "\n")
        case .markdown: try sink.write("## \(MarkupText.markdown(title))\n")
        case .html: try sink.write("<h2 dir=\"auto\">\(MarkupText.html(title))</h2>\n")
        case .csv, .tsv, .json, .ndjson: break
        }
    }

    /// Writes lines of text that are safe to look at, such as those of `explain`; they end in a line end.
    package func write(text: String, to sink: any OutputSink) throws(OutputError) {
        switch self {
        case .html:
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
                MarkupText.html(String($0))
            }
            try sink.write("<pre>\(lines.joined(separator: "\n"))</pre>\n")
        case .markdown:
            // Each line four blanks in: no line of it can end the block.
            let lines = text.split(separator: "\n").map { "    " + $0 }
            try sink.write(lines.joined(separator: "\n") + "\n")
        case .table, .vertical, .csv, .tsv, .json, .ndjson: try sink.write(text)
        }
    }

    /// The ending of a file's name in small letters; empty where it has none.
    private static func ending(ofFile path: String) -> String {
        let name = path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? ""
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "" }
        return name[name.utf8.index(after: dot)...].lowercased()
    }

    /// The ending of a file's name, where programs know by it a kind of file that is none of ours.
    static func foreignEnding(ofFile path: String) -> String? {
        let ending = ending(ofFile: path)
        return foreignEndings.contains(ending) ? ending : nil
    }

    private static let foreignEndings: Set = [
        "gz", "bz2", "xz", "zst", "zip", "parquet", "arrow", "avro", "xlsx", "xls", "ods", "pdf", "png", "svg",
    ]

    /// The format that a file's ending asks for; nil where the ending says nothing.
    package init?(ofFile path: String) {
        switch Self.ending(ofFile: path) {
        case "csv": self = .csv
        case "tsv": self = .tsv
        case "json": self = .json
        case "ndjson", "jsonl": self = .ndjson
        case "md", "markdown": self = .markdown
        case "html", "htm": self = .html
        case "txt": self = .table
        default: return nil
        }
    }
}
