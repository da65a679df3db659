/// Draws the lines of a table whose widths are decided.
struct TableDrawing {
    private let widths: [Int?]
    private let palette: Palette
    /// What stands before the cells of a line, between two of them, and behind.
    private let left: [UInt8]
    private let middle: [UInt8]
    private let right: [UInt8]

    init(widths: [Int?], palette: Palette) {
        self.widths = widths
        self.palette = palette
        left = Array((palette.paint("│", .frame) + " ").utf8)
        middle = Array((" " + palette.paint("│", .frame) + " ").utf8)
        right = Array((" " + palette.paint("│", .frame) + "\n").utf8)
    }

    func rule(_ left: String, _ middle: String, _ right: String) -> String {
        let parts = widths.compactMap { $0 }.map { String(repeating: "─", count: $0 + 2) }
        return palette.paint(left + parts.joined(separator: middle) + right, .frame) + "\n"
    }

    /// A line of the head: one text for each column, as wide as the column at most.
    func head(_ texts: [String], isRightAligned: [Bool], _ role: StyleRole) -> String {
        var cells: [String] = []
        for (index, width) in widths.enumerated() {
            guard let width else { continue }
            let text = TextWidth.cut(texts[index], to: width)
            let padding = String(repeating: " ", count: max(0, width - TextWidth.of(text)))
            let painted = palette.paint(VisibleText.isolated(text), role)
            cells.append(isRightAligned[index] ? padding + painted : painted + padding)
        }
        let bar = palette.paint("│", .frame)
        return "\(bar) \(cells.joined(separator: " \(bar) ")) \(bar)\n"
    }

    /// Writes a line of values behind other bytes.
    ///
    /// `column` is asked for the place of each shown cell in turn and reads the cell's value into `cell`.
    func append(
        to line: inout [UInt8],
        cell: inout TableCell,
        _ column: (Int, inout TableCell) -> CellPlace
    ) {
        var separator = left
        for (index, width) in widths.enumerated() {
            guard let width else { continue }
            line.append(contentsOf: separator)
            separator = middle
            let place = column(index, &cell)
            append(place, cell, width, to: &line)
        }
        line.append(contentsOf: right)
    }

    private func append(_ place: CellPlace, _ cell: TableCell, _ width: Int, to line: inout [UInt8]) {
        let isCut = cell.isCut(at: width)
        let trailing = isCut ? 0 : max(0, min(place.trailing, width - cell.width))
        guard !place.isRightAligned else {
            line.append(contentsOf: repeatElement(space, count: isCut ? 0 : max(0, width - trailing - cell.width)))
            let taken = append(cell, place.role, fitting: width, to: &line)
            line.append(contentsOf: repeatElement(space, count: isCut ? max(0, width - taken) : trailing))
            return
        }
        let taken = append(cell, place.role, fitting: width, to: &line)
        line.append(contentsOf: repeatElement(space, count: max(0, width - taken)))
    }

    private func append(_ cell: TableCell, _ role: StyleRole?, fitting width: Int, to line: inout [UInt8]) -> Int {
        guard let role, !palette.style(role).isEmpty else { return cell.append(to: &line, fitting: width) }
        var bytes: [UInt8] = []
        let taken = cell.append(to: &bytes, fitting: width)
        line.append(contentsOf: palette.paint(String(decoding: bytes, as: UTF8.self), role).utf8)
        return taken
    }
}

/// How a cell stands in its column.
struct CellPlace {
    let isRightAligned: Bool
    /// The room that is kept free behind it, so that its point stands below the others.
    let trailing: Int
    /// The look of a cell that has one of its own.
    let role: StyleRole?
}

private let space = UInt8(ascii: " ")
