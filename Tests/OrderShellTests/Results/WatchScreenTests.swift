import OrderModel
import Testing

@testable import OrderShell

@Suite struct WatchScreenTests {
    private static func table(_ count: Int) -> ResultTable {
        ResultTable(
            columns: [ResultColumn(name: "n", type: .integer)],
            rows: (0..<count).map { ResultRow(values: [.number(Decimal($0))]) }
        )
    }

    /// Lines of so many per row, and one with the remarks.
    private func lines(_ count: Int, height: Int, notes: [String] = [], rowHeight: Int = 1) throws -> [String] {
        let screen = WatchScreen(title: "every 5s", table: Self.table(count), notes: notes)
        return try screen.lines(height: height, palette: .none) { table, remarks throws(OutputError) in
            let rows = table.rows.indices.flatMap { row in (0..<rowHeight).map { "row \(row).\($0)\n" } }
            return rows.joined() + remarks.joined(separator: ", ") + "\n"
        }
    }

    @Test func whatFitsIsShown() throws {
        #expect(try lines(2, height: 5) == ["every 5s", "row 0.0", "row 1.0", ""])
    }

    @Test func whatDoesNotFitIsCounted() throws {
        #expect(
            try lines(5000, height: 5) == [
                "every 5s", "row 0.0", "row 1.0", "row 2.0", "4,997 more don't fit the screen",
            ]
        )
    }

    @Test("a picture is never higher than the screen", arguments: 2...12, [1, 3, 7])
    func staysInside(height: Int, rowHeight: Int) throws {
        let lines = try lines(40, height: height, notes: ["error: one\n  two"], rowHeight: rowHeight)
        #expect(lines.count <= height)
        #expect(lines.first == "every 5s")
    }

    @Test func aDrawingIsMadeOfAllRows() throws {
        var screen = WatchScreen(title: "every 5s", table: Self.table(5000))
        screen.hasLinesOfRows = false
        func lines(_ drawn: Int) throws -> [String] {
            try screen.lines(height: 5, palette: .none) { table, _ throws(OutputError) in
                (0..<drawn).map { "line \($0) of \(table.rows.count)\n" }.joined()
            }
        }
        #expect(try lines(2) == ["every 5s", "line 0 of 5000", "line 1 of 5000"])
        #expect(try lines(9).dropFirst(3) == ["line 2 of 5000", "6 lines more don't fit the screen"])
    }

    @Test func notesStandBelow() throws {
        #expect(try lines(1, height: 9, notes: ["error: no"]).last == "error: no")
    }

    @Test func paintingClearsTheRestOfEachLine() {
        #expect(WatchScreen.painting(["a", "b"], clearsScreen: false) == "\u{1B}[Ha\u{1B}[K\nb\u{1B}[K\n\u{1B}[J")
        #expect(WatchScreen.painting([], clearsScreen: true).hasPrefix("\u{1B}[2J\u{1B}[H"))
    }
}
