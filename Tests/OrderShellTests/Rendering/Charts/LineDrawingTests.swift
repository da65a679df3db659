import OrderModel
import OrderTestSupport
import Testing

@testable import OrderShell

@Suite struct LineDrawingTests {
    @Test func distancesAreRealAndGapsStayOpen() throws {
        let table = try ChartSamples.days([(9, 30), (0, 10), (1, 12), (2, nil), (3, 20), (4, 25), (8, 28)])
        #expect(
            try Self.text(table, width: 40) == """
                count() by day(created_at)
                40 ┤                                    
                   │                                    
                   │                               ⠐⠒⠊⠉⠉
                20 ┤            ⣀⠤⠒⠊⠁                   
                   │                                    
                   │⣀⣀⠤⠤⠄                               
                   │                                    
                 0 ┤                                    
                   └┬──────────────────────────┬────────
                    2025-12-01                2025-12-08
                """
        )
    }

    @Test func namesThatShareAPlaceHaveLinesOfTheirOwn() throws {
        let rows = try (0..<3).flatMap { day in
            try [("new", 1 + day), ("shipped", 9)].map { status, count -> [Value] in
                [.period(try ChartSamples.day(day)), .text(status), .number(Decimal(count))]
            }
        }
        let table = ChartSamples.table([("day", .date), ("status", .status), ("count()", .integer)], rows)
        let lines = try Self.text(table, width: 40).split(separator: "\n")
        #expect(lines[0] == "⠤⠤⠤⠤ shipped  ⠄⠄⠄⠄ new")
    }

    @Test func columnsOfVeryDifferentSizeStandBelowEachOther() throws {
        let rows = try (0..<10).map { day -> [Value] in
            [.period(try ChartSamples.day(day)), .number(Decimal(day)), .number(Decimal(day * 1_000_000))]
        }
        let columns: [(String, ValueType)] = [("day", .date), ("n", .integer), ("revenue", .money)]
        let lines = try Self.text(ChartSamples.table(columns, rows), width: 60).split(separator: "\n").map(String.init)
        #expect(lines.filter { $0.hasPrefix("n") || $0.hasPrefix("revenue") } == ["n by day", "revenue"])
        #expect(lines.count(where: { $0.contains("└") }) == 1)
        // Neither lies flat on its axis: both reach the upper half of their panel.
        let second = try #require(lines.firstIndex(of: "revenue"))
        for panel in [lines[1..<second], lines[(second + 1)...].prefix(8)] {
            #expect(
                panel.prefix(panel.count / 2).contains { line in line.unicodeScalars.contains { $0.value > 0x2800 } }
            )
        }
        let near = ChartSamples.table(columns, rows.map { [$0[0], $0[1], .number(Decimal(50))] })
        #expect(try Self.text(near, width: 60).hasPrefix("⠤⠤⠤⠤ n  ⠄⠄⠄⠄ revenue"))
    }

    @Test("a chart keeps within the screen", arguments: 8...30)
    func staysInside(height: Int) throws {
        let model = try ChartModel(.line, of: try ChartSamples.days([(0, 1), (9, 4)]), zone: .utc)
        let lines = ChartDrawing(model, width: 80, height: height, palette: .none).lines
        #expect(lines.count < height)
    }

    @Test(arguments: 24...120)
    func ticksOfTimeAreEven(width: Int) throws {
        let table = try ChartSamples.days((0..<900).map { ($0, 1_000_000_000) })
        let line = try #require(try Self.text(table, width: width).split(separator: "\n").first { $0.contains("└") })
        let places = Array(line).indices.filter { Array(line)[$0] == "┬" }
        let gaps = zip(places, places.dropFirst()).map { $1 - $0 }
        #expect(gaps.max() ?? 0 <= (gaps.min() ?? 0) + 2, "\(line)")
    }

    @Test func oneDayIsOneDot() throws {
        let text = try Self.text(ChartSamples.days([(0, 5)]), width: 30)
        #expect(text.unicodeScalars.count { (0x2801...0x28FF).contains($0.value) } == 1)
        #expect(text.hasSuffix("2025-12-01"))
    }

    @Test func numbersOfThirtyEightDigitsAreToldApart() throws {
        let large = (1...3).map { "1000000000000000000000000000000000000\($0)" }
        let drawing = try Self.drawing(ChartSamples.numbers(large), width: 80)
        let dots = drawing.lines.filter { line in
            line.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) }
        }
        #expect(dots.count > 1)
        #expect(drawing.remarks.first?.hasPrefix("no room for the labels: the lines go from 10,000,000,") == true)
    }

    @Test func sixLinesAreDrawnAndTheOthersCounted() throws {
        let rows = try (0..<2).flatMap { day in
            try (0..<9).map { number -> [Value] in
                [.period(try ChartSamples.day(day)), .text("line \(number)"), .number(Decimal(number))]
            }
        }
        let table = ChartSamples.table([("day", .date), ("status", .text), ("count()", .integer)], rows)
        let drawing = try Self.drawing(table, width: 200)
        #expect(drawing.remarks == ["the 6 largest of 9 lines are drawn"])
        #expect(drawing.lines[0].contains("⠤⠤⠤⠤ line 8") && !drawing.lines[0].contains("line 2"))
    }

    @Test func eachLineHasItsColour() throws {
        let table = ChartSamples.table(
            [("day", .date), ("a", .integer), ("b", .integer)],
            try [0, 1].map { [.period(try ChartSamples.day($0)), .number(Decimal($0)), .number(Decimal(5))] }
        )
        let model = try ChartModel(.line, of: table, zone: .utc)
        let lines = ChartDrawing(model, width: 40, palette: .coloured).lines
        #expect(lines[0].contains("\u{1B}[34m⠤⠤⠤⠤\u{1B}[0m") && lines[0].contains("\u{1B}[33m⠄⠄⠄⠄\u{1B}[0m"))
    }

    private static func drawing(_ table: ResultTable, width: Int) throws -> ChartDrawing {
        ChartDrawing(try ChartModel(.line, of: table, zone: .utc), width: width, palette: .none)
    }

    private static func text(_ table: ResultTable, width: Int) throws -> String {
        try drawing(table, width: width).lines.joined(separator: "\n")
    }
}
