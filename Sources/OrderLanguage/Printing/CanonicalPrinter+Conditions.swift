package import OrderModel

extension CanonicalPrinter {
    package static func print(_ condition: Condition) -> String {
        switch condition {
        case .and(let parts): parts.map { bracketed($0, ifLooserThan: .and) }.joined(separator: " and ")
        case .or(let parts): parts.map { bracketed($0, ifLooserThan: .or) }.joined(separator: " or ")
        case .not(let inner): printNegated(inner)
        case .comparison(let left, let operation, let right):
            "\(print(left)) \(operation.rawValue) \(print(right))"
        case .membership(let subject, let elements): "\(print(subject)) in \(list(elements))"
        case .between(let subject, let low, let high):
            "\(print(subject)) between \(print(low)) and \(print(high))"
        case .isNull(let subject): "\(print(subject)) is null"
        case .has(let subject): "has \(print(subject))"
        case .textMatch(let subject, let operation, let text):
            "\(print(subject)) \(operation.rawValue) \(print(text))"
        case .matches(let subject, let pattern): "\(print(subject)) matches \(quoted(pattern))"
        case .truth(let subject): print(subject)
        case .quantified(let quantifier, let collection, let inner):
            "\(quantifier.rawValue)(\(collection.rawValue) where \(print(inner)))"
        }
    }

    /// `not`, in the test itself where the language has such a form.
    private static func printNegated(_ inner: Condition) -> String {
        switch inner {
        case .membership(let subject, let elements): "\(print(subject)) not in \(list(elements))"
        case .between(let subject, let low, let high):
            "\(print(subject)) not between \(print(low)) and \(print(high))"
        case .isNull(let subject): "\(print(subject)) is not null"
        default: "not " + bracketed(inner, ifLooserThan: .not)
        }
    }

    private static func bracketed(_ condition: Condition, ifLooserThan tightness: ConditionTightness) -> String {
        let text = print(condition)
        return ConditionTightness(condition) <= tightness && ConditionTightness(condition) != .not ? "(\(text))" : text
    }

    /// A list in parentheses; a single period or `$name` stands without.
    private static func list(_ elements: [Expression]) -> String {
        if elements.count == 1 {
            switch elements[0] {
            case .parameter, .literal(.period): return print(elements[0])
            default: break
            }
        }
        return "(\(elements.map(print).joined(separator: ", ")))"
    }
}

/// How tightly a condition holds together.
private enum ConditionTightness: Int, Comparable {
    case or
    case and
    case not
    case test

    init(_ condition: Condition) {
        switch condition {
        case .or: self = .or
        case .and: self = .and
        case .not: self = .not
        default: self = .test
        }
    }

    static func < (left: ConditionTightness, right: ConditionTightness) -> Bool { left.rawValue < right.rawValue }
}
