import OrderModel

extension TokenTable {
    /// A URL with dots wherever a token stands in it, raw or percent-encoded, be it more than once.
    ///
    /// Tokens do not belong there, but some clients put them into URLs, and logs are read by others. Only hashes are
    /// known, so each stretch of a token's length is tried; a token that came as a hash is found if it is a word of its
    /// own or has the usual length. Of a long URL only the beginning is shown.
    package func redacting(_ url: String) -> String {
        var text = url.utf8.prefix(Self.examinedByteCount).enumerated().map { place, byte in
            URLByte(byte: byte, source: place..<place + 1)
        }
        let bytes = text.map(\.byte)
        var isHidden = [Bool](repeating: false, count: bytes.count)
        for _ in 0...Self.longestNesting {
            for token in tokens(in: text) {
                let source = text[token.lowerBound].source.lowerBound..<text[token.upperBound - 1].source.upperBound
                for place in source { isHidden[place] = true }
            }
            let decoded = URLByte.decoded(text)
            guard decoded.count < text.count else { break }
            text = decoded
        }
        var shown: [UInt8] = []
        for (place, byte) in bytes.enumerated().prefix(Self.shownByteCount) {
            if !isHidden[place] {
                shown.append(byte)
            } else if place == 0 || !isHidden[place - 1] {
                shown += Array("•••".utf8)
            }
        }
        if bytes.count > Self.shownByteCount { shown += Array("…".utf8) }
        return String(decoding: shown, as: UTF8.self)
    }

    private static let shownByteCount = 512
    /// How often a URL may be percent-encoded after the first time, such as by a program that passes it on.
    private static let longestNesting = 3
    /// As far as a token reaches that begins in what is shown, in its longest spelling.
    private static let examinedByteCount = shownByteCount + TokenFile.longestTokenBytes * (1 + 2 * longestNesting)

    /// Where tokens stand.
    private func tokens(in text: [URLByte]) -> [Range<Int>] {
        let bytes = text.map(\.byte)
        var found: [Range<Int>] = []
        for word in bytes.indices.split(whereSeparator: { !TokenFile.isTokenByte(bytes[$0]) }) {
            let places = word.startIndex..<word.endIndex
            if hasUnknownLengths {
                for part in [places, Self.trimmed(places, of: bytes)] where holds(bytes[part]) { found.append(part) }
            }
            for start in places where text[start].source.lowerBound < Self.shownByteCount {
                let token = lengths.lazy.map { start..<start + $0 }
                    .first { $0.upperBound <= places.upperBound && holds(bytes[$0]) }
                if let token { found.append(token) }
            }
        }
        return found
    }

    /// A word without the signs that end sentences and names.
    private static func trimmed(_ word: Range<Int>, of bytes: [UInt8]) -> Range<Int> {
        let isSign = { (place: Int) in
            [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~")]
                .contains(bytes[place])
        }
        let start = word.first { !isSign($0) } ?? word.upperBound
        let end = word.last { !isSign($0) }.map { $0 + 1 } ?? start
        return start..<end
    }
}

/// A byte of a URL that was decoded so many times, and where its spelling stands in the URL.
private struct URLByte {
    let byte: UInt8
    let source: Range<Int>

    /// The text decoded once more.
    static func decoded(_ text: [URLByte]) -> [URLByte] {
        var decoded: [URLByte] = []
        var rest = text[...]
        while let first = rest.first {
            let escape = rest.prefix(3)
            if let byte = PercentCoding.escapedByte(escape.lazy.map(\.byte)), let last = escape.last {
                decoded.append(URLByte(byte: byte, source: first.source.lowerBound..<last.source.upperBound))
                rest = rest.dropFirst(3)
            } else {
                decoded.append(first)
                rest = rest.dropFirst()
            }
        }
        return decoded
    }
}
