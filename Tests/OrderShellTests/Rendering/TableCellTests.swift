import OrderModel
import Testing

@testable import OrderShell

@Suite struct TableCellTests {
    private static func cell(_ value: Value, limit: Int = 100, isIdentifier: Bool = false) -> TableCell {
        var cell = TableCell(display: DisplayText(zone: .utc), limit: limit)
        cell.read(.text("what stood here before, and was longer than that"), isIdentifier: false)
        cell.read(value, isIdentifier: isIdentifier)
        return cell
    }

    private static func shown(_ cell: TableCell, _ width: Int) -> String {
        var bytes: [UInt8] = []
        let taken = cell.append(to: &bytes, fitting: width)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(taken == TextWidth.of(text))
        #expect(taken <= width)
        return text
    }

    /// The quick ways of a cell give what the plain one gives.
    @Test(arguments: RenderingSamples.hardTexts + ["nul", "nulls", "\"", "\"a", "plain", "17"])
    func textsAreShownAsAlways(_ text: String) {
        let cell = Self.cell(.text(text))
        let whole = DisplayText(zone: .utc).of(.text(text))
        #expect(cell.width == TextWidth.of(whole))
        #expect(Self.shown(cell, 100).utf8.elementsEqual(VisibleText.isolated(whole).utf8))
        #expect(cell.isBlank == text.isEmpty)
        #expect(!cell.isCut(at: cell.width))
        #expect(cell.width == 0 || cell.isCut(at: cell.width - 1))
        for width in 0...max(0, cell.width) {
            let shown = Self.shown(cell, width)
            #expect(width >= cell.width || width == 0 || shown.unicodeScalars.contains("…"))
        }
    }

    @Test(
        arguments: [
            (.null, "null", nil, true), (.boolean(true), "true", nil, false),
            (.instant(Instant(microseconds: 1_766_859_429_771_123)), "2025-12-27 18:17:09", nil, false),
            (.number(Decimal(1_234_567)), "1,234,567", 0, false),
            (.number(Decimal(coefficient: -1_234_567_891, scale: 3)), "-1,234,567.891", 4, false),
            (.duration(TimeAmount(microseconds: 1_500_000)), "1.5s", nil, false),
            (.document(.array([])), "[]", nil, true), (.document(.text("x")), "\"x\"", nil, false),
        ] as [(Value, String, Int?, Bool)]
    )
    func otherValues(_ value: Value, _ text: String, _ fraction: Int?, _ isBlank: Bool) {
        let cell = Self.cell(value)
        #expect(Self.shown(cell, 100) == text)
        #expect(cell.width == text.utf8.count)
        #expect(cell.fractionWidth == fraction)
        #expect(cell.isBlank == isBlank)
    }

    @Test func identifiersHaveNoSeparators() {
        let cell = Self.cell(.number(Decimal(12345)), isIdentifier: true)
        #expect(Self.shown(cell, 9) == "12345")
        #expect(cell.fractionWidth == nil)
    }

    @Test func aCutTextSaysHowLongItIs() {
        let long = String(repeating: "x", count: 25_000)
        #expect(Self.cell(.text(long), limit: 40).width == 40)
        #expect(Self.shown(Self.cell(.text(long), limit: 40), 30) == String(repeating: "x", count: 21) + "… 25.0 kB")
        #expect(Self.shown(Self.cell(.text(long), limit: 40), 12) == "xxxxxxxxxxx…")
        #expect(Self.shown(Self.cell(.text(String(long.prefix(50))), limit: 40), 40) == String(long.prefix(39)) + "…")
        #expect(Self.shown(Self.cell(.text("日本語日本語"), limit: 40), 6) == "日本…")
    }

    @Test func marksWithoutWidthAreNotShownWithoutEnd() {
        let cell = Self.cell(.text("a" + String(repeating: "\u{301}", count: 1_000_000)), limit: 40)
        #expect(cell.width < 40)
        #expect(cell.bytes.count < 1000)
        #expect(cell.isCut(at: 40))
        #expect(Self.shown(cell, 40).hasSuffix("… 2.00 MB"))
    }
}
