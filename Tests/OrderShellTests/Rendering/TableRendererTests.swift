import OrderModel
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
                2 rows, 12 ms

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

    @Test func nullEmptyAndTheWordAreTold() throws {
        let table = ResultTable(
            columns: [ResultColumn(name: "notes", type: .text)],
            rows: [.null, .text(""), .text("null"), .text("a\u{1B}[2Jb\nc")].map { ResultRow(values: [$0]) }
        )
        #expect(
            try RenderingSamples.text(table, as: .table) == """
                ┌──────────┐
                │ notes    │
                │ text     │
                ├──────────┤
                │ null     │
                │          │
                │ "null"   │
                │ a␛[2Jb⏎c │
                └──────────┘
                4 rows

                """
        )
    }

    @Test func aNarrowTerminalCutsTextAndNamesWhatHasNoRoom() throws {
        let table = ResultTable(
            columns: [
                ResultColumn(name: "id", type: .integer), ResultColumn(name: "notes", type: .text),
                ResultColumn(name: "created_at", type: .instant), ResultColumn(name: "total", type: .money),
            ],
            rows: [
                ResultRow(values: [
                    .number(Decimal(17)), .text("Facilis sequi alias optio ipsam"), .instant(Instant(microseconds: 0)),
                    .number(Decimal(49_075_000)),
                ])
            ]
        )
        #expect(
            try RenderingSamples.text(table, as: .table, width: 60) == """
                ┌────┬──────────────────┬─────────────────────┬────────────┐
                │ id │ notes            │ created_at          │      total │
                ├────┼──────────────────┼─────────────────────┼────────────┤
                │ 17 │ Facilis sequi a… │ 1970-01-01 00:00:00 │ 49,075,000 │
                └────┴──────────────────┴─────────────────────┴────────────┘
                1 row

                """
        )
        #expect(
            try RenderingSamples.text(table, as: .table, width: 46) == """
                ┌────┬─────────────────┬─────────────────────┐
                │ id │ notes           │ created_at          │
                ├────┼─────────────────┼─────────────────────┤
                │ 17 │ Facilis sequi … │ 1970-01-01 00:00:00 │
                └────┴─────────────────┴─────────────────────┘
                1 row
                1 of 4 columns not shown: total

                """
        )
    }

    @Test(arguments: 0..<40)
    func everyLineOfATableIsAsWide(_ seed: UInt64) throws {
        let table = RenderingSamples.hardTable(seed: seed)
        for width in [nil, 1, 12, 25, 40, 60, 80, 200] {
            let text = try RenderingSamples.text(table, as: .table, width: width)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let drawn = lines.filter { "┌│├└".unicodeScalars.contains($0.unicodeScalars.first ?? " ") }
            let widths = Set(drawn.map { TextWidth.of($0) })
            #expect(widths.count == 1, "\(text)")
            #expect(drawn.count >= 4 + table.rows.count && drawn.count <= 5 + table.rows.count)
            if let width { #expect(lines.allSatisfy { TextWidth.of($0) <= max(width, TableLayout.leastTableWidth) }) }
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
}
