import OrderReference
import Testing

@testable import OrderEngine

/// The variants of a letter against the folding that the language has, over all scalars there are.
struct LetterCaseTests {
    @Test func everyScalar() {
        var groups: [Unicode.Scalar: Set<Unicode.Scalar>] = [:]
        let all = (UInt32(0)...0x10FFFF).lazy.compactMap(Unicode.Scalar.init)
        for scalar in all where scalar.isASCII || scalar.properties.changesWhenLowercased || scalar.properties.isCased {
            groups[FoldedText.folded(scalar), default: []].insert(scalar)
        }
        for (folded, scalars) in groups {
            #expect(Set(LetterCase.variants(of: folded)) == scalars, "U+\(String(folded.value, radix: 16))")
        }
        #expect(groups["k"] == ["k", "K", "\u{212A}"])
    }

    @Test("scalars without case stand for themselves alone")
    func caseless() {
        for scalar in (UInt32(0x80)...0x10FFFF).lazy.compactMap(Unicode.Scalar.init)
        where !scalar.properties.changesWhenLowercased {
            // Were it changed by folding all the same, the groups above would lack it.
            if FoldedText.folded(scalar) != scalar {
                Issue.record("U+\(String(scalar.value, radix: 16))")
            }
        }
    }
}
