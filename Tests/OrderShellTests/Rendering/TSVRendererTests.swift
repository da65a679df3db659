import OrderModel
import Testing

@testable import OrderShell

@Suite struct TSVRendererTests {
    @Test func valuesAreRaw() throws {
        let text = try RenderingSamples.text(RenderingSamples.everyKind, as: .tsv)
        #expect(
            text == """
                id\tstatus\tcreated_at\tmonth\ttotal\tage\tis_paid\textra
                12345\tcompleted\t2025-12-27T18:17:09.771123Z\t2025-12\t1025000.5\t129600.5\ttrue\t{"a":1.50}
                \\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N

                """
        )
    }

    @Test(arguments: [
        ("", ""), ("a\tb", "a\\tb"), ("a\nb\r\n", "a\\nb\\r\\n"), ("\\N", "\\\\N"), ("\\.", "\\\\."),
        ("\"a\"", "\"a\""),
        ("\u{1B}[31m", "\u{1B}[31m"), ("می\u{200C}شود", "می\u{200C}شود"),
    ])
    func bordersInsideOfTextsAreWritten(_ text: String, _ written: String) throws {
        let table = ResultTable(
            columns: [ResultColumn(name: text, type: .text)],
            rows: [ResultRow(values: [.text(text)]), ResultRow(values: [.null])]
        )
        let expected = Array("\(written)\n\(written)\n\\N\n".utf8)
        #expect(Array(try RenderingSamples.text(table, as: .tsv).utf8) == expected)
    }

    @Test(.enabled(if: PythonReader.isAvailable, "python3 is not installed"), arguments: [1, 2, 3] as [UInt64])
    func pythonReadsTheSame(_ seed: UInt64) throws {
        let table = RenderingSamples.hardTable(seed: seed)
        let texts = RenderingSamples.hardTexts.map { ResultRow(values: [.null, .text($0), .null, .text($0)]) }
        let whole = ResultTable(columns: table.columns, rows: table.rows + texts)
        let read = try PythonReader.read(
            RenderingSamples.text(whole, as: .tsv),
            with: #"""
                import re
                text = open(sys.argv[1], newline='', encoding='utf-8').read()
                ends = {'t': '\t', 'n': '\n', 'r': '\r', '\\': '\\'}
                def value(field):
                    return 'null value' if field == '\\N' else re.sub(r'\\(.)', lambda m: ends[m[1]], field)
                rows = [[value(field) for field in line.split('\t')] for line in text.split('\n')[:-1]]
                """#
        )
        let expected =
            [whole.columns.map(\.name)]
            + whole.rows.map { row in row.values.map { MachineText.of($0) ?? "null value" } }
        #expect(read == expected.map { $0.map { Array($0.utf8) } })
    }
}
