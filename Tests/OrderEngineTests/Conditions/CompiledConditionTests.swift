import OrderEngine
import OrderModel
import OrderReference
import OrderTestSupport
import Testing

/// Compiled conditions over generated orders, compared with the plain evaluator over their documents.
struct CompiledConditionTests {
    @Test("generated conditions", arguments: UInt64(1)...6)
    func generated(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var dataset = DatasetGenerator(seed: seed)
        var conditions = ConditionGenerator(seed: seed &+ 1000)
        var queries = QueryGenerator(seed: seed &+ 2000)
        let batches = BatchCutter(fields: .everything).batches(of: dataset.orders(400), &random)
        for _ in 0..<60 {
            let batch = random.pick(batches)
            let collection = random.pick(Collection.allCases)
            let rows = try #require(TableRows.rows(of: batch.columns, in: collection))
            let depth = random.below(3)
            let own = conditions.condition(collection, depth: depth)
            try expectAgreement(own, rows, &random)
            try expectAgreement(.not(conditions.leaf(collection)), rows, &random)
            try expectAgreement(queries.condition(collection, depth: depth), rows, &random)
        }
    }

    @Test("with only the columns that the condition needs", arguments: UInt64(1)...4)
    func neededColumns(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var dataset = DatasetGenerator(seed: seed &+ 50, oddity: 40)
        var conditions = ConditionGenerator(seed: seed &+ 60)
        let orders = dataset.orders(150)
        for _ in 0..<30 {
            let collection = random.pick(Collection.allCases)
            let condition = conditions.condition(collection, depth: 2)
            var fields = NeededFields(of: condition)
            fields.insertRows(of: collection)
            for batch in BatchCutter(fields: fields).batches(of: orders, &random) {
                let rows = try #require(TableRows.rows(of: batch.columns, in: collection))
                try expectAgreement(condition, rows, &random)
            }
        }
    }

    /// Every operator on fields of every type, nullable and not, own and the order's, with constants on the borders
    /// of what a column holds.
    @Test("every operator on every type", arguments: Collection.allCases)
    func everyOperator(collection: Collection) throws {
        var random = SeededGenerator(seed: 7)
        var dataset = DatasetGenerator(seed: 8)
        let cutter = BatchCutter(fields: .everything)
        let orders = dataset.orders(100)
        let tables = [cutter.batch(of: orders, &random), cutter.batch(of: Array(orders.prefix(64)), &random)]
        var seen: Set<[String]> = []
        for field in Schema.fields(of: collection) where Collection(rawValue: field.name) == nil {
            let kind = [field.type.rawValue, field.isNullable.description, field.isFromParent.description]
            guard seen.insert(kind).inserted else { continue }
            for condition in Self.conditions(on: field) {
                let rows = try #require(TableRows.rows(of: random.pick(tables).columns, in: collection))
                try expectAgreement(condition, rows, &random)
            }
        }
    }

    private static func conditions(on field: Field) -> [Condition] {
        let subject = Expression.field(field)
        let constants = Self.constants(for: field.type)
        var conditions: [Condition] = [.isNull(subject), .has(subject), .truth(subject)]
        for (index, constant) in constants.enumerated() {
            let other = constants[(index + 3) % constants.count]
            for operation in ComparisonOperator.allCases {
                conditions.append(.comparison(subject, operation, constant))
            }
            conditions.append(.between(subject, other, constant))
            conditions.append(.membership(subject, [constant, other]))
        }
        conditions.append(.membership(subject, constants + constants))
        for operation in TextOperator.allCases {
            conditions.append(.textMatch(subject, operation, text("K")))
            conditions.append(.textMatch(subject, operation, number("1")))
        }
        return conditions
    }

    private static func constants(for type: ValueType) -> [Expression] {
        let null = Expression.arithmetic(.divide, number("1"), number("0"))
        switch type {
        case .integer, .money:
            let digits =
                GeneratedValues.extremes + [
                    "0", "1000", "0.5", "0.51", "-0.5", "9223372036854775808", "-9223372036854775809", "1e30", "-1e30",
                    "0.00000000000000000000000000000000000001", "100.0011",
                ]
            return digits.map(number) + [null, text("1000")]
        case .text, .status:
            return ["", "a", "ali", "new", "K", "تهران", "😀"].map(text) + [null, number("17")]
        case .boolean: return [.literal(.boolean(true)), .literal(.boolean(false)), null, number("1")]
        case .instant:
            let day = CivilDate(daysSinceEpoch: 20_430).flatMap { Period(.day, containing: $0) }
            let last = CivilDate(daysSinceEpoch: 2_932_896).flatMap { Period(.year, containing: $0) }
            let moments: [Int64] = [.min, .max, 0, 1_764_547_200_000_000, 1_764_547_199_999_999]
            return [day, last].compactMap { $0.map { .literal(.period(.absolute($0))) } }
                + moments.map { .literal(.instant(Instant(microseconds: $0))) } + [null, number("0")]
        default: return [text("x"), null]
        }
    }
}
