// The list in `no_proxy`: `*` for everything, names with all that is below them, addresses and blocks of them.
// A port after a name or an address is one thing more than curl knows; there such an entry never matches.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The servers that no proxy is used for.
struct ProxyExceptions: Sendable, Hashable {
    private let isEverything: Bool
    private let entries: [Entry]

    private struct Entry: Sendable, Hashable {
        let host: Host
        let port: Int?
    }

    /// What an entry says of hosts.
    private enum Host: Sendable, Hashable {
        /// A name in small letters without dots at its ends; names below it are meant too.
        case name(String)
        case block(NetworkAddress, prefixLength: Int)
    }

    /// Reads a list with commas or blanks between its entries; what is no entry is left out.
    init(_ text: String = "") {
        let words = text.split { $0 == "," || $0.isWhitespace }
        isEverything = words.contains("*")
        entries = words.compactMap(Self.entry)
    }

    private static func entry(_ word: Substring) -> Entry? {
        let parts = word.split(separator: "/", omittingEmptySubsequences: false)
        let (host, port) = hostAndPort(parts[0])
        guard let host else { return nil }
        guard let address = NetworkAddress(host) else {
            guard parts.count == 1, let name = plainName(host) else { return nil }
            return Entry(host: .name(name), port: port)
        }
        guard parts.count <= 2 else { return nil }
        guard let length = parts.count == 2 ? Int(parts[1]) : address.bitCount, (0...address.bitCount) ~= length else {
            return nil
        }
        return Entry(host: .block(address, prefixLength: length), port: port)
    }

    /// Takes `host`, `host:80`, `::1` and `[::1]:80` apart; no host when the port is none.
    private static func hostAndPort(_ text: Substring) -> (String?, Int?) {
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            let host = String(text[text.index(after: text.startIndex)..<end])
            let rest = text[text.index(after: end)...]
            guard !rest.isEmpty else { return (host, nil) }
            let port = rest.hasPrefix(":") ? Int(rest.dropFirst()) : nil
            return (port == nil ? nil : host, port)
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return (String(text), nil) }
        let port = Int(parts[1])
        return (port == nil ? nil : String(parts[0]), port)
    }

    private static func plainName(_ text: String) -> String? {
        var name = text.lowercased()[...]
        if name.hasPrefix(".") { name = name.dropFirst() }
        if name.hasSuffix(".") { name = name.dropLast() }
        return name.isEmpty ? nil : String(name)
    }

    /// Whether a server is to be reached directly.
    func contains(_ address: WebAddress) -> Bool {
        if isEverything { return true }
        let port = address.port ?? address.scheme.defaultPort
        let candidates = entries.filter { $0.port == nil || $0.port == port }
        if let own = NetworkAddress(address.host.filter { $0 != "[" && $0 != "]" }) {
            return candidates.contains { entry in
                guard case .block(let block, let length) = entry.host else { return false }
                return own.isInBlock(block, prefixLength: length)
            }
        }
        guard let name = Self.plainName(address.host) else { return false }
        return candidates.contains { entry in
            guard case .name(let listed) = entry.host else { return false }
            return name == listed || name.hasSuffix("." + listed)
        }
    }
}

/// An IPv4 or IPv6 address in its bytes.
private struct NetworkAddress: Sendable, Hashable {
    let bytes: [UInt8]

    var bitCount: Int { bytes.count * 8 }

    init?(_ text: String) {
        let isVersion6 = text.contains(":")
        var bytes = [UInt8](repeating: 0, count: isVersion6 ? 16 : 4)
        guard inet_pton(isVersion6 ? AF_INET6 : AF_INET, text, &bytes) == 1 else { return nil }
        self.bytes = bytes
    }

    func isInBlock(_ block: NetworkAddress, prefixLength: Int) -> Bool {
        guard bytes.count == block.bytes.count else { return false }
        return bytes.indices.allSatisfy { index in
            let bits = min(max(prefixLength - index * 8, 0), 8)
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
            return bytes[index] & mask == block.bytes[index] & mask
        }
    }
}
