import OrderModel
import OrderTestSupport
import Testing

@testable import OrderShell

@Suite struct ChartRendererTests {
    @Test(arguments: 0..<60 as Range<UInt64>)
    func noLineIsWiderThanTheTerminal(_ seed: UInt64) throws {
        let table = ChartSamples.anything(seed: seed)
        var generator = SeededGenerator(seed: seed)
        for kind in ChartKind.allCases {
            for width in [20, 80, 20 + generator.below(231)] {
                guard let model = try? ChartModel(kind, of: table, zone: Self.zone) else { continue }
                let drawing = ChartDrawing(model, width: width, palette: .none)
                #expect(!drawing.lines.isEmpty)
                for line in drawing.lines {
                    #expect(TextWidth.of(line) <= width, "\(kind) at \(width): \(line)")
                    #expect(VisibleText.of(Self.withoutIsolates(line)) == Self.withoutIsolates(line))
                }
            }
        }
    }

    @Test func aChartStandsInTheRowsPlaceWithTheFooterBelow() throws {
        let table = ChartSamples.statuses([("new", 12), ("shipped", 3)])
        #expect(
            try Self.text(table, .bar, width: 30, remarks: ["5 ms"]) == """
                status   count()
                new     │██████████████████ 12
                shipped │████▌ 3
                2 rows, 5 ms

                """
        )
        #expect(try Self.text(table, .bar, width: 30, as: .vertical) == Self.text(table, .bar, width: 30))
    }

    @Test(arguments: [OutputFormat.csv, .tsv, .json, .ndjson, .markdown])
    func noOtherFormatChanges(_ format: OutputFormat) throws {
        let table = ChartSamples.statuses([("new", 12), ("shipped", 3)])
        #expect(try Self.text(table, .bar, as: format) == RenderingSamples.text(table, as: format))
    }

    @Test func whatCannotBeDrawnIsSaidUnderTheRows() throws {
        let empty = try Self.text(ChartSamples.statuses([]), .line)
        #expect(empty.hasPrefix("┌") && empty.hasSuffix("0 rows, no rows to draw\n"))
        let nulls = try Self.text(ChartSamples.statuses([("new", nil)]), .bar)
        #expect(nulls.hasSuffix("1 row, nothing to draw: count() is null in every row\n"))
        let words = try Self.text(ChartSamples.table([("status", .status)], [[.text("new")]]), .bar)
        #expect(words.hasSuffix("1 row, no column of the answer can be drawn\n"))
    }

    @Test func aTerminalWithoutRoomHasTheRows() throws {
        let narrow = try Self.text(ChartSamples.statuses([("new", 12)]), .bar, width: 19)
        #expect(narrow.contains("no room for\na chart in 19\ncolumns\n"))
        #expect(!narrow.contains("█"))
        #expect(try Self.text(ChartSamples.statuses([("new", 12)]), .bar, width: 20).contains("█"))
    }

    @Test func theZoneOfInstantsIsNamed() throws {
        let moments = ChartSamples.table(
            [("created_at", .instant), ("total", .money)],
            [[.instant(try ChartSamples.instant("2025-12-27")), .number(Decimal(1))]]
        )
        #expect(try Self.text(moments, .line).hasSuffix("1 row, times in Asia/Tehran\n"))
    }

    @Test func tenThousandGroupsAreCounted() throws {
        let many = ChartSamples.statuses((0..<10_000).map { (row: Int) in ("group \(row)", row) })
        let lines = try Self.text(many, .bar).split(separator: "\n")
        #expect(lines.count == BarChart.rowLimit + 2)
        #expect(lines.last == "10,000 rows, the first 60 of 10,000 rows are drawn")
    }

    // MARK: A page

    @Test func aPageHasTheDrawingAndTheRows() throws {
        let page = try Self.text(ChartSamples.statuses([("<new>", 12)]), .bar, as: .html)
        #expect(page.hasPrefix("<figure class=\"chart\">\n<svg "))
        #expect(page.contains("</svg>\n</figure>\n<table>"))
        #expect(page.contains("&lt;new&gt;") && !page.contains("<new>"))
        let empty = try Self.text(ChartSamples.statuses([]), .bar, as: .html)
        #expect(empty.hasPrefix("<p class=\"footer\">no rows to draw</p>\n<table>"))
    }

    // MARK: Help for these tests

    private static let zone = TimeZoneRules(name: "Asia/Tehran", fixedOffsetSeconds: 12_600)

    private static func withoutIsolates(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { !"\u{2068}\u{2069}".unicodeScalars.contains($0) }))
    }

    private static func text(
        _ table: ResultTable,
        _ kind: ChartKind,
        width: Int? = nil,
        remarks: [String] = [],
        as format: OutputFormat = .table
    ) throws -> String {
        var settings = RenderSettings(width: width, zone: zone)
        settings.chart = kind
        let sink = MemorySink()
        try format.write(table, remarks: remarks, settings: settings, to: sink)
        return sink.text
    }
}
