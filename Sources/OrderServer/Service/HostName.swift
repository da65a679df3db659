/// The header `Host`, which a client may fill with anything, and which comes back in links.
enum HostName {
    /// Whether it is a name or an address, and a port or none, as Django demands.
    static func isSound(_ text: String) -> Bool {
        var name = Array(text.utf8)[...]
        if let colon = name.lastIndex(of: UInt8(ascii: ":")), name.last != UInt8(ascii: "]") {
            let port = name[(colon + 1)...]
            guard !port.isEmpty, port.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
            name = name[..<colon]
        }
        if name.first == UInt8(ascii: "[") {
            guard name.count > 2, name.last == UInt8(ascii: "]") else { return false }
            let address = name.dropFirst().dropLast()
            return address.contains(UInt8(ascii: ":"))
                && address.allSatisfy { isHexadecimal($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
        }
        return !name.isEmpty && !name.elementsEqual(".".utf8)
            && name.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x2D...0x2E).contains($0) || isDigit($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x66).contains(byte | 0x20) }
}
