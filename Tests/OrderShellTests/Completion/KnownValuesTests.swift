import OrderEngine
import OrderLanguage
import OrderModel
import OrderTestSupport
import Testing

@testable import OrderShell

@Suite("Values that fields are known to hold")
struct KnownValuesTests {
    private static let hostile = [
        "Tehran", "New York", "it's", "a \"quoted\" one", "back\\slash", "two\nlines", "tab\there", "\u{1B}[31mred",
        "\u{202E}drah", "", "می\u{200C}شود", "e\u{301}", "\r", "\u{0}", "\u{7F}", "\u{9B}1m", "$name", "--",
    ]

    @Test("values come as literals that mean the same, and nothing of them is obeyed", arguments: ["", "\"", "'"])
    func roundTrips(_ quote: String) async {
        let fixture = CompletionFixture()
        await fixture.know(CompletionFixture.city, Self.hostile)
        let answer = fixture.answer("orders where billing_city.name = \(quote)‸")
        #expect(answer.candidates.count >= Self.hostile.count)
        var found: Set<[UInt8]> = []
        for candidate in answer.candidates {
            let shown = candidate.text + candidate.label + candidate.detail
            #expect(!shown.unicodeScalars.contains(where: VisibleText.isObeyed))
            let program = Program.check(SourceText("orders where billing_city.name = " + candidate.text))
            guard case .query(let query)? = program.steps.first,
                case .comparison(_, .equal, .literal(.text(let text)))? = query.condition
            else { continue }
            found.insert(Array(text.utf8))
        }
        #expect(found == Set(Self.hostile.map { Array($0.utf8) }))
    }

    @Test("a part of a value is completed, in whatever quotes")
    func parts() async {
        let fixture = CompletionFixture()
        await fixture.know(CompletionFixture.city, ["Tehran", "Tabriz", "Shiraz"])
        #expect(fixture.texts("orders where billing_city.name = Te‸") == ["\"Tehran\" "])
        #expect(fixture.texts("orders where billing_city.name = 'Ta‸") == ["'Tabriz' "])
        #expect(fixture.texts("orders where billing_city.name = \"Sh‸\"") == ["\"Shiraz"])
        #expect(fixture.texts("orders where billing_city.name in (\"Shiraz\", T‸") == ["\"Tabriz\"", "\"Tehran\""])
        #expect(fixture.texts("items where order.billing_city.name = Sh‸") == ["\"Shiraz\" "])
        #expect(fixture.texts("orders where billing_city = Sh‸") == ["\"Shiraz\" "])
        #expect(fixture.texts("orders where billing_city.name in ‸").first == "(\"Shiraz\"")
    }

    @Test("a source that has too many values, or cannot tell, leaves the menu as it is")
    func refusal() async {
        let fixture = CompletionFixture()
        await fixture.know(CompletionFixture.city, (0..<2000).map(String.init))
        #expect(fixture.texts("orders where billing_city.name = \"‸").isEmpty)
    }

    @Test(
        "reading begins while somebody types; Tab says so and is told that there will be more",
        arguments: ["billing_city", "billing_city.name"]
    )
    func reading(_ name: String) async {
        let fixture = CompletionFixture()
        let (opening, opener) = AsyncStream.makeStream(of: Void.self)
        fixture.knowledge.values.begin(TextSource(texts: ["Tehran", "Shiraz"], opening: opening))
        let text = "orders where \(name) = "
        let annotation = fixture.hooks.annotate?(text, text.count)
        #expect(annotation?.remarks == [])
        #expect(fixture.knowledge.values.isReading(CompletionFixture.city))
        let early = fixture.answer(text + "‸")
        #expect(early.isUnfinished && early.candidates.isEmpty)
        #expect(early.remark == "the values of billing_city.name are being read …")
        #expect(!fixture.answer("\(text)$‸").isUnfinished)
        opener.finish()
        await fixture.knowledge.values.finishLoading()
        let answer = fixture.answer(text + "‸")
        #expect(answer.candidates.map(\.text) == ["\"Shiraz\" ", "\"Tehran\" "])
        #expect(!answer.isUnfinished)
    }

    @Test("a source that tells nothing is waited for no longer than that takes")
    func nothing() async {
        let fixture = CompletionFixture()
        await fixture.know(CompletionFixture.city, (0..<2000).map(String.init))
        let answer = fixture.answer("orders where billing_city = ‸")
        #expect(!answer.isUnfinished)
        #expect(answer.remark == "no values of billing_city.name are known yet; an answer with it tells them")
    }

    @Test("what answers show is known, until the source changes")
    func answers() async {
        let fixture = CompletionFixture()
        fixture.knowledge.values.begin(nil)
        let column = ResultColumn(name: "billing_city.name", type: .text)
        let rows = ["Yazd", "Ahvaz"].map { ResultRow(values: [.text($0)]) } + [ResultRow(values: [.null])]
        var query = Query(.orders)
        query.columns = [Column(.field(CompletionFixture.city))]
        fixture.knowledge.values.note(ResultTable(columns: [column], rows: rows), of: query)
        #expect(fixture.texts("orders where billing_city.name = \"‸") == ["\"Ahvaz\" ", "\"Yazd\" "])
        fixture.knowledge.values.begin(nil)
        #expect(fixture.texts("orders where billing_city.name = \"‸").isEmpty)
    }

    @Test("an answer with ever new values stops being kept")
    func bounded() {
        let values = KnownValues()
        values.want()
        var query = Query(.orders)
        query.columns = [Column(.field(CompletionFixture.city))]
        let column = ResultColumn(name: "billing_city.name", type: .text)
        for round in 0..<3 {
            let rows = (0..<900).map { ResultRow(values: [.text("city \(round) \($0)")]) }
            values.note(ResultTable(columns: [column], rows: rows), of: query)
        }
        #expect(values.texts(of: CompletionFixture.city).isEmpty)
    }

    @Test("an earlier answer that is kept tells its own values")
    func keptAnswers() {
        let fixture = CompletionFixture()
        let columns = [ResultColumn(name: "m", type: .text), ResultColumn(name: "n", type: .integer)]
        let rows = ["Card", "Cash", "Card"].map { ResultRow(values: [.text($0), .null]) }
        var store = ResultStore()
        store.append(
            StoredResult(
                table: ResultTable(columns: columns, rows: rows),
                time: Instant(microseconds: 0),
                statement: ""
            )
        )
        store.appendLost(columns, "it is a test")
        fixture.knowledge.update { [store] in
            $0.results = store.schemas
            $0.resultTexts = { store.texts(ofColumn: $1, in: $0) }
        }
        #expect(fixture.texts("_1 where m = ‸") == ["\"Card\" ", "\"Cash\" "])
        #expect(fixture.texts("_1 group by m having m = 'Ca‸") == ["'Card' ", "'Cash' "])
        #expect(fixture.texts("_ where m = ‸").isEmpty)
        #expect(store.texts(ofColumn: "n", in: 1) == [])
    }

    @Test("a quote or bracket that all values begin with is not inserted alone")
    func signs() {
        func answer(_ texts: String...) -> CompletionAnswer {
            CompletionAnswer(start: 0, candidates: texts.map { CompletionAnswer.Candidate(text: $0) })
        }
        #expect(answer("\"Shiraz\"", "\"Tehran\"").beginsAlikeBySigns)
        #expect(answer("(\"Shiraz\"", "(\"Tehran\"").beginsAlikeBySigns)
        #expect(!answer("\"Tabriz\"", "\"Tehran\"").beginsAlikeBySigns)
        #expect(!answer("status", "state").beginsAlikeBySigns)
    }
}
