import OrderModel
import OrderTestSupport

/// Makes random conditions about generated orders: every operator on every type, with constants that the data has.
///
/// Beside what `QueryGenerator` makes: constants on the left, fields against fields, constants of other types and
/// of too many digits, and nulls.
struct ConditionGenerator {
    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func condition(_ collection: Collection, depth: Int) -> Condition {
        guard depth > 0 else { return leaf(collection) }
        let parts = (0...random.below(2) + 1).map { _ in condition(collection, depth: depth - 1) }
        switch random.below(6) {
        case 0: return Condition.all(of: parts) ?? leaf(collection)
        case 1: return Condition.any(of: parts) ?? leaf(collection)
        case 2: return .not(parts[0])
        case 3 where collection == .orders:
            let child = random.pick([Collection.items, .payments])
            return .quantified(random.pick(Quantifier.allCases), child, condition(child, depth: depth - 1))
        default: return leaf(collection)
        }
    }

    mutating func leaf(_ collection: Collection) -> Condition {
        let field = random.pick(Schema.fields(of: collection).filter { Collection(rawValue: $0.name) == nil })
        let subject = Expression.field(field)
        switch random.below(10) {
        case 0: return random.oneIn(2) ? .isNull(subject) : .has(subject)
        case 1: return .membership(subject, (0...random.below(4)).map { _ in constant(for: field) })
        case 2: return .between(subject, constant(for: field), constant(for: field))
        case 3: return .truth(.field(self.field(.boolean, collection)))
        case 4, 5:
            let text = Expression.field(self.field(random.oneIn(4) ? .status : .text, collection))
            let part = Expression.literal(
                .text(random.pick([GeneratedValues.text(&random), random.pick(GeneratedValues.pieces)]))
            )
            return .textMatch(text, random.pick(TextOperator.allCases), part)
        case 6:
            let pattern = random.pick(["^[0-9]", "a|l", "x.*y$", "^$", "K"])
            return .matches(.field(self.field(.text, collection)), pattern: pattern)
        case 7:
            let other = self.field(field.type, collection)
            return .comparison(subject, random.pick(ComparisonOperator.allCases), .field(other))
        case 8: return computed(collection)
        default:
            let (left, right) = (subject, constant(for: field))
            let operation = random.pick(ComparisonOperator.allCases)
            return random.oneIn(4) ? .comparison(right, operation, left) : .comparison(left, operation, right)
        }
    }

    /// A test of what has to be computed from fields first.
    private mutating func computed(_ collection: Collection) -> Condition {
        let operation = random.pick(ComparisonOperator.allCases)
        let (left, right) = (Expression.field(field(.money, collection)), Expression.field(field(.money, collection)))
        let created = Expression.field(field(.instant, collection))
        switch random.below(6) {
        case 4: return .comparison(sum(collection), operation, sum(collection))
        case 5: return .comparison(sum(collection), operation, .literal(.number(number())))
        case 0:
            return .comparison(
                .arithmetic(random.pick(ArithmeticOperator.allCases), left, right),
                operation,
                .literal(.number(number()))
            )
        case 1:
            let bucket = random.pick([Function.day, .week, .month, .quarter, .year])
            return .comparison(.function(bucket, [created]), operation, .literal(period()))
        case 2:
            return .comparison(
                .function(random.pick([.hour, .weekday]), [created]),
                operation,
                .literal(.number(Decimal(random.below(24))))
            )
        default:
            return .comparison(
                .function(.length, [.field(field(.text, collection))]),
                operation,
                .literal(.number(Decimal(random.below(6))))
            )
        }
    }

    /// A sum of a few fields and constants, some taken away.
    private mutating func sum(_ collection: Collection) -> Expression {
        let type = ValueType.money
        return (0..<random.below(3) + 1).reduce(.field(field(type, collection))) { sum, _ in
            var part = Expression.field(field(random.oneIn(3) ? .integer : type, collection))
            if random.oneIn(3) { part = .literal(.number(number())) }
            if random.oneIn(5) { part = .negation(part) }
            return .arithmetic(random.pick([.add, .subtract]), sum, part)
        }
    }

    mutating func field(_ type: ValueType, _ collection: Collection) -> Field {
        let fields = Schema.fields(of: collection).filter { $0.type == type && Collection(rawValue: $0.name) == nil }
        return random.pick(fields.isEmpty ? Schema.fields(of: collection) : fields)
    }

    /// A constant to compare a field with; now and then one of another type, or one that is null.
    mutating func constant(for field: Field) -> Expression {
        if random.oneIn(25) { return .arithmetic(.divide, .literal(.number(Decimal(1))), .literal(.number(.zero))) }
        let type = random.oneIn(20) ? random.pick(ValueType.allCases) : field.type
        switch type {
        case .status: return .literal(random.oneIn(2) ? .status("new") : .text(random.pick(GeneratedValues.statuses)))
        case .integer, .money: return .literal(.number(number()))
        case .boolean: return .literal(.boolean(random.oneIn(2)))
        case .instant, .date:
            return .literal(random.oneIn(2) ? .instant(GeneratedValues.instant(&random)) : period())
        case .duration: return .literal(.duration(TimeAmount(microseconds: 86_400_000_000)))
        default: return .literal(.text(GeneratedValues.text(&random)))
        }
    }

    private mutating func number() -> Decimal {
        switch random.below(8) {
        case 0: return Decimal(random.pick(GeneratedValues.extremes)) ?? .zero
        case 1: return Decimal(coefficient: Int128(random.below(200_000) - 100_000), scale: random.below(6))
        case 2: return Decimal(coefficient: random.oneIn(2) ? .max : .min + 1, scale: random.pick([0, 18, 19, 38]))
        case 3: return Decimal("9223372036854775808") ?? .zero
        default: return Decimal(GeneratedValues.amount(&random)) ?? .zero
        }
    }

    private mutating func period() -> Literal {
        let day = random.oneIn(12) ? 2_932_896 : 20_423 + random.below(31)
        guard let date = CivilDate(daysSinceEpoch: day),
            let period = Period(random.pick(PeriodUnit.allCases), containing: date)
        else { return .now }
        return .period(.absolute(period))
    }
}
