/// Finds the end of a request's head in its bytes, however they are cut, and counts what it has so far.
///
/// The parser behind it decides what the bytes mean; this one only knows lines.
struct RequestHeadScan {
    private(set) var isComplete = false
    /// How long the request line is, as far as it has come.
    private(set) var lineByteCount = 0
    /// How long the lines after it are, as far as they have come.
    private(set) var fieldsByteCount = 0
    /// Whether the request line has ended.
    private(set) var hasLine = false
    /// Whether the request line has bytes that aren't ASCII.
    private(set) var hasForeignBytes = false
    private var isLineEmpty = true

    /// How many of the bytes belong to the head; all of them while it has no end.
    mutating func scan(_ bytes: UnsafeRawBufferPointer) -> Int {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if hasLine {
                fieldsByteCount += 1
            } else {
                lineByteCount += 1
                hasForeignBytes = hasForeignBytes || byte >= 0x80
            }
            if byte == UInt8(ascii: "\n") {
                if isLineEmpty, hasLine {
                    isComplete = true
                    return index
                }
                // Empty lines before a request are allowed.
                hasLine = hasLine || !isLineEmpty
                isLineEmpty = true
            } else if byte != UInt8(ascii: "\r") {
                isLineEmpty = false
            }
        }
        return index
    }
}
