/// What a column of a table asks for.
struct ColumnMeasure {
    /// The width at which nothing of it is cut.
    var natural: Int
    /// The width below which it says too little; a number, a time or a truth value is never cut above it.
    var least: Int
    /// Whether any row has something in it; a column that has nothing is the first to go.
    var hasContent: Bool
}

/// The widths of a table's columns, chosen so that the table fits.
///
/// Everything is shown whole if there is room. Otherwise the widest columns shrink first, down to what each
/// needs at least; if that is not enough columns are left out, those without content first and then from the
/// right, for people write first what they want most.
struct TableLayout: Equatable {
    /// The width of each column, nil for one that is left out.
    let widths: [Int?]

    /// The least width of a table, below which a terminal is not taken seriously.
    static let leastTableWidth = 12

    init(_ columns: [ColumnMeasure], width: Int?) {
        guard let width = width.map({ max($0, Self.leastTableWidth) }) else {
            widths = columns.map(\.natural)
            return
        }
        let shown = Self.columnsToShow(columns, width: width)
        let room = width - Self.frameWidth(columnCount: shown.count)
        let shares = Self.shares(of: room, among: shown.map { columns[$0] })
        var widths: [Int?] = Array(repeating: nil, count: columns.count)
        for (index, share) in zip(shown, shares) { widths[index] = share }
        self.widths = widths
    }

    /// What the lines and the spaces beside the cells take.
    static func frameWidth(columnCount: Int) -> Int {
        3 * columnCount + 1
    }

    private static func columnsToShow(_ columns: [ColumnMeasure], width: Int) -> [Int] {
        var shown = Array(columns.indices)
        func needed() -> Int {
            shown.reduce(frameWidth(columnCount: shown.count)) { $0 + columns[$1].least }
        }
        while shown.count > 1, needed() > width {
            let position = shown.lastIndex { !columns[$0].hasContent } ?? shown.count - 1
            shown.remove(at: position)
        }
        return shown
    }

    /// Shares out the room: everybody gets the least they need, then the narrowest wishes are filled first.
    private static func shares(of room: Int, among columns: [ColumnMeasure]) -> [Int] {
        guard columns.count > 1 else { return columns.map { max(1, min($0.natural, room)) } }
        var shares = columns.map(\.least)
        var rest = room - shares.reduce(0, +)
        while rest > 0 {
            let wanting = columns.indices.filter { shares[$0] < columns[$0].natural }
            guard let narrowest = wanting.map({ shares[$0] }).min() else { break }
            // All that stand at this width rise together, as far as the next one or the room allows.
            let rising = wanting.filter { shares[$0] == narrowest }
            let next = wanting.map { shares[$0] }.filter { $0 > narrowest }.min() ?? .max
            let ceiling = min(next, rising.map { columns[$0].natural }.min() ?? next)
            let step = min(ceiling - narrowest, rest / rising.count)
            for index in rising.prefix(step == 0 ? rest : rising.count) { shares[index] += max(step, 1) }
            rest -= step == 0 ? rest : step * rising.count
        }
        return shares
    }
}
