import OrderModel
import Testing

@Suite struct ChartColumnsTests {
    @Test(arguments: [
        // The kind, the columns, and which of them are labels, the position and values.
        (ChartKind.bar, "status:status count():integer sum(total):money", "0 - 1,2"),
        (.bar, "customer.id:integer total:money", "0 - 1"),
        (.bar, "hour(created_at):integer count():integer", "0 - 1"),
        (.bar, "quantity:integer count():integer", "0 - 1"),
        (.bar, "total:money", "- - 0"),
        (.bar, "status:status extra:document wait:duration", "0 - 2"),
        (.bar, "id:integer status:status", "none"),
        (.bar, "created_at:instant", "none"),
        (.line, "day(created_at):date status:status count():integer", "1 0 2"),
        (.line, "count():integer hour(created_at):integer", "- 1 0"),
        (.line, "quantity:integer total:money", "- 0 1"),
        (.line, "status:status total:money", "0 - 1"),
        (.line, "month:date avg(wait):duration total:money", "- 0 1"),
        (.sparkline, "created_at:instant id:integer", "none"),
        (.histogram, "id:integer created_at:instant total:money", "- - 1"),
        (.histogram, "day:date count():integer", "- - 1"),
        (.histogram, "status:status", "none"),
    ])
    func columnsHaveTheirParts(_ kind: ChartKind, _ columns: String, _ expected: String) throws {
        let columns = try columns.split(separator: " ").map { text in
            let parts = text.split(separator: ":").map(String.init)
            return ResultColumn(name: parts[0], type: try #require(ValueType(rawValue: parts[1])))
        }
        func text(_ numbers: [Int]) -> String {
            numbers.isEmpty ? "-" : numbers.map(String.init).joined(separator: ",")
        }
        let chart = ChartColumns(kind, of: columns)
        let shown = chart.map { "\(text($0.labels)) \(text($0.position.map { [$0] } ?? [])) \(text($0.values))" }
        #expect(shown ?? "none" == expected)
    }
}
