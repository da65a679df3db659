import OrderModel
import Testing

@testable import OrderShell

@Suite struct ColumnSurveyTests {
    private static func measure(_ values: [Value], _ type: ValueType, name: String = "n") -> ColumnMeasure {
        var survey = ColumnSurvey(ResultColumn(name: name, type: type))
        var cell = TableCell(display: DisplayText(zone: .utc), limit: 200)
        for value in values {
            cell.read(value, isIdentifier: survey.isIdentifier)
            survey.note(cell)
        }
        return survey.measure(ofRowCount: values.count)
    }

    @Test func textsOfWordsMayBeCut() {
        let measure = Self.measure([.text("three words here"), .text("one"), .null], .text)
        #expect(measure.content == 16)
        #expect(measure.leastContent == 12)
        #expect(measure.counts.indices.filter { measure.counts[$0] == 1 } == [3, 4, 16])
    }

    @Test(arguments: [ValueType.text, .status, .document])
    func keysAndShortTextsAreNeverCut(_ type: ValueType) {
        let measure = Self.measure([.text("3ecb7a870edb5da998f6")], type)
        #expect(measure.leastContent == 20)
        #expect(measure.counts.isEmpty)
    }

    @Test func aLongWordMayBeCut() {
        #expect(Self.measure([.text(String(repeating: "x", count: 37))], .text).leastContent == 12)
    }

    @Test func statusesOfSeveralWordsAreNeverCut() {
        #expect(Self.measure([.text("waiting for the bank")], .status).leastContent == 20)
    }

    @Test func numbersNeedNoPointsBelowEachOther() {
        let measure = Self.measure([.number(Decimal(1_000_000)), .number(Decimal(coefficient: 1, scale: 9))], .money)
        #expect(measure.natural == 19)
        #expect(measure.content == 11)
        #expect(measure.leastContent == 11)
    }

    @Test func emptyColumnsAreKnown() {
        #expect(!Self.measure([.null, .text(""), .document(.array([]))], .text).hasContent)
        #expect(Self.measure([.null, .boolean(false)], .boolean).hasContent)
        #expect(Self.measure([], .text).hasContent)
    }
}
