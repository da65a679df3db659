// The table of `what may be pushed`: which parameters of the order API a condition implies, and how far the
// answer can then be trusted. It may only ever ask for too much; a condition that it doesn't know stays here.

import OrderModel
import OrderReference

/// One thing that a condition demands of the orders that a server hands out.
struct Demand: Hashable {
    /// What it is about; demands on one subject are intersected.
    enum Subject: Hashable {
        case status
        /// An object's id, by the object's name: `billing_city`.
        case object(String)
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
    /// All of the demands; `isExact` when they say all that the condition says.
    case demands([Demand], isExact: Bool, reason: String)
    /// No order at all can pass.
    case nothing(reason: String)
    /// Nothing can be sent.
    case here(reason: String)

    static func exact(_ demands: [Demand]) -> Implication {
        .demands(demands, isExact: true, reason: "the server's filter means the same")
    }
}

/// Finds what conditions imply.
struct ImplicationTable {
    let evaluator: Evaluator

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
            return Self.unknownStatuses
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
            return operation == .equal ? statuses([text]) : Self.unknownStatuses
        case ("id", .number(let number)): return identifier(operation, number)
        case ("shipping_cost", .number(let number)): return cost(operation, number)
        case ("created_at", _), ("updated_at", _):
            guard let interval = Interval(operation, constant, evaluator) else { return Self.noFilter(name) }
            return interval.implication(for: name)
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
            guard let least = whole.min(), let greatest = whole.max(), whole.count == constants.count else {
                return Self.noFilter("id other than by whole numbers")
            }
            return .demands(
                [Demand(.idMinimum, .whole(least)), Demand(.idMaximum, .whole(greatest))],
                isExact: least == greatest,
                reason: least == greatest
                    ? "the server's filter means the same" : "the range from the least to the greatest"
            )
        case "created_at", "updated_at":
            let intervals = constants.compactMap { Interval(.equal, $0, evaluator) }
            guard intervals.count == constants.count, let first = intervals.first else { return Self.noFilter(name) }
            return intervals.dropFirst().reduce(first) { $0.hull(with: $1) }.implication(for: name)
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
        var isWhole = true
        for part in parts {
            guard case .demands(let demands, let isExact, _) = part else { return part }
            all += demands
            isWhole = isWhole && isExact
        }
        return isWhole ? .exact(all) : .demands(all, isExact: false, reason: "asked a little wider, to be sure")
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
        guard known.count == names.count else {
            return .here(reason: "the API documents no such status, so a server may refuse it")
        }
        return .exact([Demand(.status, .statuses(known))])
    }

    private static let unknownStatuses = Implication.here(reason: "a server may know a status that we don't")

    private func objects(_ name: String, _ numbers: [Decimal]) -> Implication {
        let whole = numbers.compactMap(\.wholeNumber)
        guard whole.count == numbers.count else { return Self.noFilter("\(name) by other than whole numbers") }
        return .exact([Demand(.object(name), .identifiers(whole))])
    }

    private func identifier(_ operation: ComparisonOperator, _ number: Decimal) -> Implication {
        guard let whole = number.wholeNumber else { return Self.noFilter("id other than by whole numbers") }
        switch operation {
        case .equal: return .exact([Demand(.idMinimum, .whole(whole)), Demand(.idMaximum, .whole(whole))])
        case .notEqual: return Self.noFilter("id other than by a range")
        case .greaterOrEqual: return .exact([Demand(.idMinimum, .whole(whole))])
        case .lessOrEqual: return .exact([Demand(.idMaximum, .whole(whole))])
        case .greater where whole == .max, .less where whole == .min:
            return .nothing(reason: "no id lies beyond \(whole)")
        case .greater: return .exact([Demand(.idMinimum, .whole(whole + 1))])
        case .less: return .exact([Demand(.idMaximum, .whole(whole - 1))])
        }
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
        if operation == .greater || operation == .less {
            return .demands(demands, isExact: false, reason: "the server's range includes its ends")
        }
        if number.isWhole { return .exact(demands) }
        return .demands(demands, isExact: false, reason: "only whole numbers are sent")
    }

    private func presence(_ field: Field, isPresent: Bool, isNullTest: Bool) -> Implication {
        guard let name = orderName(of: field) else { return Self.ownField(field) }
        guard let parameter = PresenceParameter(rawValue: "has_" + name) else { return Self.noFilter(name) }
        let demand = Demand(.presence(parameter), .flag(isPresent))
        if field.type == .object { return .exact([demand]) }
        // Asking for what is null, or for what has a text, is safe whichever side a server puts the empty text on.
        guard isPresent != isNullTest else { return .here(reason: "servers differ on the empty text") }
        return .demands([demand], isExact: false, reason: "servers differ on the empty text")
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
