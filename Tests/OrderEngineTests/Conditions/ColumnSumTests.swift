import OrderEngine
import OrderModel
import OrderReference
import OrderTestSupport
import Testing

struct ColumnSumTests {
    @Test("generated sums", arguments: UInt64(1)...3)
    func generated(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var dataset = DatasetGenerator(seed: seed)
        let table = BatchCutter(fields: .everything).batch(of: dataset.orders(90), &random).columns
        let names = ["total", "amount_paid", "shipping_cost", "items_discount", "count", "customer.id"]
        for collection in [Collection.orders, .payments] {
            let rows = try #require(TableRows.rows(of: table, in: collection))
            let fields =
                collection == .orders
                ? names.map { field($0) } : names.map { field("order." + $0, .payments) } + [field("amount", .payments)]
            for _ in 0..<40 {
                let sums = (0..<2).map { _ in
                    (0..<random.below(4)).reduce(random.pick(fields)) { sum, _ in
                        let part = random.oneIn(3) ? number(GeneratedValues.amount(&random)) : random.pick(fields)
                        return .arithmetic(random.pick([.add, .subtract]), sum, part)
                    }
                }
                let operation = random.pick(ComparisonOperator.allCases)
                let right = random.oneIn(2) ? sums[1] : number(GeneratedValues.amount(&random))
                try expectAgreement(.comparison(sums[0], operation, right), rows, &random)
            }
        }
    }
}
