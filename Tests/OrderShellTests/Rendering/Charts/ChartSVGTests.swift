import OrderModel
import OrderTestSupport
import Testing

@testable import OrderShell

@Suite struct ChartSVGTests {
    /// Everything that `anything` can hold, read by a reader of XML that nobody here wrote.
    @Test(.enabled(if: PythonReader.isAvailable)) func allDrawingsAreWellFormed() throws {
        var drawings: [String] = []
        for seed in 0..<120 as Range<UInt64> {
            let table = ChartSamples.anything(seed: seed)
            for kind in ChartKind.allCases {
                guard let drawing = try? ChartSVG(kind, of: table, zone: .utc) else { continue }
                #expect(drawing.element.utf8.count < 400_000)
                drawings.append(drawing.element)
            }
        }
        let tags = try PythonReader.read(
            drawings.joined(separator: "\u{0}"),
            with: """
                import xml.etree.ElementTree as tree
                texts = open(sys.argv[1], newline='', encoding='utf-8').read().split(chr(0))
                rows = [[element.tag.split('}')[1] for element in tree.fromstring(text).iter()] for text in texts]
                """
        )
        #expect(tags.count == drawings.count && drawings.count > 200)
        let known = Set(["svg", "title", "desc", "text", "line", "rect", "polyline", "circle"].map { Array($0.utf8) })
        for row in tags {
            #expect(row.prefix(3).map { String(decoding: $0, as: UTF8.self) } == ["svg", "title", "desc"])
            #expect(row.allSatisfy(known.contains))
        }
    }

    @Test(.enabled(if: PythonReader.isAvailable)) func textComesBackAsItIsShown() throws {
        let texts = ["<script>alert(1)</script>", "a & b", "\"q\" 'q'", "\u{1B}[31m", "x\u{FFFF}\u{FFFE}\u{0}y", "]]>"]
        let table = ChartSamples.statuses(texts.map { ($0, 1) })
        let read = try PythonReader.read(
            try ChartSVG(.bar, of: table, zone: .utc).element,
            with: """
                import xml.etree.ElementTree as tree
                root = tree.parse(sys.argv[1]).getroot()
                rows = [[element.text] for element in root if element.tag.endswith('}text')]
                """
        ).map { String(decoding: $0[0], as: UTF8.self) }
        let shown = ["<script>alert(1)</script>", "a & b", "\"q\" 'q'", "␛[31m", "x\u{FFFD}\u{FFFD}␀y", "]]>"]
        #expect(Array(read.prefix(7)) == ["status"] + shown)
    }

    @Test func nothingIsFetchedOrRun() throws {
        let table = ChartSamples.statuses([("https://example.com/<a href='x' onclick=y>", 3)])
        for kind in ChartKind.allCases {
            let element = try ChartSVG(kind, of: table, zone: .utc).element
            let attributes = element.replacing("http://www.w3.org/2000/svg", with: "")
            #expect(!attributes.contains("href=") || attributes.contains("&lt;a href="))
            #expect(!element.contains("<script") && !element.contains("<a ") && !element.contains("style="))
        }
    }

    @Test func manyRowsAreReducedAndSaid() throws {
        let rows = (0..<10_000).map { index -> [Value] in
            [.number(Decimal(index)), .number(Decimal(index * 7919 % 1009))]
        }
        let table = ChartSamples.table([("place", .integer), ("total", .money)], rows)
        let drawing = try ChartSVG(.line, of: table, zone: .utc)
        #expect(drawing.remarks == ["of rows too near to each other only the extremes are drawn"])
        #expect(drawing.element.utf8.count < 40_000)
        let few = try ChartSVG(.line, of: ChartSamples.days([(0, 1), (1, 5), (2, 2)]), zone: .utc)
        #expect(few.remarks == [])
    }
}
