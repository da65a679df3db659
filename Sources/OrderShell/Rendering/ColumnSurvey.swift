import OrderModel

/// What is found out about a column before its table is drawn: widths, and no text.
struct ColumnSurvey {
    let name: ColumnName
    let isIdentifier: Bool
    let isRightAligned: Bool
    /// Whether any row has something in it.
    private(set) var hasContent = false
    /// The widest fraction of its numbers, with the point.
    private(set) var fractionWidth = 0
    /// The widest number before its point.
    private var wholeWidth = 0
    /// The widest cell as it stands.
    private var cellWidth = 0
    /// Whether its values may be cut, if they turn out to be texts of several words.
    private let isFlexible: Bool
    private var hasSpaces = false
    /// How many cells there are of each width, where cells may be cut.
    private var counts: [UInt32] = []

    /// Texts without spaces are cut only when they are longer than this: a key, an address or a number in part is
    /// worth nothing.
    private static let maximumWordWidth = 36
    /// A text is cut down to this before any column is left out.
    private static let leastTextWidth = 12

    init(_ column: ResultColumn) {
        name = ColumnName(column.name)
        isIdentifier = column.isIdentifier
        isRightAligned = TableCell.isRightAligned(column.type)
        isFlexible = [.text, .object, .document].contains(column.type)
    }

    /// Takes in the next cell.
    mutating func note(_ cell: TableCell) {
        cellWidth = max(cellWidth, cell.width)
        if let fraction = cell.fractionWidth {
            fractionWidth = max(fractionWidth, fraction)
            wholeWidth = max(wholeWidth, cell.width - fraction)
        }
        if !cell.isBlank { hasContent = true }
        guard isFlexible else { return }
        if cell.hasSpace { hasSpaces = true }
        while counts.count <= cell.width { counts.append(0) }
        counts[cell.width] += 1
    }

    /// The width at which the points of all numbers stand below each other.
    var alignedWidth: Int { max(cellWidth, wholeWidth + fractionWidth) }

    /// What the column asks for; a table without rows shows all of its columns as if they had something in them.
    func measure(ofRowCount rowCount: Int) -> ColumnMeasure {
        let isCuttable = isFlexible && (hasSpaces || cellWidth > Self.maximumWordWidth)
        return ColumnMeasure(
            natural: max(name.width, alignedWidth),
            content: cellWidth,
            leastContent: isCuttable ? min(cellWidth, Self.leastTextWidth) : cellWidth,
            wrappedName: name.wrappedWidth,
            leastName: name.leastWidth,
            hasContent: hasContent || rowCount == 0,
            counts: isCuttable ? counts : []
        )
    }
}
