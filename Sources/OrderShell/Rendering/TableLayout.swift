// How a table is made to fit: what each column is worth comes from what it holds.

/// What a column of a table asks for.
struct ColumnMeasure {
    /// The width at which its name stands on one line, and all of its numbers have their points below each other.
    var natural: Int
    /// The width at which none of its cells is cut.
    var content: Int
    /// The width below which it says too little; a number, a time or a truth value is never cut, so this is `content`.
    var leastContent: Int
    /// The width at which nothing of its name is lost.
    var wrappedName: Int
    /// The width at which its name is still known.
    var leastName: Int
    /// Whether any row has something in it; a column that has nothing is the first to go.
    var hasContent: Bool
    /// How many cells there are of each width; empty for a column that is never cut.
    var counts: [UInt32]

    /// The width at which nothing is lost, neither cells nor name.
    var whole: Int { max(content, wrappedName) }
    var least: Int { max(leastContent, leastName) }
}

/// The widths of a table's columns, chosen so that the table fits.
///
/// Everything stands on one line if there is room. Otherwise, in this order: names go on over several lines; columns
/// without any content are left out; texts are cut, each column to the width that keeps most cells whole for its
/// room; names are shortened; columns that have no room then are left out, the right ones rather than the left ones,
/// for people write first what they want most.
struct TableLayout {
    /// The width of each column, nil for one that is left out.
    let widths: [Int?]
    /// Whether nothing at all is lost.
    let isWhole: Bool

    /// The least width of a table, below which a terminal is not taken seriously.
    static let leastTableWidth = 12

    init(_ columns: [ColumnMeasure], width: Int?) {
        let needed = columns.reduce(Self.frameWidth(columnCount: columns.count)) { $0 + $1.natural }
        guard let width = width.map({ max($0, Self.leastTableWidth) }), needed > width else {
            widths = columns.map(\.natural)
            isWhole = true
            return
        }
        let shown = Self.columnsToShow(columns, width: width)
        let shares = RoomShares(
            among: shown.map { columns[$0] },
            room: width - Self.frameWidth(columnCount: shown.count)
        )
        var widths: [Int?] = Array(repeating: nil, count: columns.count)
        for (index, share) in zip(shown, shares.widths) { widths[index] = share }
        self.widths = widths
        isWhole = zip(widths, columns).allSatisfy { $0 ?? 0 >= $1.whole }
    }

    var shownCount: Int { widths.count { $0 != nil } }

    /// What the lines and the spaces beside the cells take.
    static func frameWidth(columnCount: Int) -> Int {
        3 * columnCount + 1
    }

    private static func columnsToShow(_ columns: [ColumnMeasure], width: Int) -> [Int] {
        var shown = Array(columns.indices)
        var needed = shown.reduce(frameWidth(columnCount: shown.count)) { $0 + columns[$1].whole }
        let empty = columns.indices.filter { !columns[$0].hasContent }
        if needed > width, empty.count < columns.count {
            var removed: Set<Int> = []
            for index in empty.reversed() where needed > width {
                removed.insert(index)
                needed -= columns[index].whole + 3
            }
            shown.removeAll(where: removed.contains)
        }
        guard needed > width else { return shown }
        var rest = width - 1
        let fitting = shown.filter { index in
            guard columns[index].least + 3 <= rest else { return false }
            rest -= columns[index].least + 3
            return true
        }
        return fitting.isEmpty ? Array(shown.prefix(1)) : fitting
    }
}

/// Shares out the room of a table among the columns that are shown.
private struct RoomShares {
    private(set) var widths: [Int]
    private var rest: Int
    private let columns: [ColumnMeasure]

    init(among columns: [ColumnMeasure], room: Int) {
        self.columns = columns
        widths = columns.map(\.least)
        rest = room - widths.reduce(0, +)
        guard rest >= 0 else {
            // One column alone, in a terminal that is narrower than it needs.
            widths = columns.map { _ in max(1, room) }
            return
        }
        raise { max($0.leastContent, $0.wrappedName) }
        keepCellsWhole()
        raise(\.whole)
        raise(\.natural)
    }

    /// Raises the columns to what they wish, the narrowest first, so that all that get too little get the same.
    private mutating func raise(_ wish: (ColumnMeasure) -> Int) {
        while rest > 0 {
            let wanting = columns.indices.filter { widths[$0] < wish(columns[$0]) }
            guard let narrowest = wanting.min(by: { widths[$0] < widths[$1] }) else { return }
            widths[narrowest] += 1
            rest -= 1
        }
    }

    /// Widens the columns of texts, each time the one in which a cell of room makes most of its texts whole.
    private mutating func keepCellsWhole() {
        while rest > 0 {
            let steps = columns.indices.compactMap { bestStep(of: $0) }
            guard let best = steps.max(by: { $0.worth < $1.worth }) else { return }
            rest -= best.width - widths[best.column]
            widths[best.column] = best.width
        }
    }

    private func bestStep(of column: Int) -> (column: Int, width: Int, worth: Double)? {
        let counts = columns[column].counts
        let current = widths[column]
        let last = min(current + rest, counts.count - 1)
        guard current < last else { return nil }
        var gained = 0.0
        var best: (column: Int, width: Int, worth: Double)?
        for width in current + 1...last {
            gained += Double(counts[width])
            let worth = gained / Double(width - current)
            if worth > best?.worth ?? 0 { best = (column, width, worth) }
        }
        return best
    }
}
