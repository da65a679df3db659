// Finds the orders in a page's body without building a tree of it. What is not plainly written (a key with
// escapes, results twice, anything that is no JSON) is left to the strict parser, which then says what is wrong;
// so this must never find a page where that one finds none.

import OrderAPI
import OrderModel

/// What stands around the orders of a page, and where each of them stands.
struct PageEnvelope {
    private(set) var count = 0
    private(set) var hasNext = false
    /// Each a pair of braces in balance; whether it is sound JSON is not looked at.
    private(set) var elements: [Range<Int>] = []

    /// Reads a body; nil where the strict parser must look.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var cursor = EnvelopeCursor(bytes)
        guard cursor.take(UInt8(ascii: "{")) else { return nil }
        var count: Int?
        var hasResults = false
        repeat {
            guard let key = cursor.key() else { return nil }
            switch key {
            case "results":
                guard !hasResults, let elements = cursor.objects() else { return nil }
                self.elements = elements
                hasResults = true
            case "count":
                guard let value = cursor.value(), let number = Self.wholeNumber(value),
                    (0...OrderPage.largestCount).contains(number)
                else { return nil }
                count = number
            case "next":
                switch cursor.value() {
                case .null?: hasNext = false
                case .text?: hasNext = true
                default: return nil
                }
            default:
                guard cursor.value() != nil else { return nil }
            }
        } while cursor.take(UInt8(ascii: ","))
        guard cursor.take(UInt8(ascii: "}")), cursor.isAtEnd, let count, hasResults else { return nil }
        self.count = count
    }

    private static func wholeNumber(_ value: JSONValue) -> Int? {
        guard case .number(let digits) = value else { return nil }
        return Decimal(digits)?.wholeNumber
    }
}

/// A position in a page's body.
private struct EnvelopeCursor {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Whether nothing but white space is left.
    var isAtEnd: Bool {
        mutating get {
            skipWhiteSpace()
            return position == bytes.count
        }
    }

    /// Passes over a byte and the white space before it, if it is the next.
    mutating func take(_ byte: UInt8) -> Bool {
        skipWhiteSpace()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Reads a key and its colon.
    mutating func key() -> String? {
        skipWhiteSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
        guard case .text(let key)? = value(), take(UInt8(ascii: ":")) else { return nil }
        return key
    }

    /// Reads any value, strictly.
    mutating func value() -> JSONValue? {
        skipWhiteSpace()
        let start = position
        guard position < bytes.count else { return nil }
        switch bytes[position] {
        case UInt8(ascii: "\""): guard passText() else { return nil }
        case UInt8(ascii: "{"), UInt8(ascii: "["): guard passContainer() else { return nil }
        default: passWord()
        }
        var parser = JSONParser()
        return try? parser.parse(UnsafeRawBufferPointer(rebasing: bytes[start..<position]))
    }

    /// Finds the elements of a list that holds objects only.
    mutating func objects() -> [Range<Int>]? {
        guard take(UInt8(ascii: "[")) else { return nil }
        var ranges: [Range<Int>] = []
        if take(UInt8(ascii: "]")) { return ranges }
        repeat {
            skipWhiteSpace()
            let start = position
            guard position < bytes.count, bytes[position] == UInt8(ascii: "{"), passContainer() else { return nil }
            ranges.append(start..<position)
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) ? ranges : nil
    }

    private mutating func skipWhiteSpace() {
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    }

    /// Passes over the text whose opening quote is next.
    private mutating func passText() -> Bool {
        position += 1
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return true
            case UInt8(ascii: "\\"): position += 2
            default: position += 1
            }
        }
        return false
    }

    /// Passes over what is between the bracket that is next and its partner, whatever kinds the brackets are.
    private mutating func passContainer() -> Bool {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                guard passText() else { return false }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            position += 1
            if depth == 0 { return true }
        }
        return false
    }

    /// Passes over a number, a word, or whatever else stands there.
    private mutating func passWord() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x0A, 0x0D, 0x09: return
            default: position += 1
            }
        }
    }
}
