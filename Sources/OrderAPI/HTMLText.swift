import OrderModel

/// As much of HTML as it takes to say what a web page was about that came instead of an answer.
enum HTMLText {
    /// Whether a body is HTML, or XML, as far as its beginning tells; no JSON begins like that.
    static func isHTML(_ body: [UInt8]) -> Bool {
        body.first { $0 > 0x20 } == UInt8(ascii: "<")
    }

    /// The page's title, else its first heading, on one line; nil when it has neither near its beginning.
    static func title(of body: [UInt8]) -> String? {
        let start = String(decoding: body.prefix(16_384), as: UTF8.self)
        for tag in ["title", "h1"] {
            guard let text = content(of: tag, in: start) else { continue }
            let line = ServerText.line(decodingEntities(text), maximumLength: 120)
            if !line.isEmpty { return line }
        }
        return nil
    }

    private static func content(of tag: String, in page: String) -> Substring? {
        // Lower-casing ASCII only keeps the offsets of both texts the same.
        let lowered = Array(page.utf8).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard let opening = lowered.firstRange(of: Array("<\(tag)".utf8)),
            let start = lowered[opening.upperBound...].firstIndex(of: UInt8(ascii: ">")),
            let closing = lowered[start...].firstRange(of: Array("</\(tag)".utf8))
        else { return nil }
        let utf8 = page.utf8
        return page[
            utf8.index(utf8.startIndex, offsetBy: start + 1)..<utf8.index(utf8.startIndex, offsetBy: closing.lowerBound)
        ]
    }

    private static func decodingEntities(_ text: Substring) -> String {
        var result = String(text)
        for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            result = result.split(separator: entity, omittingEmptySubsequences: false).joined(separator: character)
        }
        return result
    }
}
