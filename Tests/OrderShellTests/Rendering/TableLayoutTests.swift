import Testing

@testable import OrderShell

@Suite struct TableLayoutTests {
    /// A column of values that are never cut.
    private static func values(_ content: Int, name: Int = 1, wrapped: Int? = nil, hasContent: Bool = true)
        -> ColumnMeasure
    {
        ColumnMeasure(
            natural: max(content, name),
            content: content,
            leastContent: content,
            wrappedName: wrapped ?? name,
            leastName: min(wrapped ?? name, 8),
            hasContent: hasContent,
            counts: []
        )
    }

    /// A column of texts: so many of each width.
    private static func texts(_ counts: KeyValuePairs<Int, UInt32>) -> ColumnMeasure {
        var measure = values(counts.map(\.key).max() ?? 0)
        measure.leastContent = min(measure.content, 12)
        measure.counts = Array(repeating: 0, count: measure.content + 1)
        for (width, count) in counts { measure.counts[width] = count }
        return measure
    }

    private static func widths(_ columns: [ColumnMeasure], room: Int) -> [Int?] {
        TableLayout(columns, width: room + TableLayout.frameWidth(columnCount: columns.count)).widths
    }

    @Test func withoutATerminalNothingShrinks() {
        let layout = TableLayout([Self.texts([5000: 1]), Self.values(3)], width: nil)
        #expect(layout.widths == [5000, 3])
        #expect(layout.isWhole)
    }

    @Test func roomGoesWhereItKeepsMostTextsWhole() {
        let columns = [Self.values(3), Self.texts([20: 90, 60: 10]), Self.texts([40: 50, 12: 50])]
        #expect(Self.widths(columns, room: 3 + 32) == [3, 20, 12])
        #expect(Self.widths(columns, room: 3 + 60) == [3, 20, 40])
        #expect(Self.widths(columns, room: 3 + 62) == [3, 22, 40])
        #expect(Self.widths(columns, room: 3 + 100) == [3, 60, 40])
    }

    @Test func whatKeepsNoTextWholeIsSharedEvenly() {
        let columns = [Self.texts([80: 5]), Self.texts([90: 5])]
        #expect(Self.widths(columns, room: 51) == [26, 25])
    }

    @Test func namesGoOnBelowBeforeTextsAreCut() {
        let columns = [Self.values(3, name: 20, wrapped: 8), Self.texts([30: 9])]
        let layout = TableLayout(columns, width: 7 + 38)
        #expect(layout.widths == [8, 30])
        #expect(layout.isWhole)
        #expect(Self.widths(columns, room: 37) == [8, 29])
        #expect(!TableLayout(columns, width: 7 + 37).isWhole)
    }

    @Test func namesAreShortenedBeforeColumnsGo() {
        let columns = [Self.values(3, name: 20), Self.texts([30: 9])]
        #expect(Self.widths(columns, room: 20) == [8, 12])
        #expect(Self.widths(columns, room: 22) == [10, 12])
        #expect(Self.widths(columns, room: 34) == [20, 14])
    }

    @Test func columnsWithoutContentGoFirstThenFromTheRight() {
        let columns = [Self.values(4), Self.values(4, hasContent: false), Self.values(4), Self.values(4)]
        #expect(TableLayout(columns, width: 29).widths == [4, 4, 4, 4])
        #expect(TableLayout(columns, width: 28).widths == [4, nil, 4, 4])
        #expect(TableLayout(columns, width: 21).widths == [4, nil, 4, nil])
        #expect(TableLayout(columns, width: 14).widths == [4, nil, nil, nil])
    }

    @Test func columnsWithoutContentGoBeforeTextsAreCut() {
        let columns = [Self.texts([30: 9]), Self.values(4, hasContent: false)]
        #expect(TableLayout(columns, width: 41).widths == [30, 4])
        #expect(TableLayout(columns, width: 40).widths == [30, nil])
    }

    @Test func aNarrowColumnTakesTheRoomThatAWiderOneCannot() {
        let columns = [Self.values(4), Self.values(20), Self.values(5)]
        #expect(TableLayout(columns, width: 30).widths == [4, nil, 5])
    }

    @Test func oneColumnIsAlwaysShown() {
        #expect(TableLayout([Self.values(30)], width: 20).widths == [16])
        #expect(TableLayout([Self.values(30), Self.values(15)], width: 0).widths == [8, nil])
    }
}
