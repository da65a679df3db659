// Which outcomes a condition can have in a batch of which only the ranges of values are known. Everything here errs
// towards "possible"; the one thing that must never happen is to call an outcome impossible that a row has.

package import OrderModel
import OrderReference

/// Decides from the ranges of a batch's values whether looking at its rows can be spared.
package struct BatchPruning: Sendable {
    private let root: PrunedCondition
    private let comparison: ValueComparison

    /// Prepares the conditions of a scan's request: all of them must hold for a row to matter.
    ///
    /// - Parameters:
    ///   - conditions: With parameters bound and relative dates resolved.
    ///   - time: The moment and zone that days are cut by.
    package init(_ conditions: [Condition], time: TimeContext) {
        let evaluator = Evaluator(time: time)
        root = .and(conditions.map { PrunedCondition($0, evaluator) })
        comparison = ValueComparison(time: time)
    }

    /// The fields whose ranges may rule a batch out, each once, by their names in the query.
    package var fieldNames: [String] {
        var names: [String] = []
        collect(root, &names)
        return names
    }

    private func collect(_ condition: PrunedCondition, _ names: inout [String]) {
        switch condition {
        case .and(let parts), .or(let parts): for part in parts { collect(part, &names) }
        case .not(let inner), .quantified(_, let inner): collect(inner, &names)
        case .field(let condition): if !names.contains(condition.field.name) { names.append(condition.field.name) }
        case .unknown: break
        }
    }

    /// Tells whether no row of a batch's columns can fulfil the conditions, nor make the plain evaluator fail.
    ///
    /// - Parameter summary: What is known of a field's values, an item's or payment's own among them; nil when
    ///   nothing is. Never asked for `order.…` fields, but for the order's own.
    /// - Returns: True when the batch's columns can be left out; its plain orders have to be looked at anyway.
    package func canSkip(_ summary: (Field) -> ValueSummary?) -> Bool {
        let outcomes = outcomes(of: root, summary)
        return !outcomes.canBeTrue && !outcomes.canFail
    }

    private func outcomes(of condition: PrunedCondition, _ summary: (Field) -> ValueSummary?) -> Outcomes {
        switch condition {
        case .and(let parts):
            var all = Outcomes(canBeTrue: true, canBeFalse: false)
            // Parts are tried in turn, so one that always fails the row hides the errors of those after it.
            for part in parts where all.canBeTrue {
                let outcomes = outcomes(of: part, summary)
                all.canBeTrue = outcomes.canBeTrue
                all.canBeFalse = all.canBeFalse || outcomes.canBeFalse
                all.canFail = all.canFail || outcomes.canFail
            }
            return all
        case .or(let parts):
            return outcomes(of: .not(.and(parts.map { .not($0) })), summary)
        case .not(let inner):
            let outcomes = outcomes(of: inner, summary)
            return Outcomes(
                canBeTrue: outcomes.canBeFalse,
                canBeFalse: outcomes.canBeTrue,
                canFail: outcomes.canFail
            )
        case .field(let condition):
            guard let known = summary(condition.field.parentField ?? condition.field) else { return .anything }
            return known.outcomes(of: condition.test, comparison)
        case .quantified(let quantifier, let inner):
            let rows = outcomes(of: inner, summary)
            // An order may have no rows, or some of each kind.
            return switch quantifier {
            case .any: Outcomes(canBeTrue: rows.canBeTrue, canBeFalse: true, canFail: rows.canFail)
            case .none: Outcomes(canBeTrue: true, canBeFalse: rows.canBeTrue, canFail: rows.canFail)
            case .all: Outcomes(canBeTrue: true, canBeFalse: rows.canBeFalse, canFail: rows.canFail)
            }
        case .unknown(let canFail): return Outcomes(canBeTrue: true, canBeFalse: true, canFail: canFail)
        }
    }
}

/// A condition as far as ranges of values say something about it.
private indirect enum PrunedCondition: Sendable {
    case and([PrunedCondition])
    case or([PrunedCondition])
    case not(PrunedCondition)
    case field(FieldCondition)
    case quantified(Quantifier, PrunedCondition)
    case unknown(canFail: Bool)

    init(_ condition: Condition, _ evaluator: Evaluator) {
        switch condition {
        case .and(let parts): self = .and(parts.map { PrunedCondition($0, evaluator) })
        case .or(let parts): self = .or(parts.map { PrunedCondition($0, evaluator) })
        case .not(let inner): self = .not(PrunedCondition(inner, evaluator))
        case .comparison(.field, _, .field): self = .unknown(canFail: false)
        case .quantified(let quantifier, _, let inner):
            self = .quantified(quantifier, PrunedCondition(inner, evaluator))
        default:
            if let test = FieldCondition(condition, evaluator) {
                self = .field(test)
            } else {
                self = .unknown(canFail: SumComparison(condition, evaluator) == nil)
            }
        }
    }
}

/// What trying a condition on the rows of a batch may give.
struct Outcomes: Hashable {
    var canBeTrue: Bool
    var canBeFalse: Bool
    /// Whether a value may turn out impossible to compute, which the query must then report.
    var canFail = false

    static let anything = Outcomes(canBeTrue: true, canBeFalse: true)
    static let onlyTrue = Outcomes(canBeTrue: true, canBeFalse: false)
    static let onlyFalse = Outcomes(canBeTrue: false, canBeFalse: true)
}
