import OrderModel

/// A document set out over lines for a reader: a part that fits stands on one line, a larger one member by member.
///
///     {
///       "id": 8,
///       "thumbnails": [
///         {"id": 213, "size": 64},
///
struct DocumentText {
    /// Harmless to show; none is wider than asked for, unless a single cluster is.
    private(set) var lines: [String] = []
    /// Whether nothing was left out.
    private(set) var isWhole = true
    private let width: Int

    /// Nobody reads further in a terminal.
    private static let maximumLineCount = 500

    init(_ value: JSONValue, width: Int) {
        self.width = max(width, 1)
        add(value, before: "", behind: "", level: 0)
        if lines.count > Self.maximumLineCount {
            lines.removeLast(lines.count - Self.maximumLineCount)
            isWhole = false
        }
        if !isWhole { lines.append("…") }
    }

    private mutating func add(_ value: JSONValue, before: String, behind: String, level: Int) {
        guard lines.count <= Self.maximumLineCount else { return }
        let indent = String(repeating: " ", count: min(2 * level, max(0, width - 2) / 2))
        let room = width - indent.utf8.count
        let flat = BoundedJSON(value, limit: 4 * room)
        if flat.isWhole {
            let line = VisibleText.of(before + flat.text + behind)
            if TextWidth.of(line) <= room { return lines.append(indent + line) }
        }
        switch value {
        case .array(let elements) where !elements.isEmpty:
            add(before + "[", indent)
            for (index, element) in elements.prefix(Self.maximumLineCount + 1).enumerated() {
                add(element, before: "", behind: index == elements.count - 1 ? "" : ",", level: level + 1)
            }
            add("]" + behind, indent)
        case .object(let object) where !object.members.isEmpty:
            add(before + "{", indent)
            for (index, member) in object.members.prefix(Self.maximumLineCount + 1).enumerated() {
                let comma = index == object.members.count - 1 ? "" : ","
                add(member.value, before: Self.key(member.key), behind: comma, level: level + 1)
            }
            add("}" + behind, indent)
        default:
            let whole = BoundedJSON(value, limit: FieldLines.longestText)
            if !whole.isWhole { isWhole = false }
            add(before + whole.text + behind, indent)
        }
    }

    /// Adds text that may take several lines, which go on a little further right.
    private mutating func add(_ text: String, _ indent: String) {
        let room = max(1, width - indent.utf8.count)
        let parts = TextWrapping.lines(of: VisibleText.of(text), width: room)
        lines += parts.map { indent + $0 }
    }

    private static func key(_ key: String) -> String {
        var bytes: [UInt8] = []
        JSONWriter.write(text: String(key.unicodeScalars.prefix(FieldLines.longestName)), to: &bytes)
        return String(decoding: bytes, as: UTF8.self) + ": "
    }
}
