import OrderModel
import Testing

@testable import OrderShell

@Suite struct ResultFooterTests {
    @Test func everythingUnseenIsSaid() {
        var footer = ResultFooter(rowCount: 12_345, remarks: ["12 ms", "yesterday: a to b"])
        footer.zoneName = "Asia/Tehran"
        footer.hiddenNames = ["total", "\u{1B}[m", "نام"].map(ColumnName.init)
        footer.columnCount = 8
        footer.cutTextCount = 1
        footer.refusedTableWidth = 183
        #expect(
            footer.lines == [
                "12,345 rows, 12 ms, yesterday: a to b, times in Asia/Tehran",
                "3 of 8 columns not shown: total, ␛[m, \u{2068}نام\u{2069}; \\format vertical shows all, select chooses",
                "1 text cut; \\format vertical shows it whole",
                "set out downwards, since a table would be 183 columns wide",
            ]
        )
    }

    @Test(arguments: [(65_536, OutputFormat.vertical), (65_537, .json)])
    func whatShowsCutTextsWholeDependsOnTheLongest(length: Int, format: OutputFormat) {
        var footer = ResultFooter(rowCount: 3)
        for count in [10, length, 10] { footer.noteCutText(.text(String(repeating: "x", count: count))) }
        #expect(footer.lines == ["3 rows", "3 texts cut; \\format \(format.rawValue) shows them whole"])
    }

    @Test func manyHiddenColumnsAreCounted() throws {
        var footer = ResultFooter(rowCount: 1)
        footer.hiddenNames = (1...9000).map { ColumnName("c\($0)") }
        footer.columnCount = 9003
        let line = try #require(footer.lines.last)
        #expect(line.hasPrefix("9,000 of 9,003 columns not shown: c1, c2, "))
        #expect(line.contains(", c20, and 8,980 more; "))
    }

    @Test func linesFitTheTerminalAndAreDim() throws {
        var settings = RenderSettings(width: 20, zone: .utc)
        settings.palette = .plain
        let sink = MemorySink()
        try ResultFooter(rowCount: 2, remarks: ["a remark of some words"]).write(settings, to: sink)
        let look = settings.palette
        #expect(
            sink.text == look.paint("2 rows, a remark of", .footer) + "\n" + look.paint("some words", .footer) + "\n"
        )
    }
}
