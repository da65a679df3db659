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
        var position = scannedCount
        defer { scannedCount = position }
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if isInsideText {
                switch byte {
                case UInt8(ascii: "\""): isInsideText = false
                case UInt8(ascii: "\\"):
                    guard position < bytes.count else {
                        position -= 1
                        return .needsMore
                    }
                    position += 1
                case UInt8(ascii: "\n"): return .broken(position)
                default: break
                }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInsideText = true
                case UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "}"):
                    depth -= 1
                    if depth == 0 { return .end(position) }
                default: break
                }
            }
        }
        return .needsMore
    }
}
