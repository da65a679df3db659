// Parts of an order that are kept as they stand must be JSON by the strict parser's own measure.

import OrderModel
import OrderTestSupport
import Testing

@testable import OrderEngine

struct ScannedDocumentTests {
    private let fields = NeededFields(["extra"])

    /// Whether the scanner takes a text for the value of `extra`.
    private func isRow(_ value: [UInt8], _ build: ScannerBuild = .best) -> Bool {
        let line = Array("{\"id\":1,\"extra\":".utf8) + value + Array("}".utf8)
        return ScanOutcome.lines(line, fields, build: build).rows == [0..<line.count]
    }

    @Test(arguments: [
        "{}", "[]", "[1,2]", "{\"a\":[{}]}", "\"x\"", "-0.5e+7", "true", "false", "[null]", "[ ]", "{ }",
        "[\"\\u00e9\\\"\"]",
        "{ \"a\" : 1 , \"b\" : [ ] }", "\"\\ud800\"", "0", "[[],[],{}]",
    ])
    func soundPartsAreRows(_ text: String) {
        #expect(isRow(Array(text.utf8)) && isStrictJSON(text.utf8))
    }

    @Test(arguments: [
        "{,}", "[,]", "[1,]", "{\"a\":1,}", "{\"a\"}", "{\"a\":}", "{a:1}", "[1 2]", "01", "-", "1.", "1e", "tru",
        "nullx",
        "\"\\x\"", "\"\\u12g4\"", "[}", "{]", "[\"a\":1]", "{\"a\":1 \"b\":2}", "{1:2}", "", "[\u{1}]", "+1", ".5",
    ])
    func brokenPartsAreOdd(_ text: String) {
        #expect(!isRow(Array(text.utf8)) && !isStrictJSON(text.utf8))
    }

    @Test(arguments: ScannerBuild.available)
    func mutatedPartsAreRowsOnlyWhereTheStrictParserAgrees(_ build: ScannerBuild) {
        var random = SeededGenerator(seed: 31)
        let text =
            "{\"a\":[1,-2.5e3,\"é\\u06cc\\n\",{\"b\":null}],\"سلام\":true,\"c\":[[],{}],\"d\":\"\(String(repeating: "ی", count: 40))\"}"
        let original = Array(text.utf8)
        let alphabet = Array("\"\\{}[]:,01e.-+ ntu".utf8) + [0x1F, 0x80, 0xC3, 0xE2, 0xED, 0xF4]
        var rowCount = 0
        for _ in 0..<4000 {
            var value = original
            let place = random.below(value.count)
            if random.oneIn(2) { value[place] = random.pick(alphabet) } else { value.remove(at: place) }
            guard isRow(value, build) else { continue }
            rowCount += 1
            #expect(isStrictJSON(value), "\(String(decoding: value, as: UTF8.self))")
        }
        #expect(rowCount > 100)
    }
}
