import OrderLanguage
import OrderModel

extension Program {
    /// Whether anything in it asks for an earlier answer, which must be kept then.
    var asksAnswers: Bool { steps.contains(where: \.asksAnswer) }
}

extension Program.Step {
    /// Whether its answer is one that `_` can stand for.
    var isKept: Bool {
        switch self {
        case .query, .lookup, .sent(.query, _), .sent(.lookup, _): true
        case .explain, .definition, .command, .sent: false
        }
    }

    /// Whether it is written to draw something.
    var drawsChart: Bool {
        switch self {
        case .query(let query): query.chart != nil
        case .command(.chart): true
        case .lookup, .explain, .definition, .command, .sent: false
        }
    }

    fileprivate var asksAnswer: Bool {
        switch self {
        case .query(let query), .explain(let query, _): return query.collection == .result
        case .definition(let definition):
            guard case .query(let query)? = definition.value else { return false }
            return query.collection == .result
        case .command(.last), .command(.chart), .command(.columns): return true
        case .command, .lookup: return false
        case .sent(let step, _): return step.asksAnswer
        }
    }
}
