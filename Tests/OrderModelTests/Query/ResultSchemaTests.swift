import OrderModel
import Testing

struct ResultSchemaTests {
    @Test(
        "a column's name as the language can spell it",
        arguments: [
            (["id", "status"], ["id", "status"]),
            (["customer.full_name", "order.id"], ["customer.full_name", "order.id"]),
            (["sum(total)", "count()"], ["sum_total", "count"]),
            (["day(created_at)", "total - amount_paid"], ["day_created_at", "total_amount_paid"]),
            (["sum(total)", "sum_total"], ["sum_total_2", "sum_total"]),
            (["total + 1", "total - 1", "total * 1"], ["total_1", "total_1_2", "total_1_3"]),
            (["count_distinct(customer.id)"], ["count_distinct_customer_id"]),
            (["coalesce(billing_city.name, \"هیچ کدام\")"], ["coalesce_billing_city_name_هیچ_کدام"]),
            (["5", "-total", "\"\"", "1 / 3"], ["column_5", "total", "column", "column_1_3"]),
            (["today", "$last", "_", "_1", "_x"], ["column_today", "column_last", "column__", "column__1", "_x"]),
            (["a..b", ".a", "a.", "a.5"], ["a_b", "a", "a_2", "a_5"]),
            (["\u{202E}x\u{1B}[31m"], ["x_31m"]),
            ([String](), [String]()),
        ]
    )
    func names(columns: [String], expected: [String]) {
        let schema = ResultSchema(columns: columns.map { ResultColumn(name: $0, type: .money) })
        #expect(schema.fields.map(\.name) == expected)
        #expect(Set(schema.fields).count == expected.count)
        #expect(schema.fields.allSatisfy { $0.collection == .result && $0.type == .money })
    }

    @Test func aLongNameIsCutAndStaysItsOwn() {
        let name = String(repeating: "total + ", count: 50) + "id"
        let schema = ResultSchema(columns: [
            ResultColumn(name: name, type: .money), ResultColumn(name: name + "x", type: .money),
        ])
        #expect(schema.fields.allSatisfy { $0.name.unicodeScalars.count <= 62 })
        #expect(schema.fields[0].name != schema.fields[1].name)
    }

    @Test func onlyTheVeryNameFindsAField() {
        let schema = ResultSchema(columns: [ResultColumn(name: "caf\u{E9}", type: .text)])
        #expect(schema.field(named: "caf\u{E9}") != nil)
        #expect(schema.field(named: "cafe\u{301}") == nil)
    }
}
