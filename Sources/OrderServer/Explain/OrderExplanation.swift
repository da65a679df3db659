import OrderEngine
import OrderLanguage
import OrderModel
import OrderReference

/// Why one order is in a list, or isn't.
struct OrderExplanation {
    let meaning: ListingMeaning

    /// The explanation for an id; an order that the list's caller may not see is no order.
    func json(of identifier: Int, in source: any DatasetState) async throws -> JSONValue {
        let scope = meaning.parts[0].filter
        guard let order = try await source.order(.identifier(identifier)), try !scope.orders(of: [order]).isEmpty else {
            return ["id": .count(identifier), "found": false]
        }
        let evaluator = Evaluator(time: scope.time)
        let traces = meaning.parts.flatMap(\.filter.conditions).map { ConditionTrace($0, for: order, evaluator) }
        let terms = try searchTerms(in: order)
        let matches =
            traces.allSatisfy { $0.outcome == .holds }
            && (terms.isEmpty || terms.allSatisfy { !$0.fields.isEmpty } != meaning.isSearchInverted)
        return [
            "id": .count(identifier),
            "found": true,
            "matches": .boolean(matches),
            "conditions": .array(traces.map(\.json)),
            "search": .array(
                terms.map { ["term": .text($0.term), "found_in": .texts($0.fields.map(\.name))] }
            ),
        ]
    }

    /// Each term of the search, and the fields in which it is found.
    private func searchTerms(in order: Order) throws -> [(term: String, fields: [Field])] {
        let folding: TextFolding = meaning.settings.searchFolding == .ascii ? .ascii : .upperCase
        return try meaning.searchTerms.map { term in
            try Task.checkCancellation()
            let fields = try meaning.searchFields.filter { field in
                try SearchMatcher(SearchTerms.phrase(term), in: [field], folding: folding).matches(order)
            }
            return (term, fields)
        }
    }
}

extension SearchTerms {
    /// The search for one term as it stands.
    fileprivate static func phrase(_ term: String) -> String {
        "\"" + term.unicodeScalars.map { ["\\", "\""].contains($0) ? "\\\($0)" : "\($0)" }.joined() + "\""
    }
}

extension ConditionTrace {
    /// The tree as JSON: each condition in the language, whether it holds, and what it looked at.
    fileprivate var json: JSONValue {
        var json: JSONValue = ["condition": .text(CanonicalPrinter.print(condition))]
        switch outcome {
        case .holds: json = json.adding(["holds": true])
        case .fails: json = json.adding(["holds": false])
        case .undecided(let problem): json = json.adding(["holds": nil, "problem": .text(problem)])
        }
        if !values.isEmpty {
            let members = values.map { JSONMember(key: $0.field.name, value: $0.value?.json ?? .null) }
            json = json.adding(["values": .object(JSONObject(members))])
        }
        return parts.isEmpty ? json : json.adding(["parts": .array(parts.map(\.json))])
    }
}

extension Value {
    fileprivate var json: JSONValue {
        switch self {
        case .null: .null
        case .text(let text): .text(text)
        case .number(let number): .number(number.description)
        case .boolean(let boolean): .boolean(boolean)
        case .instant(let instant): .text(instant.iso8601)
        case .period(let period): .text(period.description)
        case .duration(let amount): .text(CanonicalPrinter.print(amount))
        case .document(let document): document
        }
    }
}
