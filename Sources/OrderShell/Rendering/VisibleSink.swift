/// Shows what a terminal would obey, for answers in the formats of machines, whose bytes are the data's own.
///
/// Line ends and tabs are the formats'; they stay.
final class VisibleSink: OutputSink {
    private let terminal: any OutputSink
    /// Whether the text is JSON, which has a way of its own to write such a character.
    private let isJSON: Bool
    /// The beginning of a character whose end has not come.
    private var pending: [UInt8] = []

    init(_ terminal: any OutputSink, isJSON: Bool) {
        self.terminal = terminal
        self.isJSON = isJSON
    }

    func write(_ bytes: [UInt8]) throws(OutputError) {
        guard !pending.isEmpty || !bytes.allSatisfy(Self.isHarmless) else { return try terminal.write(bytes) }
        var text = pending + bytes
        let unfinished = Self.unfinishedCount(text)
        pending = Array(text.suffix(unfinished))
        text.removeLast(unfinished)
        try terminal.write(visible(String(decoding: text, as: UTF8.self)))
    }

    func flush() throws(OutputError) { try terminal.flush() }
    func commit() throws(OutputError) { try terminal.commit() }
    func discard() { terminal.discard() }

    private func visible(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar == "\t" || !VisibleText.isObeyed(scalar) {
                result.append(scalar)
            } else if isJSON {
                let code = String(scalar.value, radix: 16)
                result.write("\\u\(String(repeating: "0", count: 4 - code.utf8.count))\(code)")
            } else {
                result.write(VisibleText.of(String(scalar)))
            }
        }
        return String(result)
    }

    private static func isHarmless(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
    }

    /// How many of the last bytes begin a character without ending it.
    private static func unfinishedCount(_ bytes: [UInt8]) -> Int {
        for count in 1..<4 where count <= bytes.count {
            let byte = bytes[bytes.count - count]
            // What goes on a character is looked past for what begins it.
            if byte & 0b1100_0000 == 0b1000_0000 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > count ? count : 0
        }
        return 0
    }
}
