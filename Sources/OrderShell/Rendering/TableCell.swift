import OrderModel

/// What stands in one place of a table.
struct TableCell {
    let text: String
    let isRightAligned: Bool
    /// How wide the digits behind the point are, with the point; nil for what is no number.
    let fractionWidth: Int?
    /// Whether it tells nothing: null, or the empty text.
    let isBlank: Bool

    init(_ text: String, isRightAligned: Bool = false, fractionWidth: Int? = nil, isBlank: Bool = false) {
        self.text = text
        self.isBlank = isBlank
        self.isRightAligned = isRightAligned
        self.fractionWidth = fractionWidth
    }

    init(_ value: Value, in column: ResultColumn, display: DisplayText) {
        let text = display.of(value, isIdentifier: DisplayText.isIdentifier(column.name))
        let isRightAligned = Self.isRightAligned(column.type)
        guard case .number = value else {
            self.init(text, isRightAligned: isRightAligned, isBlank: !value.isPresent)
            return
        }
        let fraction = text.drop { $0 != "." }
        self.init(text, isRightAligned: isRightAligned, fractionWidth: fraction.count)
    }

    static func isRightAligned(_ type: ValueType) -> Bool {
        type.isNumeric || type == .duration
    }

    /// The cell as wide as its column.
    ///
    /// Text that runs from right to left stays inside of it.
    func line(width: Int) -> String {
        let shown = TextWidth.cut(text, to: width)
        let padding = String(repeating: " ", count: max(0, width - TextWidth.of(shown)))
        return isRightAligned ? padding + VisibleText.isolated(shown) : VisibleText.isolated(shown) + padding
    }

    /// The cell with room behind its number, so that the points of a column stand below each other.
    func aligned(fractionWidth widest: Int) -> TableCell {
        guard let fractionWidth, fractionWidth < widest, isRightAligned else { return self }
        return TableCell(
            text + String(repeating: " ", count: widest - fractionWidth),
            isRightAligned: true,
            fractionWidth: widest
        )
    }
}
