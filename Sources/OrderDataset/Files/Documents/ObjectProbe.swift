/// Tells an order from a page of orders by the first keys of an object, before all of it has been read.
struct ObjectProbe {
    /// What the keys say.
    enum Finding: Equatable {
        /// An order, or something that must be read whole to tell.
        case object
        /// A page: where the key `results` begins, and where its list does.
        case page(key: Int, list: Int)
        /// Not to be told from these bytes.
        case needsMore
    }

    private let bytes: UnsafeRawBufferPointer
    private var position = 1

    /// Looks at the bytes of an object from its opening brace on.
    static func probe(_ bytes: UnsafeRawBufferPointer) -> Finding {
        var probe = ObjectProbe(bytes: bytes)
        return probe.run()
    }

    private init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    private mutating func run() -> Finding {
        while true {
            skipWhiteSpace()
            let start = position
            guard position < bytes.count else { return .needsMore }
            guard bytes[position] == UInt8(ascii: "\"") else { return .object }
            guard skipText() else { return .needsMore }
            let key = bytes[start + 1..<position - 1]
            if key.elementsEqual("id".utf8) { return .object }
            skipWhiteSpace()
            guard position < bytes.count else { return .needsMore }
            guard bytes[position] == UInt8(ascii: ":") else { return .object }
            position += 1
            skipWhiteSpace()
            guard position < bytes.count else { return .needsMore }
            if key.elementsEqual("results".utf8) {
                return bytes[position] == UInt8(ascii: "[") ? .page(key: start, list: position) : .object
            }
            guard skipValue() else { return .needsMore }
            guard bytes[position] == UInt8(ascii: ",") else { return .object }
            position += 1
        }
    }

    private mutating func skipWhiteSpace() {
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    }

    /// Passes over a text; false when its end has not come yet.
    private mutating func skipText() -> Bool {
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") { return true }
        }
        return false
    }

    /// Passes over a value up to the comma or bracket behind it; false when that has not come yet.
    private mutating func skipValue() -> Bool {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                guard skipText() else { return false }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return true }
                depth -= 1
            case UInt8(ascii: ","):
                if depth == 0 { return true }
            default: break
            }
            position += 1
        }
        return false
    }
}
