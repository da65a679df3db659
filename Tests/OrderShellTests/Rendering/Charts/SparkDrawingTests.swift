import OrderModel
import Testing

@testable import OrderShell

@Suite struct SparkDrawingTests {
    @Test func gapsAreBlankAndTheEndsAreSaid() throws {
        let table = try ChartSamples.days([(0, 1), (1, 5), (2, 2), (5, 8), (6, nil), (7, 3)])
        #expect(try Self.drawing(table, width: 60).lines == ["count()  ▁▅▂  █ ▃  min 1, max 8, last 3"])
    }

    @Test func manyRowsShareSignsAndThatIsSaid() throws {
        let table = ChartSamples.numbers((0..<200).map { String($0 % 50) })
        let drawing = try Self.drawing(table, width: 40)
        #expect(drawing.lines.count == 2 && drawing.lines[1] == "  min 0, max 49, last 49")
        #expect(TextWidth.of(drawing.lines[0]) == 36)
        #expect(drawing.remarks == ["each sign is the greatest of 7 rows"])
    }

    @Test func amountsThatAreAllTheSameStandInTheMiddle() throws {
        let table = ChartSamples.numbers(["7", "7", "7"])
        #expect(try Self.drawing(table, width: 60).lines == ["total  ▅▅▅  min 7, max 7, last 7"])
    }

    private static func drawing(_ table: ResultTable, width: Int) throws -> ChartDrawing {
        ChartDrawing(try ChartModel(.sparkline, of: table, zone: .utc), width: width, palette: .none)
    }
}
