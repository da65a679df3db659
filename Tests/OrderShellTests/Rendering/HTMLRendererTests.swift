import OrderModel
import OrderTestSupport
import Testing

@testable import OrderShell

@Suite struct HTMLRendererTests {
    @Test func valuesAreReadable() throws {
        let text = try RenderingSamples.text(RenderingSamples.everyKind, as: .html, remarks: ["12 < 13 ms"])
        #expect(
            text == """
                <table>
                <thead>
                <tr>\
                <th scope="col" class="number">id</th><th scope="col" dir="auto">status</th>\
                <th scope="col" dir="auto">created_at</th><th scope="col" dir="auto">month</th>\
                <th scope="col" class="number">total</th><th scope="col" class="number">age</th>\
                <th scope="col" dir="auto">is_paid</th><th scope="col" dir="auto">extra</th>\
                </tr>
                </thead>
                <tbody>
                <tr>\
                <td class="number">12345</td><td dir="auto">completed</td><td dir="auto">2025-12-27 18:17:09</td>\
                <td dir="auto">2025-12</td><td class="number">1,025,000.5</td><td class="number">1d 12h</td>\
                <td dir="auto">true</td><td dir="auto">{&quot;a&quot;:1.50}</td>\
                </tr>
                <tr>\(String(repeating: "<td class=\"null\">null</td>", count: 8))</tr>
                </tbody>
                </table>
                <p class="footer">2 rows, 12 &lt; 13 ms</p>

                """
        )
    }

    @Test func theZoneIsNamed() throws {
        let zone = try #require(TimeZoneRules(fixedOffset: "+03:30"))
        let text = try RenderingSamples.text(RenderingSamples.everyKind, as: .html, zone: zone)
        #expect(text.contains("<td dir=\"auto\">2025-12-27 21:47:09</td>"))
        #expect(text.hasSuffix("<p class=\"footer\">2 rows, times in +03:30</p>\n"))
    }

    /// A page of hostile data has the tags that we write and no others, and its cells read back as they were.
    @Test(.enabled(if: PythonReader.isAvailable, "python3 is not installed"), arguments: [1, 2, 3] as [UInt64])
    func pythonReadsTheSame(_ seed: UInt64) throws {
        let table = RenderingSamples.hardTable(seed: seed)
        let texts = RenderingSamples.hardTexts.map { ResultRow(values: [.null, .text($0), .null, .text($0)]) }
        let whole = ResultTable(columns: table.columns, rows: table.rows + texts)
        let title = RenderingSamples.hardTexts.joined()
        let sink = MemorySink()
        let settings = RenderSettings(zone: .utc)
        try sink.write(HTMLPage.beginning(title: title))
        try OutputFormat.html.write(title: title, settings: settings, to: sink)
        try OutputFormat.html.write(text: "<pre>\n&", to: sink)
        try OutputFormat.html.write(whole, remarks: [title], settings: settings, to: sink)
        try sink.write(HTMLPage.end)
        let read = try PythonReader.read(sink.text, with: Self.strictReader)
        let display = DisplayText(zone: .utc)
        let expected =
            [whole.columns.map { Self.visible($0.name) }]
            + whole.rows.map { row in
                zip(row.values, whole.columns).map { Self.visible(MarkupText.of($0, in: $1, display: display)) }
            }
        #expect(read == expected.map { $0.map { Array($0.utf8) } })
    }

    /// The text as a page shows it, a line end as `|br|`.
    private static func visible(_ text: String) -> String {
        RenderingSamples.shownInMarkup(text).replacing("⏎", with: "|br|")
    }

    private static let strictReader = #"""
        from html.parser import HTMLParser
        allowed = {
            'html': [], 'head': [], 'meta': ['charset', 'content', 'http-equiv', 'name'], 'title': [], 'style': [],
            'body': [], 'h2': ['dir'], 'table': [], 'thead': [], 'tbody': [], 'tr': [], 'th': ['class', 'dir', 'scope'],
            'td': ['class', 'dir'], 'p': ['class'], 'br': [], 'pre': [],
        }
        class Reader(HTMLParser):
            def __init__(self):
                super().__init__(convert_charrefs=True)
                self.open, self.rows, self.cell = [], [], None
            def handle_starttag(self, tag, attributes):
                assert set(name for name, _ in attributes) <= set(allowed[tag]), (tag, attributes)
                if tag == 'br' and self.cell is not None: self.cell += '|br|'
                if tag in ('br', 'meta'): return
                self.open.append(tag)
                if tag == 'tr': self.rows.append([])
                if tag in ('td', 'th'): self.cell = ''
            def handle_endtag(self, tag):
                assert self.open.pop() == tag, tag
                if tag in ('td', 'th'):
                    self.rows[-1].append(self.cell)
                    self.cell = None
            def handle_data(self, data):
                assert all(c == '\n' or c >= ' ' and c not in '\x7f\u202e\u2028' for c in data), repr(data)
                if self.cell is not None: self.cell += data
            def handle_comment(self, data): raise ValueError(data)
            def handle_pi(self, data): raise ValueError(data)
        reader = Reader()
        reader.feed(open(sys.argv[1], newline='', encoding='utf-8').read())
        reader.close()
        assert reader.open == [], reader.open
        rows = reader.rows
        """#

    @Test func anOrderStandsAsTables() throws {
        let sink = MemorySink()
        let document = JSONObject([
            JSONMember(key: "id", value: .number("17")), JSONMember(key: "<b>", value: .text("a\nb")),
            JSONMember(
                key: "payments",
                value: .array([.object(JSONObject([JSONMember(key: "amount", value: .number("2"))]))])
            ),
        ])
        try OutputFormat.html.write(document: document, settings: RenderSettings(zone: .utc), to: sink)
        #expect(sink.text.contains("<tr><th scope=\"row\" dir=\"auto\">id</th><td dir=\"auto\">17</td></tr>\n"))
        #expect(sink.text.contains("<th scope=\"row\" dir=\"auto\">&lt;b&gt;</th><td dir=\"auto\">a<br>b</td>"))
        #expect(sink.text.contains("<h3>payments</h3>\n<table>\n"))
        #expect(sink.text.contains("<td class=\"number\">2</td>"))
    }

    @Test func aChartStandsAboveItsRows() throws {
        let table = ResultTable(
            columns: [ResultColumn(name: "status", type: .status), ResultColumn(name: "count()", type: .integer)],
            rows: [
                ResultRow(values: [.text("<new>"), .number(Decimal(3))]),
                ResultRow(values: [.text("hold"), .number(Decimal(1))]),
            ]
        )
        var settings = RenderSettings(zone: .utc)
        settings.chart = .bar
        let sink = MemorySink()
        try OutputFormat.html.write(table, settings: settings, to: sink)
        let chart = try #require(sink.text.firstRange(of: "<svg"))
        let rows = try #require(sink.text.firstRange(of: "<table"))
        #expect(chart.lowerBound < rows.lowerBound)
        #expect(!sink.text.contains("<new>"))
    }
}
