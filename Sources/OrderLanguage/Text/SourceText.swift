package import OrderModel

/// The text of a statement or script, as bytes, with what is needed to name a place in it.
///
/// Bytes rather than a `String`, because the text may hold broken UTF-8, which is an error with a place and
/// not something to repair in silence.
package struct SourceText: Sendable {
    /// What errors call it: a file's name, `-c`, `standard input`; nil at the prompt.
    package let name: String?
    package let bytes: [UInt8]
    /// The offset at which each line begins.
    private let lineStarts: [Int]

    package init(_ text: String, name: String? = nil) {
        self.init(bytes: Array(text.utf8), name: name)
    }

    package init(bytes: [UInt8], name: String? = nil) {
        self.name = name
        self.bytes = bytes
        var starts = [0]
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            starts.append(offset + 1)
        }
        lineStarts = starts
    }

    /// The line and column of an offset, both counted from 1; columns are Unicode scalars, as editors count.
    package func position(of offset: Int) -> TextPosition {
        let offset = min(max(offset, 0), bytes.count)
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        let column = bytes[lineStarts[low]..<offset].count { $0 & 0xC0 != 0x80 }
        return TextPosition(line: low + 1, column: column + 1)
    }

    /// The bytes of a line, without its line end.
    package func range(ofLine line: Int) -> Range<Int> {
        let start = lineStarts[line - 1]
        var end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return start..<end
    }

    /// The text of a range; broken UTF-8 shows as U+FFFD.
    package func text(in range: Range<Int>) -> String {
        String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    }
}
