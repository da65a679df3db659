// Where an answer goes: `\> FILE` and `\| COMMAND`.

internal import OrderModel

extension Lexer {
    /// Whether a backslash begins a destination here; a bare `>` compares, and a bare `|` is a mistake for `or`.
    var beginsDestination: Bool {
        peek(1) == UInt8(ascii: ">") || peek(1) == UInt8(ascii: "|")
    }

    /// Takes a destination.
    ///
    /// A file's name is one word, or stands in quotes; after it the line goes on as usual. A command takes the rest of
    /// its line, whatever stands there: `;`, quotes and `--` are the system's shell's to understand.
    mutating func lexDestination() -> Lexeme {
        let start = offset
        let isFile = peek(1) == UInt8(ascii: ">")
        offset += 2
        while Self.blanks.contains(peek()), offset < source.bytes.count { offset += 1 }
        let nameStart = offset
        let name = isFile ? takeFileName() : takeRestOfLine()
        guard let name else {
            let problem = Diagnostic(at: nameStart..<offset, "this file's name is not closed", hint: "close its quote")
            return (.invalid, problem)
        }
        guard !name.isEmpty else {
            let (what, example) = isFile ? ("the name of a file", "\\> report.csv") : ("a command", "\\| wc -l")
            let range = start..<start + 2
            return (
                .invalid, Diagnostic(at: range, "expected \(what) after '\(source.text(in: range))'", hint: example)
            )
        }
        if source.bytes[nameStart..<offset].contains(0) {
            return (.invalid, Diagnostic(at: nameStart..<offset, "no name or command can hold the character U+0000"))
        }
        return (.destination(isFile ? .file(name) : .command(name)), encodingProblem(in: start..<offset))
    }

    private static let blanks: [UInt8] = [0x20, 0x09, 0x0D]

    /// The name of a file; nil when its quote is not closed on this line.
    private mutating func takeFileName() -> String? {
        let quote = peek()
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            let start = offset
            while offset < source.bytes.count, peek() > 0x20 || peek() == 0, peek() != UInt8(ascii: ";") { offset += 1 }
            return source.text(in: start..<offset)
        }
        let start = offset + 1
        offset = start
        while offset < source.bytes.count, peek() != UInt8(ascii: "\n") {
            offset += 1
            if source.bytes[offset - 1] == quote { return source.text(in: start..<offset - 1) }
        }
        return nil
    }

    private mutating func takeRestOfLine() -> String {
        let start = offset
        while offset < source.bytes.count, peek() != UInt8(ascii: "\n") { offset += 1 }
        while offset > start, Self.blanks.contains(source.bytes[offset - 1]) { offset -= 1 }
        return source.text(in: start..<offset)
    }
}
