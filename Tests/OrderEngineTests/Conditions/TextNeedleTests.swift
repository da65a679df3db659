import OrderModel
import OrderReference
import OrderTestSupport
import Testing

@testable import OrderEngine

/// Needles in bytes against the folding of scalars.
struct TextNeedleTests {
    @Test("generated texts", arguments: TextOperator.allCases)
    func generated(operation: TextOperator) {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<150 {
            let texts = (0..<random.below(70)).map { _ in GeneratedValues.text(&random) }
            let part = random.oneIn(2) ? GeneratedValues.text(&random) : random.pick(GeneratedValues.pieces)
            let needle = TextNeedle(part, operation)
            let expected = texts.map { Self.holds(FoldedText($0), operation, FoldedText(part)) }
            let found = TextValues(texts).rows(with: needle, among: nil)
            #expect(texts.indices.map { found[$0] } == expected, "\(operation) \(part)")
            let slowly = texts.map { text in
                var text = text
                return text.withUTF8 { needle.matches(UnsafeRawBufferPointer($0)) }
            }
            #expect(slowly == expected, "\(operation) \(part)")
        }
    }

    private static func holds(_ text: FoldedText, _ operation: TextOperator, _ part: FoldedText) -> Bool {
        switch operation {
        case .contains: text.contains(part)
        case .startsWith: text.hasPrefix(part)
        case .endsWith: text.hasSuffix(part)
        }
    }

    @Test func bytesAndMasks() {
        let latin = TextNeedle("aL1@", .contains)
        #expect(latin.bytes == Array("al1@".utf8))
        #expect(latin.masks == [0x20, 0x20, 0, 0])
        #expect(latin.exceptions.isEmpty)
        #expect(TextNeedle("K", .contains).exceptions == [Array("\u{212A}".utf8)])
        let persian = TextNeedle("علی", .contains)
        #expect(persian.bytes == Array("علی".utf8))
        #expect(persian.masks.allSatisfy { $0 == 0 } && persian.exceptions.isEmpty)
    }
}
