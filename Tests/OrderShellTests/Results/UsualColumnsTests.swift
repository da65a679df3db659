import OrderModel
import Testing

@testable import OrderShell

@Suite struct UsualColumnsTests {
    private static func documents(_ texts: String...) throws -> ResultTable {
        ResultTable(
            columns: [],
            rows: try texts.map { ResultRow(values: [], document: try JSONParser.parse(Array($0.utf8))) }
        )
    }

    @Test func documentsGetTheColumnsOfATable() throws {
        let table = try Self.documents(
            #"{"order.id":7,"id":1,"product_title":null,"unit_price":"2.50","quantity":3,"discount":0,"total":7.5}"#
        )
        let found = try table.withUsualColumns(of: .items) { $0.name != "discount" }
        #expect(found.columns.map(\.name) == ["order.id", "id", "product_title", "unit_price", "quantity", "total"])
        #expect(
            found.rows.first?.values == [
                .number(Decimal(7)), .number(Decimal(1)), .null, .number(Decimal("2.50") ?? .zero), .number(Decimal(3)),
                .number(Decimal("7.5") ?? .zero),
            ]
        )
        #expect(found.rows.first?.document != nil)
    }

    @Test func aBrokenValueIsAnError() throws {
        let table = try Self.documents(#"{"order.id":7,"id":"x"}"#)
        #expect(throws: FieldProblem.self) { try table.withUsualColumns(of: .items) { _ in true } }
    }

    @Test func whatHasColumnsStaysAsItIs() throws {
        let table = ResultTable(columns: [ResultColumn(name: "n", type: .integer)], rows: [ResultRow(values: [.null])])
        #expect(try table.withUsualColumns(of: .orders) { _ in true }.columns.map(\.name) == ["n"])
    }
}
