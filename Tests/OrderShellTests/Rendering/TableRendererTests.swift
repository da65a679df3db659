// Tables as they are drawn, as text, and read back cell by cell.

import OrderModel
import OrderTestSupport
import Testing

@testable import OrderShell

@Suite struct TableRendererTests {
    @Test func everyKindOfValue() throws {
        let zone = TimeZoneRules(name: "Asia/Tehran", fixedOffsetSeconds: 12_600)
        let text = try RenderingSamples.text(RenderingSamples.everyKind, as: .table, remarks: ["12 ms"], zone: zone)
        #expect(
            text == """
                ┌─────────┬───────────┬─────────────────────┬─────────┬─────────────┬──────────┬─────────┬────────────┐
                │      id │ status    │ created_at          │ month   │       total │      age │ is_paid │ extra      │
                │ integer │ status    │ instant             │ date    │       money │ duration │ boolean │ document   │
                ├─────────┼───────────┼─────────────────────┼─────────┼─────────────┼──────────┼─────────┼────────────┤
                │   12345 │ completed │ 2025-12-27 21:47:09 │ 2025-12 │ 1,025,000.5 │   1d 12h │ true    │ {"a":1.50} │
                │    null │ null      │ null                │ null    │        null │     null │ null    │ null       │
                └─────────┴───────────┴─────────────────────┴─────────┴─────────────┴──────────┴─────────┴────────────┘
                2 rows, 12 ms, times in Asia/Tehran

                """
        )
    }

    @Test func noRowsShowsTheHeader() throws {
        let table = ResultTable(columns: [ResultColumn(name: "total", type: .money)], rows: [])
        #expect(
            try RenderingSamples.text(table, as: .table) == """
                ┌───────┐
                │ total │
                │ money │
                ├───────┤
                └───────┘
                0 rows

                """
        )
    }

    @Test func pointsOfNumbersStandBelowEachOther() throws {
        let amounts = ["1250", "16.4", "-0.125", "1000000"].compactMap { Decimal($0) }
        let table = ResultTable(
            columns: [ResultColumn(name: "mean", type: .money)],
            rows: amounts.map { ResultRow(values: [.number($0)]) } + [ResultRow(values: [.null])]
        )
        #expect(
            try RenderingSamples.text(table, as: .table) == """
                ┌───────────────┐
                │          mean │
                │         money │
                ├───────────────┤
                │     1,250     │
                │        16.4   │
                │        -0.125 │
                │ 1,000,000     │
                │          null │
                └───────────────┘
                5 rows

                """
        )
    }

    @Test func nullEmptyAndTheirWordsAreTold() throws {
        let values: [Value] = [.null, .text(""), .text("null"), .text("\"\""), .text("nulls"), .text("a\u{1B}[2Jb\nc")]
        let table = ResultTable(
            columns: [ResultColumn(name: "notes", type: .text)],
            rows: values.map { ResultRow(values: [$0]) }
        )
        #expect(
            try RenderingSamples.text(table, as: .table) == #"""
                ┌──────────┐
                │ notes    │
                │ text     │
                ├──────────┤
                │ null     │
                │ ""       │
                │ "null"   │
                │ "\"\""   │
                │ nulls    │
                │ a␛[2Jb⏎c │
                └──────────┘
                6 rows

                """#
        )
    }

    // MARK: Fitting

    private static func orders(_ count: Int) -> ResultTable {
        ResultTable(
            columns: [
                ResultColumn(name: "id", type: .integer), ResultColumn(name: "notes", type: .text),
                ResultColumn(name: "created_at", type: .instant), ResultColumn(name: "total", type: .money),
                ResultColumn(name: "coupon", type: .text),
            ],
            rows: (0..<count).map { row in
                ResultRow(values: [
                    .number(Decimal(17 + row)), .text(row == 1 ? "ok" : "Facilis sequi alias optio ipsam"),
                    .instant(Instant(microseconds: 0)), .number(Decimal(49_075_000)), .null,
                ])
            }
        )
    }

    @Test func textsAreCutWhenEmptyColumnsAreGone() throws {
        #expect(
            try RenderingSamples.text(Self.orders(3), as: .table, width: 60) == """
                ┌────┬──────────────────┬─────────────────────┬────────────┐
                │ id │ notes            │ created_at          │      total │
                ├────┼──────────────────┼─────────────────────┼────────────┤
                │ 17 │ Facilis sequi a… │ 1970-01-01 00:00:00 │ 49,075,000 │
                │ 18 │ ok               │ 1970-01-01 00:00:00 │ 49,075,000 │
                │ 19 │ Facilis sequi a… │ 1970-01-01 00:00:00 │ 49,075,000 │
                └────┴──────────────────┴─────────────────────┴────────────┘
                3 rows
                1 of 5 columns not shown: coupon; \\format vertical shows
                all, select chooses
                2 texts cut; \\format vertical shows them whole

                """
        )
    }

    @Test func whatHasNoRoomIsNamed() throws {
        let text = try RenderingSamples.text(Self.orders(3), as: .table, width: 46)
        #expect(text.hasPrefix("┌────┬─────────────────┬─────────────────────┐\n"))
        #expect(text.contains("\n2 of 5 columns not shown: total, coupon;"))
    }

    @Test func oneOrTwoRowsThatDoNotFitTurnDownwards() throws {
        let narrow = try RenderingSamples.text(Self.orders(2), as: .table, width: 60)
        #expect(narrow.hasPrefix("─[ row 1 ]"))
        #expect(narrow.contains("\nset out downwards, since a table would be 84 columns wide\n"))
        #expect(try RenderingSamples.text(Self.orders(2), as: .table, width: 90).hasPrefix("┌"))
        #expect(try RenderingSamples.text(Self.orders(2), as: .table).hasPrefix("┌"))
    }

    @Test func rowsTurnDownwardsWhereHardlyAColumnHasRoom() throws {
        #expect(try RenderingSamples.text(Self.orders(30), as: .table, width: 12).hasPrefix("─[ row 1 ]"))
        #expect(try RenderingSamples.text(Self.orders(30), as: .table, width: 46).hasPrefix("┌"))
    }

    // MARK: Reading it back

    @Test(arguments: 0..<60)
    func everyCellStandsInItsColumn(_ seed: UInt64) throws {
        let table = RenderingSamples.hardTable(seed: seed)
        for width in [nil, 1, 12, 20, 25, 31, 40, 60, 80, 120, 250] {
            let text = try RenderingSamples.text(table, as: .table, width: width)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            if let width { #expect(lines.allSatisfy { TextWidth.of($0) <= max(width, TableLayout.leastTableWidth) }) }
            guard let drawn = DrawnTable(text) else {
                #expect(text.hasPrefix("─[ row 1 ]"), "\(text)")
                continue
            }
            #expect(drawn.isStraight, "\(text)")
            #expect(drawn.rows.count == table.rows.count, "\(text)")
            try Self.compare(drawn, table, isFitted: width != nil)
        }
    }

    /// Compares what was drawn with the values, cell by cell.
    private static func compare(_ drawn: DrawnTable, _ table: ResultTable, isFitted: Bool) throws {
        let shown = try drawn.positions(of: table.columns.map(\.name))
        #expect(isFitted || shown.count == table.columns.count)
        for (cells, row) in zip(drawn.rows, table.rows) {
            for (cell, index) in zip(cells, shown) {
                let isIdentifier = table.columns[index].isIdentifier
                let whole = DisplayText(zone: .utc).of(row.values[index], isIdentifier: isIdentifier)
                #expect(DrawnTable.agrees(cell, with: whole, mayBeCut: table.columns[index].type == .text), "\(cell)")
            }
        }
    }

    @Test func rightToLeftCellsKeepToThemselves() throws {
        let table = ResultTable(
            columns: [ResultColumn(name: "name", type: .text), ResultColumn(name: "n", type: .integer)],
            rows: [ResultRow(values: [.text("علی"), .number(Decimal(5))])]
        )
        let text = try RenderingSamples.text(table, as: .table)
        #expect(text.contains("│ \u{2068}علی\u{2069}  │       5 │"))
    }

    // MARK: Long answers, looks

    private static func numbers(_ count: Int) -> ResultTable {
        ResultTable(
            columns: [ResultColumn(name: "n", type: .integer)],
            rows: (0..<count).map { ResultRow(values: [.number(Decimal($0))]) }
        )
    }

    @Test(arguments: [(24, 4), (1, 7), (100, 1)]) func namesStandOnEachScreen(_ height: Int, _ headCount: Int) throws {
        var settings = RenderSettings(width: 80, zone: .utc)
        settings.height = height
        let text = try Self.text(Self.numbers(61), settings)
        #expect(text.split(separator: "\n").count { $0 == "│       n │" } == headCount)
        #expect(text.split(separator: "\n").prefix(height).count { $0 == "│       n │" } <= 1)
    }

    @Test func partsHaveTheirLooks() throws {
        var settings = RenderSettings(width: 80, zone: .utc)
        settings.palette = .coloured
        settings.changes.mark(row: 0, column: 0)
        let table = ResultTable(
            columns: [ResultColumn(name: "n", type: .integer)],
            rows: [ResultRow(values: [.number(Decimal(5))]), ResultRow(values: [.null])]
        )
        let look = settings.palette
        let bar = look.paint("│", .frame)
        #expect(
            try Self.text(table, settings) == """
                \(look.paint("┌─────────┐", .frame))
                \(bar)       \(look.paint("n", .heading)) \(bar)
                \(bar) \(look.paint("integer", .footer)) \(bar)
                \(look.paint("├─────────┤", .frame))
                \(bar)       \(look.paint("5", .changed)) \(bar)
                \(bar)    \(look.paint("null", .null)) \(bar)
                \(look.paint("└─────────┘", .frame))
                \(look.paint("2 rows", .footer))

                """
        )
    }

    private static func text(_ table: ResultTable, _ settings: RenderSettings) throws -> String {
        let sink = MemorySink()
        try TableRenderer(settings: settings, sink: sink).write(table, remarks: [])
        return sink.text
    }

    @Test func tenThousandColumnsFit() throws {
        let columns = (0..<10_000).map { ResultColumn(name: "column_\($0)", type: $0 % 2 == 0 ? .text : .money) }
        let row = ResultRow(values: columns.indices.map { $0 % 2 == 0 ? .text("some words") : .number(Decimal($0)) })
        let table = ResultTable(columns: columns, rows: [row, row, row])
        let text = try RenderingSamples.text(table, as: .table, width: 80)
        let drawn = try #require(DrawnTable(text))
        #expect(drawn.isStraight)
        #expect(drawn.rows.count == 3)
        #expect(text.utf8.count < 10_000)
    }

    @Test func textsOfMegabytesAreCutAndSayHowLong() throws {
        let long = String(repeating: "long text ", count: 120_000)
        let marks = "a" + String(repeating: "\u{301}", count: 500_000)
        let table = ResultTable(
            columns: [ResultColumn(name: "notes", type: .text), ResultColumn(name: "extra", type: .document)],
            rows: [.text(long), .text(marks), .text("short")].map {
                ResultRow(values: [$0, .document(.array([.text(long), .text(long)]))])
            }
        )
        for width in [nil, 60] {
            let text = try RenderingSamples.text(table, as: .table, width: width)
            #expect(text.utf8.count < 200_000)
            #expect(text.contains("… 1.20 MB"))
            #expect(text.contains("\n5 texts cut;"))
            let drawn = try #require(DrawnTable(text))
            #expect(drawn.isStraight)
        }
    }
}
