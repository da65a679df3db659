/// Dots on a screen of characters: two by four in each cell.
struct BrailleCanvas {
    let columns: Int
    let rows: Int
    private var dots: [UInt8]
    /// The line that drew last in each cell.
    private var lines: [Int]

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        dots = Array(repeating: 0, count: columns * rows)
        lines = Array(repeating: 0, count: columns * rows)
    }

    var width: Int { 2 * columns }
    var height: Int { 4 * rows }

    mutating func set(_ dot: PlotPoint, line: Int) {
        guard (0..<width).contains(dot.x), (0..<height).contains(dot.y) else { return }
        let cell = dot.y / 4 * columns + dot.x / 2
        dots[cell] |= Self.bits[dot.y % 4][dot.x % 2]
        lines[cell] = line
    }

    /// Draws from one dot to another, without the last, in a line's pattern; `step` counts on from piece to piece.
    mutating func draw(from first: PlotPoint, to last: PlotPoint, line: Int, step: inout Int) {
        let length = max(abs(last.x - first.x), abs(last.y - first.y))
        let pattern = Self.pattern(of: line)
        for index in 0..<length {
            let dot = PlotPoint(
                x: first.x + Self.rounded((last.x - first.x) * index, length),
                y: first.y + Self.rounded((last.y - first.y) * index, length)
            )
            if pattern[step % pattern.count] { set(dot, line: line) }
            step += 1
        }
    }

    /// The runs of cells of a row that one line drew: their text, and the line, nil for cells that are empty.
    func runs(inRow row: Int) -> [(text: String, line: Int?)] {
        var runs: [(text: String, line: Int?)] = []
        for cell in row * columns..<(row + 1) * columns {
            let line = dots[cell] == 0 ? nil : lines[cell]
            let scalar = dots[cell] == 0 ? " " : Unicode.Scalar(0x2800 + UInt32(dots[cell])) ?? " "
            if let last = runs.last, last.line == line {
                runs[runs.count - 1].text.unicodeScalars.append(scalar)
            } else {
                runs.append((String(Character(scalar)), line))
            }
        }
        return runs
    }

    private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

    /// Lengths of dashes and of the gaps behind them, so that lines can be told apart without colour.
    static let dashes: [[Int]] = [[1], [1, 1], [5, 3], [1, 3], [5, 2, 1, 2], [10, 4]]

    private static let patterns: [[Bool]] = dashes.map { lengths in
        lengths.enumerated().flatMap { Array(repeating: $0.offset % 2 == 0, count: $0.element) }
    }

    private static func pattern(of line: Int) -> [Bool] { patterns[line % patterns.count] }

    private static func rounded(_ numerator: Int, _ divisor: Int) -> Int {
        let doubled = 2 * numerator + (numerator < 0 ? -divisor : divisor)
        return doubled / (2 * divisor)
    }
}
