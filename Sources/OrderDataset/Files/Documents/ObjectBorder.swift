/// Finds where an object ends without parsing it; goes on where it stopped when more bytes have come.
///
/// Only braces and quotes are looked at. Whether the bytes in between are JSON is the parser's to say.
struct ObjectBorder {
    private var depth: Int
    private var isInsideText = false
    private var scannedCount = 0

    /// What a scan has found so far.
    enum Finding: Equatable {
        /// The count of bytes up to and including the closing brace.
        case end(Int)
        /// A line break inside a text, which no JSON has: the bytes up to there are broken.
        case broken(Int)
        case needsMore
    }

    /// A scan that begins at an opening brace, or with some of them already passed.
    init(openBraces depth: Int = 0) {
        self.depth = depth
    }

    /// Looks at the bytes of the object that have come since the last call.
    mutating func scan(_ bytes: UnsafeRawBufferPointer) -> Finding {
        while scannedCount < bytes.count {
            if isInsideText {
                guard let finding = passText(bytes) else { continue }
                return finding
            }
            if let end = passStructure(bytes) { return .end(end) }
        }
        return .needsMore
    }

    /// Passes over what stands outside of texts, up to a quote; the end of the object if it comes before.
    private mutating func passStructure(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var position = scannedCount
        defer { scannedCount = position }
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                isInsideText = true
                return nil
            }
            // The two braces are 0x7B and 0x7D; hardly any other byte of JSON's structure is as high.
            guard byte >= UInt8(ascii: "{") else { continue }
            if byte == UInt8(ascii: "{") {
                depth += 1
            } else if byte == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return position }
            }
        }
        return nil
    }

    /// Passes over the rest of a text; nil when its end has been passed.
    private mutating func passText(_ bytes: UnsafeRawBufferPointer) -> Finding? {
        var position = scannedCount
        defer { scannedCount = position }
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                isInsideText = false
                return nil
            case UInt8(ascii: "\\"):
                // The byte behind it must be there too, lest an escaped quote be taken for the end.
                guard position + 1 < bytes.count else { return .needsMore }
                position += 2
            case UInt8(ascii: "\n"):
                position += 1
                return .broken(position)
            default: position += 1
            }
        }
        return .needsMore
    }
}
