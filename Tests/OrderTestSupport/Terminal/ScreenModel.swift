// A terminal's screen in memory: what a person would see after the bytes that a program has written.
//
// Just the sequences that the line editor uses and what a well-behaved program beside it might. A sequence that it does
// not know is a test failure (`unknown`), not something to pass over.
//
// What is cleared from the very first cell on goes into the scrollback, as it does in tmux: whoever repaints a part of
// the screen must not clear so.
//
// Terminals differ about emoji of several scalars, so the model can be either kind: one that joins them into two cells,
// or one that gives each scalar the cells that the C library counts. Programs must leave the rest of the screen the
// same on both.

import CPseudoTerminal

/// A screen of cells with a cursor.
package struct ScreenModel {
    private enum State {
        case ground
        case escape
        case sequence(String)
    }

    package private(set) var rows: Int
    package private(set) var columns: Int
    /// A cell's character with what joins it; empty for the second half of a wide one.
    private var cells: [[String]]
    /// Whether a row goes on in the next because the terminal wrapped it.
    private var continues: [Bool]
    /// Lines that have left the screen at its top.
    package private(set) var scrollback: [String] = []
    package private(set) var cursorRow = 0
    package private(set) var cursorColumn = 0
    package private(set) var marksPastes = false
    /// Whether emoji that are joined into one, with a skin tone, or in pairs as a flag take two cells together.
    private let joinsEmoji: Bool
    private var wraps = true
    package private(set) var unknown: [String] = []
    private var styledText = ""
    private var isStyled = false
    private var wrapsNext = false
    private var state = State.ground
    private var bytes: [UInt8] = []

    package init(rows: Int, columns: Int, joinsEmoji: Bool = true) {
        cpseudoterminal_use_utf8_locale()
        self.joinsEmoji = joinsEmoji
        self.rows = rows
        self.columns = columns
        cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
        continues = Array(repeating: false, count: rows)
    }

    /// The screen's lines without trailing blanks, and without the empty ones at its end.
    package var lines: [String] {
        var result = cells.map { Self.trimmed($0) }
        while result.last == "" {
            result.removeLast()
        }
        return result
    }

    /// Everything that was ever to be seen, from the first line on.
    package var transcript: [String] {
        scrollback + lines
    }

    /// The character in a cell, with what joins it.
    package func cell(_ row: Int, _ column: Int) -> String {
        cells[row][column]
    }

    /// All text that was printed in a style.
    package var styled: String {
        styledText
    }

    /// Changes the size; lines that the terminal wrapped itself are folded anew, as most terminals do.
    package mutating func resize(rows: Int, columns: Int) {
        var folded: [[String]] = []
        var wraps: [Bool] = []
        var place = (row: 0, column: 0)
        var line: [String] = []
        for row in cells.indices {
            if row == cursorRow {
                let offset = line.count + cursorColumn
                place = (folded.count + offset / columns, offset % columns)
            }
            line += continues[row] ? cells[row] : Self.withoutTrailingBlanks(cells[row])
            if !continues[row] || row + 1 == cells.count {
                while line.count > columns {
                    folded.append(Array(line.prefix(columns)))
                    wraps.append(true)
                    line.removeFirst(columns)
                }
                folded.append(line)
                wraps.append(false)
                line = []
            }
        }
        while folded.count > max(rows, place.row + 1), folded.last?.isEmpty == true {
            folded.removeLast()
            wraps.removeLast()
        }
        let excess = max(0, folded.count - rows)
        scrollback += folded.prefix(excess).map { Self.trimmed($0) }
        cells = folded.dropFirst(excess).map { $0 + Array(repeating: " ", count: columns - $0.count) }
        continues = Array(wraps.dropFirst(excess))
        while cells.count < rows {
            cells.append(Array(repeating: " ", count: columns))
            continues.append(false)
        }
        self.rows = rows
        self.columns = columns
        cursorRow = max(0, place.row - excess)
        cursorColumn = place.column
        wrapsNext = false
    }

    /// Takes a program's output; characters and sequences may be split between calls.
    package mutating func write(_ output: some Sequence<UInt8>) {
        bytes += output
        var rest = bytes[...]
        while let first = rest.first {
            let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            guard rest.count >= length else {
                break
            }
            for scalar in String(decoding: rest.prefix(length), as: UTF8.self).unicodeScalars {
                take(scalar)
            }
            rest = rest.dropFirst(length)
        }
        bytes = Array(rest)
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        switch state {
        case .escape:
            state = scalar == "[" ? .sequence("") : .ground
            if scalar != "[" {
                unknown.append("ESC \(scalar)")
            }
        case .sequence(let text):
            if (0x40...0x7E).contains(scalar.value) {
                state = .ground
                obey(text, scalar)
            } else {
                state = .sequence(text + String(scalar))
            }
        case .ground:
            takeText(scalar)
        }
    }

    private mutating func takeText(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\u{1B}": state = .escape
        case "\r":
            cursorColumn = 0
            wrapsNext = false
        case "\n": lineFeed()
        case "\u{8}":
            cursorColumn = max(0, cursorColumn - 1)
            wrapsNext = false
        case "\t": cursorColumn = min(columns - 1, (cursorColumn / 8 + 1) * 8)
        case "\u{7}": break
        default:
            if scalar.value < 0x20 {
                unknown.append("control \(scalar.value)")
            } else {
                put(scalar)
            }
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let width = max(0, Int(cpseudoterminal_width(scalar.value)))
        if isStyled {
            styledText.unicodeScalars.append(scalar)
        }
        let before = cellBefore
        if width == 0 || (joinsEmoji && Self.joins(scalar, cells[cursorRow][before])) {
            cells[cursorRow][before].unicodeScalars.append(scalar)
            widen(before, for: scalar)
            return
        }
        if wraps, wrapsNext || cursorColumn + width > columns {
            continues[cursorRow] = true
            cursorColumn = 0
            lineFeed()
        }
        cursorColumn = min(cursorColumn, max(0, columns - width))
        clearCell(cursorColumn)
        cells[cursorRow][cursorColumn] = String(scalar)
        if width == 2, cursorColumn + 1 < columns {
            clearCell(cursorColumn + 1)
            cells[cursorRow][cursorColumn + 1] = ""
        }
        advance(width)
    }

    private mutating func advance(_ width: Int) {
        wrapsNext = wraps && cursorColumn + width >= columns
        cursorColumn = min(columns - 1, cursorColumn + width)
    }

    /// The cell that the cursor has just left, where marks go.
    private var cellBefore: Int {
        let column = wrapsNext ? cursorColumn : max(0, cursorColumn - 1)
        return cells[cursorRow][column].isEmpty ? max(0, column - 1) : column
    }

    /// Whether a scalar that takes room becomes part of the cell before it all the same.
    private static func joins(_ scalar: Unicode.Scalar, _ cell: String) -> Bool {
        guard let last = cell.unicodeScalars.last, (cell + String(scalar)).count == 1 else {
            return false
        }
        let isTone = (0x1F3FB...0x1F3FF).contains(scalar.value)
        return isTone || isRegionalIndicator(scalar) || (last == "\u{200D}" && scalar.properties.isEmoji)
    }

    private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F1E6...0x1F1FF).contains(scalar.value)
    }

    /// Gives a narrow cell its second half when a scalar makes an emoji of it.
    private mutating func widen(_ column: Int, for scalar: Unicode.Scalar) {
        let makesEmoji = scalar == "\u{FE0F}" || scalar == "\u{20E3}" || Self.isRegionalIndicator(scalar)
        let base = cells[cursorRow][column].unicodeScalars.first
        guard joinsEmoji, makesEmoji, base?.properties.isEmoji == true, column + 1 < columns,
            !cells[cursorRow][column + 1].isEmpty
        else {
            return
        }
        clearCell(column + 1)
        cells[cursorRow][column + 1] = ""
        cursorColumn = column + 1
        advance(1)
    }

    /// Blanks a cell, and the other half when it is half of a wide character.
    private mutating func clearCell(_ column: Int) {
        if cells[cursorRow][column].isEmpty, column > 0 {
            cells[cursorRow][column - 1] = " "
        }
        if column + 1 < columns, cells[cursorRow][column + 1].isEmpty {
            cells[cursorRow][column + 1] = " "
        }
        cells[cursorRow][column] = " "
    }

    private mutating func lineFeed() {
        wrapsNext = false
        if cursorRow + 1 < rows {
            cursorRow += 1
        } else {
            scrollUp()
        }
    }

    private mutating func scrollUp() {
        scrollback.append(Self.trimmed(cells.removeFirst()))
        cells.append(Array(repeating: " ", count: columns))
        continues.removeFirst()
        continues.append(false)
    }

    private mutating func obey(_ text: String, _ final: Unicode.Scalar) {
        let count = max(1, Int(text) ?? 1)
        switch final {
        case "m":
            isStyled = !(text.isEmpty || text == "0")
            return
        case "h" where text == "?2004": marksPastes = true
        case "l" where text == "?2004": marksPastes = false
        case "h" where text == "?7": wraps = true
        case "l" where text == "?7": wraps = false
        case "A": cursorRow = max(0, cursorRow - count)
        case "B": cursorRow = min(rows - 1, cursorRow + count)
        case "C": cursorColumn = min(columns - 1, cursorColumn + count)
        case "D": cursorColumn = max(0, cursorColumn - count)
        case "G": cursorColumn = min(columns - 1, count - 1)
        case "H": moveTo(text)
        case "J" where text.isEmpty || text == "0": eraseBelow()
        case "J" where text == "2": eraseAll()
        case "K" where text.isEmpty || text == "0": eraseRight()
        default:
            unknown.append("CSI \(text)\(final)")
        }
        wrapsNext = false
    }

    private mutating func moveTo(_ text: String) {
        let numbers = text.split(separator: ";").map { Int($0) ?? 1 }
        cursorRow = min(rows, max(1, numbers.first ?? 1)) - 1
        cursorColumn = min(columns, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1
    }

    private mutating func eraseRight() {
        continues[cursorRow] = false
        clearCell(cursorColumn)
        for column in cursorColumn..<columns {
            cells[cursorRow][column] = " "
        }
    }

    private mutating func eraseBelow() {
        if cursorRow == 0, cursorColumn == 0 { scrollback += lines }
        eraseRight()
        for row in cells.indices.dropFirst(cursorRow + 1) {
            cells[row] = Array(repeating: " ", count: columns)
            continues[row] = false
        }
    }

    private mutating func eraseAll() {
        cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
        continues = Array(repeating: false, count: rows)
    }

    private static func trimmed(_ row: [String]) -> String {
        withoutTrailingBlanks(row).joined()
    }

    private static func withoutTrailingBlanks(_ row: [String]) -> [String] {
        var row = row
        while row.last == " " {
            row.removeLast()
        }
        return row
    }
}
