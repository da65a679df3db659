// Finds the row of the pushdown table that a condition belongs to, and what it demands of the server. It may only
// ever ask for too much; a condition that the table doesn't know stays here.

import OrderModel
import OrderReference

/// One thing that a condition demands of the orders that a server hands out.
struct Demand: Hashable {
    /// What it is about; demands on one subject are intersected.
    enum Subject: Hashable {
        case status
        /// An object's id, by the object's name: `billing_city`.
        case object(String)
        /// A list of ids, which no parameter takes; its ends go into the two that follow.
        case identifier
        case presence(PresenceParameter)
        case idMinimum
        case idMaximum
        case costMinimum
        case costMaximum
        case createdFrom
        case createdTo
        case updatedFrom
        case updatedTo
    }

    enum Bound: Hashable {
        case statuses([OrderStatus])
        case identifiers([Int])
        case flag(Bool)
        case whole(Int)
        case instant(Instant)
    }

    let subject: Subject
    let bound: Bound

    init(_ subject: Subject, _ bound: Bound) {
        self.subject = subject
        self.bound = bound
    }
}

/// What a condition implies for the parameters of the API.
enum Implication {
    /// All of the demands, and how far they can be trusted if they can be sent as they are.
    case demands([Demand], trust: PlannedConjunct.Trust, reason: String)
    /// No order at all can pass.
    case nothing(reason: String)
    /// Nothing can be sent.
    case here(reason: String)

    /// Demands as a row of the table has them.
    static func demands(_ demands: [Demand], as rule: PushdownRule) -> Implication {
        let row = PushdownTable.row(rule)
        return row.trust == .here
            ? .here(reason: row.reason) : .demands(demands, trust: row.trust, reason: row.reason)
    }

    /// Demands that say exactly the condition; whether a server can be asked for just that is seen when they are written.
    static func exactly(_ demands: [Demand]) -> Implication {
        .demands(demands, trust: .exact, reason: PushdownTable.sameMeaning)
    }

    static func here(_ rule: PushdownRule) -> Implication { .here(reason: PushdownTable.row(rule).reason) }
}

/// Finds what conditions imply on a server of known habits.
struct ImplicationTable {
    let evaluator: Evaluator
    let habits: ServerHabits

    func implication(of condition: Condition) -> Implication {
        switch condition {
        case .comparison(.field(let field), let operation, let constant):
            return compare(field, operation, constant)
        case .membership(.field(let field), let elements): return member(field, elements)
        case .between(.field(let field), let lower, let upper): return between(field, lower, upper)
        case .isNull(.field(let field)): return presence(field, isPresent: false, isNullTest: true)
        case .has(.field(let field)): return presence(field, isPresent: true, isNullTest: false)
        case .not(.isNull(.field(let field))): return presence(field, isPresent: true, isNullTest: true)
        case .not(.has(.field(let field))): return presence(field, isPresent: false, isNullTest: false)
        case .or(let alternatives): return union(alternatives)
        case .not(.membership(.field(let field), _)) where orderName(of: field) == "status":
            return .here(.otherStatus)
        // Null is neither less nor equal, so that only what is never null turns around like this.
        case .not(.comparison(.field(let field), let operation, let constant)) where !field.acceptsNull:
            return compare(field, operation.opposite, constant)
        case .truth(.field(let field)), .not(.truth(.field(let field))):
            return orderName(of: field).map(Self.noFilter) ?? Self.ownField(field)
        default: return .here(reason: "the server has no filter of this kind")
        }
    }

    /// The field's name in an order; nil for an item's or payment's own fields, which no server filters by.
    private func orderName(of field: Field) -> String? {
        if field.collection == .orders { return field.name }
        return field.isFromParent ? String(field.name.dropFirst("order.".count)) : nil
    }

    private func compare(_ field: Field, _ operation: ComparisonOperator, _ expression: Expression) -> Implication {
        guard let name = orderName(of: field) else { return Self.ownField(field) }
        guard let constant = evaluator.constant(expression) else {
            return .here(reason: "the server compares with constants only")
        }
        switch (name, constant) {
        case ("status", .text(let text)):
            return operation == .equal ? statuses([text]) : .here(.otherStatus)
        case ("id", .number(let number)): return identifier(operation, number)
        case ("shipping_cost", .number(let number)): return cost(operation, number)
        case ("created_at", _), ("updated_at", _):
            guard let interval = Interval(operation, constant, evaluator) else { return Self.noFilter(name) }
            return Self.moments(interval, name)
        default:
            guard let object = Self.objectName(name), case .number(let number) = constant else {
                return Self.noFilter(name)
            }
            return operation == .equal ? objects(object, [number]) : Self.noFilter(name + " other than '='")
        }
    }

    private func member(_ field: Field, _ elements: [Expression]) -> Implication {
        guard let name = orderName(of: field) else { return Self.ownField(field) }
        if elements.isEmpty { return .nothing(reason: "the list is empty") }
        let constants = elements.compactMap(evaluator.constant)
        guard constants.count == elements.count else { return .here(reason: "the server compares with constants only") }
        let numbers = constants.compactMap { value -> Decimal? in
            guard case .number(let number) = value else { return nil }
            return number
        }
        switch name {
        case "status":
            let texts = constants.compactMap { value -> String? in
                guard case .text(let text) = value else { return nil }
                return text
            }
            return texts.count == constants.count ? statuses(texts) : Self.noFilter(name)
        case "id":
            let whole = numbers.compactMap(\.wholeNumber)
            guard whole.count == constants.count else { return Self.noFilter("id other than by whole numbers") }
            return .demands([Demand(.identifier, .identifiers(whole))], as: .idList)
        case "created_at", "updated_at":
            let intervals = constants.compactMap { Interval(.equal, $0, evaluator) }
            guard intervals.count == constants.count, let first = intervals.first else { return Self.noFilter(name) }
            let hull = intervals.dropFirst().reduce(first) { $0.hull(with: $1) }
            return intervals.count == 1
                ? Self.moments(hull, name) : .demands(hull.demands(for: name), as: .severalMoments)
        default:
            guard let object = Self.objectName(name), numbers.count == constants.count else {
                return Self.noFilter(name)
            }
            return objects(object, numbers)
        }
    }

    private func between(_ field: Field, _ lower: Expression, _ upper: Expression) -> Implication {
        let parts = [compare(field, .greaterOrEqual, lower), compare(field, .lessOrEqual, upper)]
        var all: [Demand] = []
        var verdict: (trust: PlannedConjunct.Trust, reason: String) = (.exact, PushdownTable.sameMeaning)
        for part in parts {
            guard case .demands(let demands, let trust, let reason) = part else { return part }
            all += demands
            if trust != .exact { verdict = (trust, reason) }
        }
        return .demands(all, trust: verdict.trust, reason: verdict.reason)
    }

    /// An `or` over one field is a list; over different fields two requests could both miss an order that moves.
    private func union(_ alternatives: [Condition]) -> Implication {
        var field: Field?
        var elements: [Expression] = []
        for alternative in alternatives {
            let found: Field
            switch alternative {
            case .comparison(.field(let subject), .equal, let element):
                found = subject
                elements.append(element)
            case .membership(.field(let subject), let list):
                found = subject
                elements += list
            default: return .here(reason: "an 'or' of other tests than '=' and 'in' is checked here")
            }
            guard field == nil || field == found else {
                return .here(reason: "an 'or' over different fields is checked here")
            }
            field = found
        }
        return field.map { member($0, elements) } ?? .here(reason: "an empty 'or'")
    }
}

extension ImplicationTable {
    private func statuses(_ names: [String]) -> Implication {
        let known = names.compactMap(OrderStatus.init(rawValue:))
        guard known.count == names.count else { return .here(.undocumentedStatus) }
        return .demands([Demand(.status, .statuses(known))], as: .status)
    }

    private func objects(_ name: String, _ numbers: [Decimal]) -> Implication {
        let whole = numbers.compactMap(\.wholeNumber)
        guard whole.count == numbers.count else { return Self.noFilter("\(name) by other than whole numbers") }
        return .demands([Demand(.object(name), .identifiers(whole))], as: .object)
    }

    private func identifier(_ operation: ComparisonOperator, _ number: Decimal) -> Implication {
        guard let whole = number.wholeNumber else { return Self.identifier(operation, besidesWhole: number) }
        let minimum = { Demand(.idMinimum, .whole($0)) }
        let maximum = { Demand(.idMaximum, .whole($0)) }
        switch operation {
        case .equal: return .exactly([minimum(whole), maximum(whole)])
        case .notEqual: return Self.noFilter("id other than by a range")
        case .greaterOrEqual: return .exactly([minimum(whole)])
        case .lessOrEqual: return .exactly([maximum(whole)])
        case .greater where whole == .max, .less where whole == .min:
            return .nothing(reason: "no id lies beyond \(whole)")
        case .greater: return .exactly([minimum(whole + 1)])
        case .less: return .exactly([maximum(whole - 1)])
        }
    }

    /// A comparison with a number that no id of a server is: a fraction, or one beyond 64 bits.
    private static func identifier(_ operation: ComparisonOperator, besidesWhole number: Decimal) -> Implication {
        let nearest = number.rounded(toPlaces: 0)
        let isAbove = operation == .greater || operation == .greaterOrEqual
        let isBelow = operation == .less || operation == .lessOrEqual
        guard isAbove || isBelow else {
            return operation == .equal ? .nothing(reason: "no id is \(number)") : noFilter("id other than by a range")
        }
        guard let whole = nearest.wholeNumber else {
            let isBeyond = (number > Decimal(0)) == isAbove
            return isBeyond ? .nothing(reason: "no id lies beyond \(number)") : .here(reason: "every id fulfils it")
        }
        if isAbove {
            guard nearest > number || whole < .max else { return .nothing(reason: "no id lies beyond \(number)") }
            return .exactly([Demand(.idMinimum, .whole(nearest > number ? whole : whole + 1))])
        }
        guard nearest < number || whole > .min else { return .nothing(reason: "no id lies beyond \(number)") }
        return .exactly([Demand(.idMaximum, .whole(nearest < number ? whole : whole - 1))])
    }

    /// The bounds of servers are inclusive, and some cut a fraction off: only whole numbers are sent.
    private func cost(_ operation: ComparisonOperator, _ number: Decimal) -> Implication {
        let nearest = number.rounded(toPlaces: 0)
        guard let whole = nearest.wholeNumber, whole > .min, whole < .max else {
            return Self.noFilter("shipping_cost by such a number")
        }
        let floor = Demand(.costMinimum, .whole(nearest > number ? whole - 1 : whole))
        let ceiling = Demand(.costMaximum, .whole(nearest < number ? whole + 1 : whole))
        let demands: [Demand]
        switch operation {
        case .equal: demands = [floor, ceiling]
        case .notEqual: return Self.noFilter("shipping_cost other than by a range")
        case .greater, .greaterOrEqual: demands = [floor]
        case .less, .lessOrEqual: demands = [ceiling]
        }
        if operation == .greater || operation == .less { return .demands(demands, as: .openCost) }
        return number.isWhole ? .exactly(demands) : .demands(demands, as: .fractionalCost)
    }

    private static func moments(_ interval: Interval, _ name: String) -> Implication {
        .exactly(interval.demands(for: name))
    }

    /// Of a text, only what is sure whichever side the server puts the empty text on is asked, unless that is known.
    private func presence(_ field: Field, isPresent: Bool, isNullTest: Bool) -> Implication {
        guard let name = orderName(of: field) else { return Self.ownField(field) }
        guard let parameter = PresenceParameter(rawValue: "has_" + name) else { return Self.noFilter(name) }
        let demand = Demand(.presence(parameter), .flag(isPresent))
        if field.type == .object { return .demands([demand], as: .objectPresence) }
        if let emptyText = habits.emptyText, (emptyText == .present) == isNullTest {
            return .demands([demand], trust: .exact, reason: PushdownTable.sameMeaning)
        }
        switch (isPresent, isNullTest) {
        case (false, true): return .demands([demand], as: .textNull)
        case (true, true): return .demands([demand], as: .textNotNull)
        case (true, false): return .demands([demand], as: .textPresent)
        case (false, false): return .demands([demand], as: .textNotPresent)
        }
    }

    /// The object whose id a field is, where the API filters by it.
    private static func objectName(_ name: String) -> String? {
        guard name.hasSuffix(".id") else { return nil }
        let object = String(name.dropLast(3))
        return ParameterName(rawValue: object + "_in") == nil ? nil : object
    }

    private static func noFilter(_ name: String) -> Implication {
        .here(reason: "the server has no filter for \(name)")
    }

    private static func ownField(_ field: Field) -> Implication {
        .here(reason: "the server filters orders, not their \(field.collection.rawValue)")
    }
}

extension ComparisonOperator {
    /// The operator that is true exactly where this one is not.
    fileprivate var opposite: ComparisonOperator {
        switch self {
        case .equal: .notEqual
        case .notEqual: .equal
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        }
    }
}
