import OrderModel

/// What could stand in a raw query string: the API's parameters and their values.
struct QueryStringSuggestions {
    let knowledge: PromptKnowledge.Snapshot

    /// The suggestions, and the end of the text that they continue.
    func suggestions(for text: String) -> (suggestions: [Suggestion], typed: String) {
        let pair = text.drop { $0 == "?" }.split(separator: "&", omittingEmptySubsequences: false).last ?? ""
        guard let equal = pair.firstIndex(of: "=") else { return (names, String(pair)) }
        let value = pair[pair.index(after: equal)...]
        guard let name = ParameterName(rawValue: String(pair[..<equal])) else { return ([], "") }
        let element = name.takesList ? value.split(separator: ",", omittingEmptySubsequences: false).last ?? "" : value
        return (values(of: name), String(element))
    }

    private var names: [Suggestion] {
        ParameterName.allCases.enumerated().map { index, name in
            Suggestion(name.rawValue + "=", detail: name.valueKind.words, worth: index)
        }
    }

    private func values(of name: ParameterName) -> [Suggestion] {
        switch name.valueKind {
        case .status: return OrderStatus.names.enumerated().map { Suggestion($1, detail: "status", worth: $0) }
        case .boolean: return [Suggestion("true"), Suggestion("false", worth: 1)]
        case .ordering:
            let names = OrderingName.allCases.map(\.rawValue)
            return names.enumerated().map { Suggestion($1, worth: $0) }
                + names.enumerated().map { Suggestion("-" + $1, detail: "descending", worth: $0 + names.count) }
        case .date:
            guard let time = knowledge.time?() else { return [] }
            let days = ["today", "yesterday", "a week ago", "30 days ago"]
            return zip([0, -1, -7, -30], days).enumerated().compactMap { index, day in
                time.today.adding(days: day.0).map { Suggestion($0.description, detail: day.1, worth: index) }
            }
        case .identifier, .amount, .text, .count: return []
        }
    }
}

extension ParameterValueKind {
    fileprivate var words: String {
        switch self {
        case .status: "statuses"
        case .identifier: "ids"
        case .boolean: "true or false"
        case .amount: "an amount"
        case .date: "a day or an instant"
        case .text: "text"
        case .ordering: "what to sort by"
        case .count: "a number"
        }
    }
}
