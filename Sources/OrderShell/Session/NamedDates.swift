import OrderLanguage
import OrderModel

/// The `$names` whose values were given relative to now, and what they stood for: shown under a report that uses them.
struct NamedDates: Sendable {
    private var remarks: [String: String] = [:]

    /// Notes the definition of a name, which may take the place of another.
    mutating func define(_ name: String, as value: DefinitionValue, _ settled: ParameterValue?, in time: TimeContext) {
        remarks[name] = nil
        guard case .constant(let expression) = value, expression.isRelative, case .literal(let literal)? = settled
        else {
            return
        }
        let meaning: String
        switch literal {
        case .period(.absolute(let period)):
            let range = time.range(of: period)
            meaning = "\(range.lower.iso8601(in: time.zone)) to before \(range.upper.iso8601(in: time.zone))"
        case .instant(let instant): meaning = instant.iso8601(in: time.zone)
        default: return
        }
        remarks[name] = "$\(name) (\(CanonicalPrinter.print(expression))): \(meaning)"
    }

    /// What to say under the answer to a query.
    func remarks(for query: Query) -> [String] {
        query.parameterNames.sorted().compactMap { remarks[$0] }
    }
}

extension Expression {
    /// Whether the value depends on when it is settled.
    fileprivate var isRelative: Bool {
        var found = false
        _ = replacing { expression in
            if case .literal(.now) = expression { found = true }
            if case .literal(.period(.relative)) = expression { found = true }
            return nil
        }
        return found
    }
}

extension Query {
    /// The `$names` that the query uses.
    fileprivate var parameterNames: Set<String> {
        var names: Set<String> = []
        _ = replacingExpressions { expression in
            if case .parameter(let name) = expression { names.insert(name) }
            return nil
        }
        return names
    }
}
