import Testing

@testable import OrderShell

@Suite struct ChangeMarksTests {
    @Test func cellsAndRowsAreMarked() {
        var marks = ChangeMarks()
        #expect(marks.isEmpty)
        marks.mark(row: 1, column: 2)
        marks.mark(row: 3)
        #expect(!marks.isEmpty)
        #expect(marks.isMarked(row: 1, column: 2))
        #expect(!marks.isMarked(row: 2, column: 1))
        #expect(!marks.isMarked(row: 1, column: 1))
        #expect(marks.isMarked(row: 3, column: 0) && marks.isMarked(row: 3, column: 9))
    }
}
