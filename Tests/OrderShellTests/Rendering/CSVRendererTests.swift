import OrderModel
import Testing

@testable import OrderShell

@Suite struct CSVRendererTests {
    @Test func valuesAreRaw() throws {
        let text = try RenderingSamples.text(RenderingSamples.everyKind, as: .csv)
        #expect(
            text == """
                id,status,created_at,month,total,age,is_paid,extra
                12345,completed,2025-12-27T18:17:09.771123Z,2025-12,1025000.5,129600.5,true,"{""a"":1.50}"
                ,,,,,,,

                """
        )
    }

    @Test func nullIsEmptyAndTheEmptyTextIsQuoted() throws {
        let columns = [ResultColumn(name: "a", type: .text), ResultColumn(name: "b", type: .text)]
        let rows = [ResultRow(values: [.null, .text("")]), ResultRow(values: [.text(" "), .text("null")])]
        let text = try RenderingSamples.text(ResultTable(columns: columns, rows: rows), as: .csv)
        #expect(text == "a,b\n,\"\"\n ,null\n")
    }

    @Test func noRowsIsOnlyTheHeader() throws {
        let table = ResultTable(columns: [ResultColumn(name: "sum(total)", type: .money)], rows: [])
        #expect(try RenderingSamples.text(table, as: .csv, remarks: ["12 ms"]) == "sum(total)\n")
    }

    @Test(arguments: 0..<60)
    func readsBackTheSame(_ seed: UInt64) throws {
        let table = RenderingSamples.hardTable(seed: seed)
        let read = CSVReading.records(try RenderingSamples.text(table, as: .csv, width: 20))
        let expected =
            [table.columns.map { Array($0.name.utf8) as [UInt8]? }]
            + table.rows.map { row in row.values.map { MachineText.of($0).map { Array($0.utf8) } } }
        #expect(read == expected)
    }

    @Test(.enabled(if: PythonReader.isAvailable, "python3 is not installed"))
    func pythonReadsTheSame() throws {
        let table = RenderingSamples.hardTable(seed: 4)
        let texts = RenderingSamples.hardTexts.map { ResultRow(values: [.null, .text($0), .null, .text($0)]) }
        let whole = ResultTable(columns: table.columns, rows: table.rows + texts)
        let read = try PythonReader.read(
            RenderingSamples.text(whole, as: .csv),
            with: "rows = list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8')))"
        )
        let expected =
            [whole.columns.map(\.name)]
            + whole.rows.map { row in row.values.map { MachineText.of($0) ?? "" } }
        #expect(read == expected.map { $0.map { Array($0.utf8) } })
    }
}

/// A reader of RFC 4180 that shares nothing with the renderer; an unquoted empty field is nil.
private enum CSVReading {
    static func records(_ text: String) -> [[[UInt8]?]] {
        var records: [[[UInt8]?]] = [[]]
        var field: [UInt8] = []
        var isQuoted = false
        var isInside = false
        for byte in text.utf8 {
            switch (byte, isInside) {
            case (0x22, true): isInside = false
            case (0x22, false):
                // A quote right after a closing one stands for itself.
                if isQuoted { field.append(byte) }
                isQuoted = true
                isInside = true
            case (0x2C, false), (0x0A, false):
                records[records.count - 1].append(isQuoted || !field.isEmpty ? field : nil)
                (field, isQuoted) = ([], false)
                if byte == 0x0A { records.append([]) }
            default: field.append(byte)
            }
        }
        return records.dropLast()
    }
}
