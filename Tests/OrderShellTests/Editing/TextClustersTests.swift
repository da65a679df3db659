import Testing

@testable import OrderShell

/// Compares the borders with those that Swift finds in the whole text.
struct TextClustersTests {
    @Test(
        "a cluster is a character as Swift sees it, and a control or a newline is always alone",
        arguments: [
            ("abc", [1, 2, 3]), ("e\u{301}x", [2, 3]), ("می\u{200C}شود", [1, 3, 4, 5, 6]),
            ("👨‍👩‍👧‍👦a", [7, 8]), ("🇮🇷🇹🇷", [2, 4]), ("🇮🇷🇹", [2, 3]), ("❤\u{FE0F}❤", [2, 3]), ("1\u{FE0F}\u{20E3}2", [3, 4]),
            ("👍🏽👍", [2, 3]), ("\n\u{301}a", [1, 2, 3]), ("\r\n", [1, 2]), ("\u{1}\u{301}", [1, 2]), ("\u{600}1", [2]),
            ("\u{600}\n", [1, 2]), ("日本語", [1, 2, 3]), ("한국", [1, 2]), ("\u{1112}\u{1161}\u{11AB}한", [3, 4]),
            ("क्षि", [4]),
            ("İstanbul", [1, 2, 3, 4, 5, 6, 7, 8]), (" \u{301}", [2]), ("\u{202E}\u{301}", [1, 2]), ("", []),
        ]
    )
    func borders(text: String, ends: [Int]) {
        let scalars = text.unicodeScalars.map(\.value)
        #expect(Self.ends(scalars) == ends)
        for position in 0...scalars.count {
            let around = TextClusters.cluster(in: scalars, around: position)
            #expect((around == nil) == ([0] + ends).contains(position))
            if let around {
                #expect(ends.contains(around.upperBound) && around.contains(position))
            }
        }
        for (start, end) in zip([0] + ends, ends) {
            #expect(TextClusters.start(in: scalars, before: end) == start)
        }
        #expect(TextClusters.position(in: scalars, 100, after: 0) == scalars.count)
        #expect(TextClusters.position(in: scalars, ends.count, before: scalars.count) == 0)
    }

    @Test("before the cursor there are whole clusters, whatever stands behind it")
    func beforeTheCursor() {
        let family = "a👨‍👩".unicodeScalars.map(\.value)
        #expect(TextClusters.start(in: family, before: 3) == 1)
        #expect(TextClusters.start(in: family, before: 4) == 1)
        #expect(TextClusters.start(in: family, before: 2) == 1)
    }

    @Test("no two scalars of the table join, and only those of the other one join a letter behind them")
    func tables() {
        for ranges in [TextClusters.neverJoining, TextClusters.joiningNext] {
            for (range, next) in zip(ranges, ranges.dropFirst()) {
                #expect(range.upperBound < next.lowerBound)
            }
        }
        for value in TextClusters.neverJoining.joined() where value < 0x20000 || value % 0x1000 == 0 {
            let scalar = String(scalars: [value])
            let neighbours = "a" + scalar + scalar + "あ" + scalar + "🎹" + scalar + "한" + scalar + "a"
            #expect(neighbours.count == 10, "\(String(value, radix: 16))")
        }
        let joining = (0xA0...0x1FFFF as ClosedRange<UInt32>).filter { value in
            Unicode.Scalar(value) != nil && (String(scalars: [value]) + "a").count == 1
        }
        #expect(joining.allSatisfy { value in TextClusters.joiningNext.contains { $0.contains(value) } })
        #expect(joining.contains(0x600) && joining.contains(0x110BD))
    }

    @Test("a cluster of thousands of marks ends where it ends")
    func longCluster() {
        let scalars: [UInt32] = [0x65] + Array(repeating: 0x301, count: 5_000) + [0x78]
        #expect(TextClusters.end(in: scalars, after: 0) == 5_001)
        #expect(TextClusters.start(in: scalars, before: 5_001) == 0)
        #expect(TextClusters.cluster(in: scalars, around: 17) == 0..<5_001)
    }

    private static func ends(_ scalars: [UInt32]) -> [Int] {
        var ends: [Int] = []
        while (ends.last ?? 0) < scalars.count {
            ends.append(TextClusters.end(in: scalars, after: ends.last ?? 0))
        }
        return ends
    }
}
