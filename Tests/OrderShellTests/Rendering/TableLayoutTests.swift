import Testing

@testable import OrderShell

@Suite struct TableLayoutTests {
    private static func measure(_ natural: Int, _ least: Int, hasContent: Bool = true) -> ColumnMeasure {
        ColumnMeasure(natural: natural, least: least, hasContent: hasContent)
    }

    @Test func withoutATerminalNothingShrinks() {
        let layout = TableLayout([Self.measure(5000, 12), Self.measure(3, 3)], width: nil)
        #expect(layout.widths == [5000, 3])
    }

    @Test func roomIsSharedEvenly() {
        let columns = [Self.measure(3, 3), Self.measure(20, 12), Self.measure(40, 12)]
        #expect(TableLayout(columns, width: 10 + 3 + 31).widths == [3, 16, 15])
        #expect(TableLayout(columns, width: 10 + 3 + 50).widths == [3, 20, 30])
        #expect(TableLayout(columns, width: 10 + 3 + 90).widths == [3, 20, 40])
    }

    @Test func columnsWithoutContentGoFirstThenFromTheRight() {
        let columns = [
            Self.measure(4, 4), Self.measure(4, 4, hasContent: false), Self.measure(4, 4), Self.measure(4, 4),
        ]
        #expect(TableLayout(columns, width: 29).widths == [4, 4, 4, 4])
        #expect(TableLayout(columns, width: 28).widths == [4, nil, 4, 4])
        #expect(TableLayout(columns, width: 21).widths == [4, nil, 4, nil])
        #expect(TableLayout(columns, width: 14).widths == [4, nil, nil, nil])
    }

    @Test func oneColumnIsAlwaysShown() {
        #expect(TableLayout([Self.measure(30, 30)], width: 20).widths == [16])
        #expect(TableLayout([Self.measure(30, 30), Self.measure(5, 5)], width: 0).widths == [8, nil])
    }
}
