// Makes random checked queries: trees that the language can write, with every operator, function and literal.

package import OrderModel

/// Makes random queries, well typed and in the form that the checker gives them.
package struct QueryGenerator {
    private var random: SeededGenerator

    package init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    package mutating func query() -> Query {
        var query = Query(random.pick(Collection.allCases))
        let collection = query.collection
        if random.oneIn(5) { query.search = text() }
        if !random.oneIn(4) { query.condition = condition(collection, depth: 3) }
        if random.oneIn(3) {
            fillGroups(&query)
        } else if random.oneIn(2) {
            query.columns = columns((1...3).map { _ in expression(anyType(), collection, depth: 2) })
        }
        if query.order.isEmpty, random.oneIn(2), !query.isGrouped {
            query.order = [Sort(expression(anyType(), collection, depth: 2), isDescending: random.oneIn(2))]
        }
        if random.oneIn(3) { query.limit = random.below(100) }
        if random.oneIn(5) { query.offset = random.below(100) }
        // The usual columns and every group have a number to draw; what is selected need not.
        if query.columns == nil || query.isGrouped, random.oneIn(6) { query.chart = random.pick(ChartKind.allCases) }
        return query
    }

    private mutating func fillGroups(_ query: inout Query) {
        let collection = query.collection
        let key = field(random.pick([.status, .text, .integer, .boolean]), collection)
        query.groups = [Column(.field(key), alias: random.oneIn(3) ? "key" : nil)]
        if random.oneIn(2) {
            query.groups.append(Column(.function(random.pick([.day, .month]), [.field(created(collection))])))
        }
        var selected = query.groups.map { $0.alias == nil ? $0.expression : .alias($0.alias ?? "") }
        selected.append(.aggregate(.count, nil))
        selected.append(.aggregate(random.pick([.sum, .avg, .median, .p90]), .field(field(.money, collection))))
        if random.oneIn(2) { query.columns = columns(selected) }
        if random.oneIn(2) {
            query.having = .comparison(.aggregate(.count, nil), .greater, .literal(.number(Decimal(2))))
        }
        if random.oneIn(2) {
            query.order = [Sort(.aggregate(.max, .field(field(.money, collection))), isDescending: true)]
        }
    }

    /// Columns, each with a name of its own where two would be named alike.
    private mutating func columns(_ expressions: [Expression]) -> [Column] {
        expressions.enumerated().map { index, expression in
            if case .alias = expression { return Column(expression) }
            return Column(expression, alias: "c\(index)")
        }
    }

    // MARK: Conditions

    package mutating func condition(_ collection: Collection, depth: Int) -> Condition {
        guard depth > 0 else { return test(collection) }
        let parts = (0...random.below(2) + 1).map { _ in condition(collection, depth: depth - 1) }
        switch random.below(7) {
        case 0: return Condition.all(of: parts) ?? test(collection)
        case 1: return Condition.any(of: parts) ?? test(collection)
        case 2: return .not(parts[0])
        case 3 where collection == .orders:
            let child = random.pick([Collection.items, .payments])
            return .quantified(random.pick(Quantifier.allCases), child, condition(child, depth: depth - 1))
        default: return test(collection)
        }
    }

    private mutating func test(_ collection: Collection) -> Condition {
        switch random.below(9) {
        case 0: return .isNull(.field(random.pick(Schema.fields(of: collection))))
        case 1: return .has(.field(random.pick(Schema.fields(of: collection))))
        case 2: return .truth(.field(field(.boolean, collection)))
        case 3:
            let pattern = random.pick(["^[0-9]{2}", "a|b", "x.*y$"])
            return .matches(.field(field(.text, collection)), pattern: pattern)
        case 4:
            return .textMatch(
                .field(field(.text, collection)),
                random.pick(TextOperator.allCases),
                .literal(.text(text()))
            )
        case 5:
            let type = random.pick([ValueType.status, .text, .integer, .money, .instant])
            let elements = (0...random.below(3)).map { _ in Expression.literal(element(type)) }
            return .membership(.field(field(type, collection)), elements)
        case 6:
            let type = random.pick([ValueType.integer, .money, .instant, .text])
            let subject = Expression.field(field(type, collection))
            return .between(subject, .literal(literal(type)), .literal(literal(type)))
        default: return comparison(collection)
        }
    }

    private mutating func comparison(_ collection: Collection) -> Condition {
        let type = random.pick([ValueType.status, .text, .integer, .money, .instant, .boolean, .duration])
        let hasOrder = type != .status && type != .boolean
        let operation = random.pick(hasOrder ? ComparisonOperator.allCases : [.equal, .notEqual])
        let left = type == .status ? Expression.field(field(.status, collection)) : rooted(type, collection)
        return .comparison(left, operation, .literal(literal(type)))
    }

    /// An expression that has a field, so that it stands on the left.
    private mutating func rooted(_ type: ValueType, _ collection: Collection) -> Expression {
        switch type {
        case .duration:
            return .arithmetic(.subtract, .field(field(.instant, collection)), .field(created(collection)))
        case .money where random.oneIn(3):
            return .arithmetic(
                random.pick(ArithmeticOperator.allCases),
                .field(field(.money, collection)),
                expression(.money, collection, depth: 2)
            )
        case .integer where random.oneIn(3):
            return .function(.length, [.field(field(.text, collection))])
        default: return .field(field(type, collection))
        }
    }

    // MARK: Expressions

    private mutating func anyType() -> ValueType { random.pick([.text, .integer, .money, .boolean, .instant, .date]) }

    private mutating func expression(_ type: ValueType, _ collection: Collection, depth: Int) -> Expression {
        guard depth > 0 else { return .field(field(type == .date ? .instant : type, collection)) }
        switch type {
        case .money:
            let left = expression(.money, collection, depth: depth - 1)
            switch random.below(4) {
            case 0:
                // A minus before a constant belongs to the constant.
                if case .literal = left { return left }
                return .negation(left)
            case 1: return .function(.abs, [left])
            case 2: return .literal(literal(.money))
            default:
                let right = expression(.money, collection, depth: depth - 1)
                return .arithmetic(random.pick(ArithmeticOperator.allCases), left, right)
            }
        case .integer: return .function(random.pick([.hour, .weekday]), [.field(created(collection))])
        case .date:
            return .function(random.pick([.day, .week, .month, .quarter, .year]), [.field(created(collection))])
        case .text:
            let inner = expression(.text, collection, depth: depth - 1)
            return random.oneIn(2)
                ? .function(random.pick([.lower, .upper]), [inner])
                : .function(.coalesce, [inner, .literal(.text(text()))])
        default: return .field(field(type, collection))
        }
    }

    private func created(_ collection: Collection) -> Field {
        Schema.fields(of: collection).first { $0.name.hasSuffix("created_at") } ?? Schema.fields(of: collection)[0]
    }

    private mutating func field(_ type: ValueType, _ collection: Collection) -> Field {
        random.pick(Schema.fields(of: collection).filter { $0.type == type })
    }

    // MARK: Literals

    private mutating func literal(_ type: ValueType) -> Literal {
        switch type {
        case .status: return .status(random.pick(OrderStatus.names + ["awaiting"]))
        case .integer: return .number(Decimal(random.below(2000) - 1000))
        case .money:
            return .number(Decimal(coefficient: Int128(random.below(10_000_000) - 5_000_000), scale: random.below(4)))
        case .boolean: return .boolean(random.oneIn(2))
        case .duration: return .duration(TimeAmount(microseconds: Int64(random.below(1_000_000)) * 1_000_000))
        case .instant: return temporal()
        default: return .text(text())
        }
    }

    /// What can stand in a list: no moment of which nobody knows beforehand when it is.
    private mutating func element(_ type: ValueType) -> Literal {
        let literal = literal(type)
        return literal == .now ? .period(.relative(.day, 0)) : literal
    }

    private mutating func temporal() -> Literal {
        switch random.below(4) {
        case 0: return .now
        case 1: return .instant(Instant(microseconds: 1_766_000_000_000_000 + Int64(random.below(1_000_000_000))))
        case 2: return .period(.relative(random.pick(PeriodUnit.allCases), random.pick([-1, 0])))
        default:
            let day = CivilDate(daysSinceEpoch: 20_000 + random.below(1000))
            let period = day.flatMap { Period(random.pick(PeriodUnit.allCases), containing: $0) }
            return period.map { .period(.absolute($0)) } ?? .now
        }
    }

    private mutating func text() -> String {
        let samples = [
            "ali", "تهران", "İnci \"quoted\"", "back\\slash", "two\nlines", "a\u{200C}b", "", "100%", "\u{1B}[31m",
        ]
        return random.pick(samples)
    }
}
