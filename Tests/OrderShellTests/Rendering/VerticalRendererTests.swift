import OrderModel
import Testing

@testable import OrderShell

@Suite struct VerticalRendererTests {
    @Test func everyKindOfValue() throws {
        let zone = TimeZoneRules(name: "Asia/Tehran", fixedOffsetSeconds: 12_600)
        let text = try RenderingSamples.text(
            RenderingSamples.everyKind,
            as: .vertical,
            width: 80,
            remarks: ["12 ms"],
            zone: zone
        )
        #expect(
            text == """
                ─[ row 1 ]──────────────────────────────
                id          12345
                status      completed
                created_at  2025-12-27 21:47:09
                month       2025-12
                total       1,025,000.5
                age         1d 12h
                is_paid     true
                extra       {"a":1.50}
                ─[ row 2 ]──────────────────────────────
                id          null
                status      null
                created_at  null
                month       null
                total       null
                age         null
                is_paid     null
                extra       null
                2 rows, 12 ms, times in Asia/Tehran

                """
        )
    }

    private static let long = ResultTable(
        columns: [ResultColumn(name: "id", type: .integer), ResultColumn(name: "notes", type: .text)],
        rows: [ResultRow(values: [.number(Decimal(17)), .text("Facilis sequi alias\noptio ipsam quia\r\n")])]
    )

    @Test func longTextsGoOnBelow() throws {
        #expect(
            try RenderingSamples.text(Self.long, as: .vertical, width: 25) == """
                ─[ row 1 ]───────────────
                id     17
                notes  Facilis sequi
                       alias⏎
                       optio ipsam quia⏎
                1 row

                """
        )
        #expect(
            try RenderingSamples.text(Self.long, as: .vertical) == """
                ─[ row 1 ]──────────────────────────────
                id     17
                notes  Facilis sequi alias⏎optio ipsam quia⏎
                1 row

                """
        )
    }

    @Test func aNarrowTerminalHasValuesBelowNames() throws {
        #expect(
            try RenderingSamples.text(Self.long, as: .vertical, width: 18) == """
                ─[ row 1 ]────────
                id
                  17
                notes
                  Facilis sequi
                  alias⏎
                  optio ipsam
                  quia⏎
                1 row

                """
        )
    }

    @Test(arguments: 0..<20)
    func noLineIsWiderThanTheTerminal(_ seed: UInt64) throws {
        let table = RenderingSamples.hardTable(seed: seed)
        for width in [1, 12, 20, 33, 80] {
            let text = try RenderingSamples.text(table, as: .vertical, width: width)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.allSatisfy { TextWidth.of($0) <= max(width, TableLayout.leastTableWidth) }, "\(text)")
            #expect(lines.count { $0.hasPrefix("─[ row ") } == table.rows.count)
        }
    }

    @Test func changesAndNamesHaveTheirLooks() throws {
        var settings = RenderSettings(width: 30, zone: .utc)
        settings.palette = .coloured
        settings.changes.mark(row: 0, column: 0)
        let sink = MemorySink()
        try VerticalRenderer(settings: settings, sink: sink).write(Self.long, remarks: [])
        let look = settings.palette
        #expect(sink.text.contains("\n\(look.paint("id", .heading))     \(look.paint("17", .changed))\n"))
        #expect(sink.text.hasSuffix("\n\(look.paint("1 row", .footer))\n"))
    }

    @Test func textsOfMegabytesEnd() throws {
        let table = ResultTable(
            columns: [ResultColumn(name: "notes", type: .text)],
            rows: [ResultRow(values: [.text(String(repeating: "long text ", count: 200_000))])]
        )
        let text = try RenderingSamples.text(table, as: .vertical, width: 80)
        #expect(text.utf8.count < 80_000)
        #expect(text.contains("(2.00 MB in all)"))
        #expect(text.hasSuffix("\n1 text cut; \\format json shows it whole\n"))
    }
}
