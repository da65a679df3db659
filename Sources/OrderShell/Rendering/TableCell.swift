// One cell as a reader sees it. A table goes over its values twice, to measure and to write, and keeps nothing of
// them in between; so what a cell is made of stands in one value that is used again for the next cell.

import OrderModel

/// A value made ready for its place: harmless to show, measured, and no longer than anybody can see.
///
/// Plain ASCII, which most cells are, becomes no `String` and is not looked at by cluster. Of a text of megabytes
/// only the beginning is looked at.
struct TableCell {
    private(set) var bytes: [UInt8] = []
    /// The columns that all of the text takes, with the sign for what was left out.
    private(set) var width = 0
    /// How wide the digits behind the point are, with the point; nil for what is no number.
    private(set) var fractionWidth: Int?
    /// Whether it tells nothing: null, the empty text, the empty list.
    private(set) var isBlank = false
    private(set) var hasSpace = false
    /// What stands behind a text whose end is left out however wide the column is; nil for a whole one.
    private var ending: String?
    /// Whether there is nothing but printable ASCII.
    private var isPlain = true

    private let display: DisplayText
    /// The most columns that a cell can take.
    private let limit: Int

    /// A text that is cut says its size if that is at least so many bytes.
    private static let leastSizeToldBytes = 10_000
    /// The sign for what is left out.
    private static let ellipsis = "…"

    init(display: DisplayText, limit: Int) {
        self.display = display
        self.limit = limit
    }

    static func isRightAligned(_ type: ValueType) -> Bool {
        type.isNumeric || type == .duration
    }

    /// Takes in a value.
    mutating func read(_ value: Value, isIdentifier: Bool) {
        bytes.removeAll(keepingCapacity: true)
        (fractionWidth, isPlain, ending, hasSpace) = (nil, true, nil, false)
        isBlank = !value.isPresent
        switch value {
        case .number(let number) where isIdentifier: append(number.description)
        case .number(let number): fractionWidth = DisplayText.append(grouped: number, to: &bytes)
        case .instant(let instant): display.append(instant, to: &bytes)
        case .text(let text):
            readText(text)
            return
        case .document(let document):
            let beginning = BoundedJSON(document, limit: scalarLimit)
            readUnicode(beginning.text, isWhole: beginning.isWhole, byteCount: nil)
            return
        case .null, .boolean, .period, .duration: append(display.of(value))
        }
        width = bytes.count
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func readText(_ text: String) {
        var text = text
        let isRead = text.withUTF8 { readPlain($0) }
        guard !isRead else { return }
        let isShort = text.utf8.count <= scalarLimit
        let beginning = isShort ? text : String(text.unicodeScalars.prefix(scalarLimit))
        readUnicode(
            DisplayText.of(beginning),
            isWhole: beginning.utf8.count == text.utf8.count,
            byteCount: text.utf8.count
        )
    }

    /// Reads printable ASCII; false, with nothing read, for anything else and for what must be set apart from null.
    private mutating func readPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count > 4 || !(text.isEmpty || text.first == UInt8(ascii: "n") || text.first == UInt8(ascii: "\""))
        else { return false }
        let shown = text.prefix(limit)
        var hasSpace = false
        for byte in shown {
            guard byte >= 0x20, byte < 0x7F else { return false }
            if byte == 0x20 { hasSpace = true }
        }
        bytes.append(contentsOf: shown)
        width = shown.count
        self.hasSpace = hasSpace
        if shown.count < text.count { leaveOutEnd(of: text.count) }
        return true
    }

    private mutating func readUnicode(_ text: String, isWhole: Bool, byteCount: Int?) {
        var text = VisibleText.of(text)
        width = TextWidth.of(text)
        let isCut = !isWhole || width > limit
        if width > limit {
            text = String(TextWidth.prefix(of: text, fitting: limit))
            width = TextWidth.of(text)
        }
        append(text)
        isPlain = width == bytes.count && bytes.allSatisfy { (0x20..<0x7F).contains($0) }
        hasSpace = bytes.contains(0x20)
        if isCut { leaveOutEnd(of: byteCount) }
    }

    private mutating func leaveOutEnd(of byteCount: Int?) {
        let ending = Self.ending(ofText: byteCount)
        self.ending = ending
        width = min(limit, width + TextWidth.of(ending))
    }

    /// The sign behind a text that is cut; it tells how long a very long one is, when that is known.
    private static func ending(ofText byteCount: Int?) -> String {
        guard let byteCount, byteCount >= leastSizeToldBytes else { return ellipsis }
        return "\(ellipsis) \(Quantity.bytes(byteCount))"
    }

    /// As many scalars as may be needed to fill a cell; a text may have many that take no column.
    private var scalarLimit: Int { 4 * limit + 64 }

    /// Whether something of it is missing in a column of this width.
    func isCut(at room: Int) -> Bool {
        ending != nil || width > room
    }

    /// Writes the cell behind other bytes, as far as it fits; gives the columns that it took.
    ///
    /// Text that runs from right to left stays inside of it.
    func append(to line: inout [UInt8], fitting room: Int) -> Int {
        guard !isCut(at: room) else { return appendCut(to: &line, fitting: room) }
        if isPlain {
            line.append(contentsOf: bytes)
        } else {
            line.append(contentsOf: VisibleText.isolated(String(decoding: bytes, as: UTF8.self)).utf8)
        }
        return width
    }

    private func appendCut(to line: inout [UInt8], fitting room: Int) -> Int {
        guard room > 0 else { return 0 }
        var ending = ending ?? Self.ellipsis
        var endingWidth = TextWidth.of(ending)
        // The size is worth its room only if the text keeps some.
        if endingWidth > 1, room < 2 * endingWidth { (ending, endingWidth) = (Self.ellipsis, 1) }
        let textRoom = room - endingWidth
        if isPlain {
            let shown = bytes.prefix(textRoom)
            line.append(contentsOf: shown)
            line.append(contentsOf: ending.utf8)
            return shown.count + endingWidth
        }
        let shown = TextWidth.prefix(of: String(decoding: bytes, as: UTF8.self), fitting: textRoom) + ending
        line.append(contentsOf: VisibleText.isolated(String(shown)).utf8)
        return TextWidth.of(shown)
    }
}
