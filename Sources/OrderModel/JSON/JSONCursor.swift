// The byte level of the JSON parser: white space, words, numbers, texts and their escapes.

/// A position in the bytes of a JSON text.
struct JSONCursor {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position >= bytes.count }

    func peek() throws(JSONError) -> UInt8 {
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        return bytes[position]
    }

    mutating func skipWhiteSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    /// Reads one of the words `null`, `true` and `false`.
    mutating func expect(_ word: StaticString) throws(JSONError) {
        let start = position
        for index in 0..<word.utf8CodeUnitCount {
            let byte = try peek()
            guard byte == word.utf8Start[index] else {
                throw JSONError(.expectedValue(found: bytes[start]), at: start)
            }
            position += 1
        }
    }
}

// Numbers.
extension JSONCursor {
    /// Reads a number and gives it as it was written.
    mutating func number() throws(JSONError) -> String {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let wholeStart = position
        try skipDigits()
        if bytes[wholeStart] == UInt8(ascii: "0"), position > wholeStart + 1 {
            throw JSONError(.malformedNumber, at: start)
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try skipDigits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            try skipDigits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Passes over one digit or more.
    private mutating func skipDigits() throws(JSONError) {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        guard position > start else {
            throw JSONError(position < bytes.count ? .malformedNumber : .unexpectedEnd, at: position)
        }
    }
}

/// Where a text lies between its quotes.
struct JSONTextRange {
    let range: Range<Int>
    let hasEscapes: Bool
}

// Texts.
extension JSONCursor {
    /// Finds the end of the text whose opening quote is next, and moves behind its closing quote.
    mutating func scanText() throws(JSONError) -> JSONTextRange {
        position += 1
        let start = position
        var hasEscapes = false
        while true {
            skipPlainBytes()
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return JSONTextRange(range: start..<position - 1, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                guard position + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
                position += 2
            default:
                throw JSONError(.controlCharacter(byte), at: position)
            }
        }
    }

    /// Moves to the next quote, backslash or control character, eight bytes at a time where it can.
    ///
    /// The three tests mark the high bit of each byte in question; a false mark can only stand above a true one.
    private mutating func skipPlainBytes() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        while position + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            let marks =
                ((quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
                    | (word &- ones &* 0x20) & ~word) & highs
            if marks != 0 {
                position += marks.trailingZeroBitCount >> 3
                return
            }
            position += 8
        }
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return }
            position += 1
        }
    }

    /// The text of a range without escapes.
    func string(of text: JSONTextRange) throws(JSONError) -> String {
        let slice = UnsafeRawBufferPointer(rebasing: bytes[text.range])
        if let invalid = UTF8Check.firstInvalidByte(of: slice) {
            throw JSONError(.invalidUTF8, at: text.range.lowerBound + invalid)
        }
        return String(decoding: slice, as: UTF8.self)
    }

    /// The text of a range, with its escapes replaced; half of a surrogate pair becomes U+FFFD.
    func unescaped(_ text: JSONTextRange) throws(JSONError) -> String {
        let slice = UnsafeRawBufferPointer(rebasing: bytes[text.range])
        if let invalid = UTF8Check.firstInvalidByte(of: slice) {
            throw JSONError(.invalidUTF8, at: text.range.lowerBound + invalid)
        }
        var unescaper = JSONUnescaper(bytes: bytes, range: text.range)
        return String(decoding: try unescaper.unescape(), as: UTF8.self)
    }
}
