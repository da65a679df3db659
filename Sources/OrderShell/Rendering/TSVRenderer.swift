import OrderModel

/// Tab-separated values, as PostgreSQL's `COPY` reads and writes them, under a line of names.
///
/// A line is a row and a tab a border, always: a tab, a line end or a backslash inside of a value is written `\t`,
/// `\n`, `\r` or `\\`. Null is `\N`, which no text can be, and the empty text is empty.
struct TSVRenderer: ResultRenderer {
    let sink: any OutputSink

    private static let null = Array("\\N".utf8)

    mutating func header(_ columns: [ResultColumn]) throws(OutputError) {
        try writeLine(columns.map { Self.escaped($0.name) })
    }

    mutating func row(_ row: ResultRow) throws(OutputError) {
        try writeLine(row.values.map { MachineText.of($0).map(Self.escaped) ?? Self.null })
    }

    mutating func finish(remarks: [String]) {}

    private func writeLine(_ fields: [[UInt8]]) throws(OutputError) {
        var line = Array(fields.joined(separator: [UInt8(ascii: "\t")]))
        line.append(UInt8(ascii: "\n"))
        try sink.write(line)
    }

    private static func escaped(_ text: String) -> [UInt8] {
        var field: [UInt8] = []
        for byte in text.utf8 {
            if let letter = letter(for: byte) {
                field.append(UInt8(ascii: "\\"))
                field.append(letter)
            } else {
                field.append(byte)
            }
        }
        return field
    }

    private static func letter(for byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\t"): UInt8(ascii: "t")
        case UInt8(ascii: "\n"): UInt8(ascii: "n")
        case UInt8(ascii: "\r"): UInt8(ascii: "r")
        case UInt8(ascii: "\\"): byte
        default: nil
        }
    }
}
