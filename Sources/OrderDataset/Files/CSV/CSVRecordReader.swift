import OrderModel

/// Cuts comma-separated values into records as RFC 4180 has them, with lines that end in a line feed or CRLF.
final class CSVRecordReader {
    let buffer: InputBuffer
    /// Where the record that was read last begins.
    private(set) var start = TextPosition(line: 1, column: 1)

    /// What stands in one cell.
    enum Cell: Equatable {
        /// Nothing, without quotes: a null.
        case empty
        case text([UInt8])
    }

    init(_ buffer: InputBuffer) {
        self.buffer = buffer
    }

    /// The cells of the next record, blank lines passed over; nil at the end.
    func next() throws(DatasetError) -> [Cell]? {
        while true {
            guard try peek(0) != nil else { return nil }
            start = TextPosition(line: buffer.line, column: buffer.column)
            let (cells, count) = try readRecord()
            buffer.consume(count)
            if cells != [.empty] { return cells }
        }
    }

    /// The byte at an offset from the buffer's beginning, nil at the end of the file.
    private func peek(_ offset: Int) throws(DatasetError) -> UInt8? {
        while offset >= buffer.count {
            guard try buffer.refill() else { return nil }
        }
        return buffer.bytes[offset]
    }

    /// Reads up to and including the line's end; the count is of bytes.
    private func readRecord() throws(DatasetError) -> (cells: [Cell], count: Int) {
        var cells: [Cell] = []
        var position = 0
        while true {
            let isQuoted = try peek(position) == Self.quote
            cells.append(isQuoted ? try readQuoted(&position) : try readPlain(&position))
            switch try peek(position) {
            case UInt8(ascii: ",")?: position += 1
            case nil: return (cells, position)
            default: return (cells, position + (try lineEndLength(position)))
            }
        }
    }

    private func readPlain(_ position: inout Int) throws(DatasetError) -> Cell {
        let start = position
        while let byte = try peek(position), byte != UInt8(ascii: ","), byte != UInt8(ascii: "\n") {
            guard byte != Self.quote else { throw buffer.error(.strayQuote, at: position) }
            if byte == UInt8(ascii: "\r"), try lineEndLength(position) > 0 { break }
            position += 1
        }
        return start == position ? .empty : .text(try checked(Array(buffer.bytes[start..<position]), at: start))
    }

    private func readQuoted(_ position: inout Int) throws(DatasetError) -> Cell {
        let start = position
        var text: [UInt8] = []
        position += 1
        while let byte = try peek(position) {
            position += 1
            guard byte == Self.quote else {
                text.append(byte)
                continue
            }
            let following = try peek(position)
            if following == Self.quote {
                text.append(byte)
                position += 1
                continue
            }
            let endsLine = try lineEndLength(position) > 0
            guard endsLine || following == nil || following == UInt8(ascii: ",") else {
                throw buffer.error(.strayQuote, at: position - 1)
            }
            return .text(try checked(text, at: start))
        }
        throw buffer.error(.openQuote, at: start)
    }

    /// How long the line's end is that stands there; 0 where none does.
    private func lineEndLength(_ position: Int) throws(DatasetError) -> Int {
        switch try peek(position) {
        case UInt8(ascii: "\n")?: return 1
        case UInt8(ascii: "\r")?:
            let following = try peek(position + 1)
            return following == UInt8(ascii: "\n") ? 2 : following == nil ? 1 : 0
        default: return 0
        }
    }

    private func checked(_ text: [UInt8], at start: Int) throws(DatasetError) -> [UInt8] {
        guard String(validating: text, as: UTF8.self) != nil else {
            throw buffer.error(.malformed(.invalidUTF8), at: start)
        }
        return text
    }

    private static let quote = UInt8(ascii: "\"")
}
