/// Finds where an object ends without parsing it; goes on where it stopped when more bytes have come.
///
/// Only brackets and quotes are looked at. Whether the bytes in between are JSON is the scanner's or the parser's
/// to say.
package struct ObjectSplitter: Sendable {
    private var depth: Int
    private var isInsideText = false
    private var isEscaped = false
    private var scannedCount = 0

    /// What a scan has found so far.
    package enum Finding: Equatable, Sendable {
        /// The count of bytes up to and including the closing bracket.
        case end(Int)
        /// A line break inside a text, which no JSON has: the bytes up to there are broken.
        case broken(Int)
        case needsMore
    }

    /// A scan that begins at an opening bracket, or with some of them already passed.
    package init(openBrackets depth: Int = 0) {
        self.depth = depth
    }

    /// Looks at the bytes of the object that have come since the last call.
    ///
    /// `bytes` are all of them from the object's beginning on, those of the calls before too.
    package mutating func scan(_ bytes: UnsafeRawBufferPointer) -> Finding {
        while scannedCount < bytes.count {
            let byte = bytes[scannedCount]
            scannedCount += 1
            if isEscaped {
                isEscaped = false
            } else if isInsideText {
                switch byte {
                case UInt8(ascii: "\""): isInsideText = false
                case UInt8(ascii: "\\"): isEscaped = true
                case UInt8(ascii: "\n"): return .broken(scannedCount)
                default: break
                }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInsideText = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    if depth == 0 { return .end(scannedCount) }
                default: break
                }
            }
        }
        return .needsMore
    }
}
