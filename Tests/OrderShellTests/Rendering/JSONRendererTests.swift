import OrderModel
import Testing

@testable import OrderShell

@Suite struct JSONRendererTests {
    @Test func valuesAreRawAndNumbersExact() throws {
        let text = try RenderingSamples.text(RenderingSamples.everyKind, as: .ndjson)
        let first =
            #"{"id":12345,"status":"completed","created_at":"2025-12-27T18:17:09.771123Z","month":"2025-12","#
            + #""total":1025000.5,"age":129600.5,"is_paid":true,"extra":{"a":1.50}}"#
        let second =
            #"{"id":null,"status":null,"created_at":null,"month":null,"total":null,"age":null,"is_paid":null,"#
            + #""extra":null}"#
        #expect(text == first + "\n" + second + "\n")
    }

    @Test func thirtyEightDigitsSurvive() throws {
        let number = try #require(Decimal("12345678901234567890123456789012345678"))
        let table = ResultTable(
            columns: [ResultColumn(name: "n", type: .money)],
            rows: [ResultRow(values: [.number(number)])]
        )
        #expect(try RenderingSamples.text(table, as: .json) == "[\n{\"n\":12345678901234567890123456789012345678}\n]\n")
    }

    @Test(arguments: [(OutputFormat.json, "[]\n"), (.ndjson, "")])
    func noRows(_ format: OutputFormat, _ expected: String) throws {
        let table = ResultTable(columns: [ResultColumn(name: "id", type: .integer)], rows: [])
        #expect(try RenderingSamples.text(table, as: format, remarks: ["12 ms"]) == expected)
    }

    @Test func aRowOfAWholeDocumentIsThatDocument() throws {
        let document = JSONValue.object(JSONObject([JSONMember(key: "total", value: .number("75000.00"))]))
        let table = ResultTable(
            columns: [ResultColumn(name: "id", type: .integer)],
            rows: [ResultRow(values: [.number(Decimal(1))], document: document)]
        )
        #expect(try RenderingSamples.text(table, as: .json) == "[\n{\"total\":75000.00}\n]\n")
        #expect(try RenderingSamples.text(table, as: .csv) == "id\n1\n")
    }

    @Test(arguments: [
        (["a", "b"], ["a", "b"]), (["a", "a", "a"], ["a", "a_2", "a_3"]), (["a", "a", "a_2"], ["a", "a_3", "a_2"]),
        (["é", "e\u{301}"], ["é", "e\u{301}"]),
    ])
    func repeatedNamesAreNumbered(_ names: [String], _ expected: [String]) {
        #expect(JSONRenderer.uniqueKeys(names).map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    }

    @Test(.enabled(if: PythonReader.isAvailable, "python3 is not installed"), arguments: [OutputFormat.json, .ndjson])
    func pythonReadsTheSame(_ format: OutputFormat) throws {
        let rows = RenderingSamples.hardTexts.map { ResultRow(values: [.text($0), .text($0 + $0)]) }
        let columns = [ResultColumn(name: "\"a\"\n", type: .text), ResultColumn(name: "نام", type: .text)]
        let text = try RenderingSamples.text(ResultTable(columns: columns, rows: rows), as: format, width: 20)
        let source = "open(sys.argv[1], newline='', encoding='utf-8').read()"
        let objects =
            format == .json
            ? "json.loads(\(source))"
            : "[json.loads(line) for line in \(source).split('\\n')[:-1]]"
        let read = try PythonReader.read(
            text,
            with: "rows = [[part for pair in row.items() for part in pair] for row in \(objects)]"
        )
        let expected = RenderingSamples.hardTexts.map { [columns[0].name, $0, columns[1].name, $0 + $0] }
        #expect(read == expected.map { $0.map { Array($0.utf8) } })
    }
}
