import Testing

@testable import OrderShell

@Suite struct TextWidthTests {
    @Test(arguments: [
        ("", 0), ("total", 5), ("علی رضایی", 9), ("می\u{200C}شود", 5), ("Iğdır", 5), ("I\u{307}stanbul", 8),
        ("e\u{301}", 1), ("日本", 4), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("ﾊﾝ", 2), ("ＡＢ", 4),
        ("🎹", 2), ("👨‍👩‍👧‍👦", 2), ("👍🏽", 2), ("🇮🇷", 2), ("🇮", 1), ("❤", 1), ("❤\u{FE0F}", 2), ("❤\u{FE0F}\u{200D}🔥", 2),
        ("1\u{FE0F}\u{20E3}", 2), ("1", 1), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2), ("\u{200B}\u{FEFF}\u{2068}a\u{2069}", 1), ("…", 1), ("│", 1),
        ("⏎", 1), ("␛", 1),
        ("soft\u{AD}hyphen", 11), ("ก็", 1), ("क्ष", 2),
    ])
    func widthOfText(_ text: String, _ width: Int) {
        #expect(TextWidth.of(text) == width)
    }

    @Test(arguments: [
        ("completed", 9, "completed"), ("completed", 8, "complet…"), ("completed", 1, "…"), ("completed", 0, ""),
        ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("👨‍👩‍👧‍👦x", 2, "…"), ("", 0, ""),
    ])
    func cutKeepsClustersWhole(_ text: String, _ width: Int, _ expected: String) {
        let cut = TextWidth.cut(text, to: width)
        #expect(Array(cut.utf8) == Array(expected.utf8))
        #expect(TextWidth.of(cut) <= width)
    }

    @Test func plainScalarsAreClustersOfOneColumn() {
        let plain = (0x20..<0x3000).compactMap(Unicode.Scalar.init).filter(TextWidth.isPlain)
        let text = String(String.UnicodeScalarView(plain))
        #expect(plain.count > 500)
        #expect(text.count == plain.count)
        #expect(plain.allSatisfy { TextWidth.of(Character($0)) == 1 })
        #expect(TextWidth.of(text) == plain.count)
        // Behind one that is not plain, the text is measured by its clusters.
        #expect(TextWidth.of(text + "\u{64B}") == plain.count)
    }

    @Test func tablesAscend() {
        for ranges in [TextWidth.wide, TextWidth.zeroWidth, TextWidth.visibleFormat, TextWidth.rightToLeft] {
            for (range, next) in zip(ranges, ranges.dropFirst()) { #expect(range.upperBound < next.lowerBound) }
        }
    }
}
