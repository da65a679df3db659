import OrderEngine
import OrderModel
import OrderReference
import OrderTestSupport
import Testing

/// Batches that are skipped hold no row that passes, and none that fails.
struct BatchPruningTests {
    @Test("generated conditions", arguments: UInt64(1)...6)
    func generated(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var dataset = DatasetGenerator(seed: seed &+ 300)
        var conditions = ConditionGenerator(seed: seed &+ 400)
        let cutter = BatchCutter(fields: .everything)
        var skipped = 0
        for orders in (0..<4).map({ _ in dataset.orders(random.below(4)) }) {
            let table = cutter.batch(of: orders, &random).columns
            let summaries = Self.summaries(of: table)
            for _ in 0..<120 {
                let collection = random.pick(Collection.allCases)
                let condition = conditions.condition(collection, depth: random.below(3))
                guard BatchPruning(condition.conjuncts, time: tehranTime).canSkip({ summaries[$0] }) else { continue }
                skipped += 1
                let rows = try #require(TableRows.rows(of: table, in: collection))
                let all = Bitmap(count: rows.count, filledWith: true)
                #expect(try plainOutcome(condition, rows, among: all) == .rows([]), "\(condition)")
            }
        }
        #expect(skipped > 20)
    }

    static func summaries(of table: ColumnTable) -> [Field: ValueSummary] {
        var summaries: [Field: ValueSummary] = [:]
        for column in table.columns + (table.items?.columns ?? []) + (table.payments?.columns ?? []) {
            let values = (0..<column.count).map { column.value(at: $0) }.filter { !$0.isNull }
            summaries[column.field] = ValueSummary(
                minimum: values.min(by: Value.sortsBefore),
                maximum: values.max(by: Value.sortsBefore),
                nullCount: column.count - values.count,
                rowCount: column.count
            )
        }
        return summaries
    }

    static let total = ValueSummary(
        minimum: .number(Decimal(100)),
        maximum: .number(Decimal(200)),
        nullCount: 0,
        rowCount: 10
    )

    @Test(
        "what can be skipped",
        arguments: [
            (Condition.comparison(field("total"), .greater, number("200")), true),
            (.comparison(field("total"), .greater, number("199.99")), false),
            (.comparison(field("total"), .greaterOrEqual, number("200")), false),
            (.comparison(field("total"), .less, number("100")), true),
            (.comparison(field("total"), .equal, number("99.5")), true),
            (.comparison(field("total"), .equal, number("150.5")), false),
            (.comparison(field("total"), .notEqual, number("150")), false),
            (.not(.comparison(field("total"), .lessOrEqual, number("200"))), true),
            (.isNull(field("total")), true),
            (.not(.has(field("total"))), true),
            (.between(field("total"), number("10"), number("99")), true),
            (.membership(field("total"), [number("1"), number("201")]), true),
            (.membership(field("total"), [number("1"), number("200")]), false),
            (.comparison(field("total"), .equal, text("150")), true),
            (.comparison(field("amount_paid"), .less, number("0")), false),
            (.quantified(.any, .items, .comparison(field("order.total", .items), .less, number("1"))), true),
            (.quantified(.none, .items, .comparison(field("order.total", .items), .less, number("1"))), false),
            (
                .and([
                    .comparison(.arithmetic(.add, field("total"), field("total")), .less, number("1")),
                    .comparison(field("total"), .less, number("1")),
                ]), true
            ),
            // The product might not fit, and then the query must say so.
            (
                .and([
                    .comparison(.arithmetic(.multiply, field("total"), field("total")), .less, number("1")),
                    .comparison(field("total"), .less, number("1")),
                ]), false
            ),
            (
                .and([
                    .comparison(field("total"), .less, number("1")),
                    .comparison(.arithmetic(.multiply, field("total"), field("total")), .less, number("1")),
                ]), true
            ),
        ]
    )
    func examples(condition: Condition, canBeSkipped: Bool) {
        let pruning = BatchPruning(condition.conjuncts, time: tehranTime)
        #expect(pruning.canSkip { $0.name == "total" ? Self.total : nil } == canBeSkipped)
    }

    @Test func nullsAlone() {
        let nulls = ValueSummary(minimum: nil, maximum: nil, nullCount: 3, rowCount: 3)
        func canSkip(_ condition: Condition) -> Bool {
            BatchPruning([condition], time: tehranTime).canSkip { _ in nulls }
        }
        #expect(canSkip(.comparison(field("notes"), .equal, text("x"))))
        #expect(canSkip(.has(field("notes"))))
        #expect(canSkip(.textMatch(field("notes"), .contains, text("x"))))
        #expect(!canSkip(.comparison(field("notes"), .notEqual, text("x"))))
        #expect(!canSkip(.isNull(field("notes"))))
        #expect(!canSkip(.not(.textMatch(field("notes"), .contains, text("x")))))
    }
}
