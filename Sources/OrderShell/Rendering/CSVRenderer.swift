import OrderModel

/// Comma-separated values as RFC 4180 has them, but with lines that end in a bare newline.
///
/// Null is an empty field and the empty text is `""`, so that the two can be told apart by those who care. In
/// an answer of one column a null is therefore an empty line.
struct CSVRenderer: ResultRenderer {
    let sink: any OutputSink

    mutating func header(_ columns: [ResultColumn]) throws(OutputError) {
        try writeLine(columns.map { Self.quoted($0.name) })
    }

    mutating func row(_ row: ResultRow) throws(OutputError) {
        try writeLine(row.values.map { MachineText.of($0).map(Self.quoted) ?? [] })
    }

    mutating func finish(remarks: [String]) {}

    private func writeLine(_ fields: [[UInt8]]) throws(OutputError) {
        var line = Array(fields.joined(separator: [UInt8(ascii: ",")]))
        line.append(UInt8(ascii: "\n"))
        try sink.write(line)
    }

    /// A field, in quotes where a reader would otherwise take it for something else.
    private static func quoted(_ text: String) -> [UInt8] {
        let needsQuotes =
            text.isEmpty
            || text.utf8.contains { byte in
                byte == UInt8(ascii: ",") || byte == quote || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            }
        guard needsQuotes else { return Array(text.utf8) }
        var field = [quote]
        for byte in text.utf8 {
            if byte == quote { field.append(quote) }
            field.append(byte)
        }
        field.append(quote)
        return field
    }

    private static let quote = UInt8(ascii: "\"")
}
