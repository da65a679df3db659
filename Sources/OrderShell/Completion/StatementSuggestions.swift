// What could stand at the cursor of a statement, as text with a few words beside it: the words of the language, fields,
// functions, and the values of the place.

import OrderLanguage
import OrderModel

/// Makes suggestions of what the language expects.
struct StatementSuggestions {
    let knowledge: PromptKnowledge.Snapshot
    let values: KnownValues
    /// What is typed, with an open quote where one is.
    let typed: String

    func suggestions(for expected: [ExpectedPart]) -> [Suggestion] {
        // Before an order's id is typed, nobody looks for another word.
        if typed.isEmpty, expected.contains(where: \.isIdentity) { return [] }
        var found: [Suggestion] = []
        var symbols: [Suggestion] = []
        for part in expected {
            switch part {
            case .symbol("-") where expected.contains(where: \.isSort): found.append(Self.descending)
            case .symbol(let symbol): symbols += Self.symbol(symbol)
            default: found += suggestions(for: part)
            }
        }
        // Brackets and commas are typed faster than chosen; they are shown where nothing else can stand.
        let isArithmetic = symbols.allSatisfy { "+-*/".contains($0.text.first ?? " ") }
        return found.isEmpty || isArithmetic ? found + symbols : found
    }

    /// Why there is nothing to choose from.
    func remark(for expected: [ExpectedPart]) -> String? {
        for part in expected {
            switch part {
            case .value(let place) where place.type == .text || place.type == .object:
                guard let name = place.field?.name, place.use != .pattern else { return nil }
                if place.resultNumber != nil { return "the answer has no texts in \(name) to choose from" }
                if awaitsValues(of: expected) { return "the values of \(name) are being read …" }
                return "no values of \(name) are known yet; an answer with it tells them"
            case .identity(let what): return "\(what) stands here"
            case .newName: return "a new name stands here"
            case .searchText: return "a text to search for stands here, in quotes"
            default: continue
            }
        }
        return nil
    }

    /// Whether the source is being asked for values that could stand here.
    func awaitsValues(of expected: [ExpectedPart]) -> Bool {
        expected.contains { part in
            guard case .value(let place) = part else { return false }
            return ValueSuggestions(place: place, knowledge: knowledge, values: values, typed: typed).awaitsTexts
        }
    }

    private func suggestions(for part: ExpectedPart) -> [Suggestion] {
        switch part {
        case .words(let words): Self.words(words)
        case .test(let test): [Self.test(test)]
        case .wholeNumber: Suggestion.quantities(["10", "20", "50", "100"], after: typed)
        case .symbol, .identity, .searchText, .newName: []
        case .statement: statements + collections(worth: 0)
        case .collection: collections(worth: 0)
        case .childCollection:
            ["items", "payments"].map { Suggestion($0 + " where ", key: $0, detail: "the order's own \($0)") }
        case .value(let place): ValueSuggestions(place: place, knowledge: knowledge, values: values, typed: typed).all
        case .periodUnit: PeriodUnit.allCases.map { Suggestion($0.rawValue + " ", key: $0.rawValue, ignoresCase: true) }
        case .chartKind: ChartKind.allCases.map { Suggestion($0.rawValue, detail: "chart", ignoresCase: true) }
        case .type:
            ParameterType.names.map { Suggestion($0.rawValue + " ", key: $0.rawValue, detail: "type") }
        case .queryString:
            [Suggestion("?", detail: "the API's own query string, as copied", worth: 30)]
        case .destination:
            [
                Suggestion("\\> ", key: "\\>", detail: "the answer into a file", worth: 40),
                Suggestion("\\| ", key: "\\|", detail: "the answer into a command", worth: 41),
            ]
        }
    }

    // MARK: Statements

    private var statements: [Suggestion] {
        [
            Suggestion("order ", key: "order", detail: "one order by its id, whole", worth: 10, ignoresCase: true),
            Suggestion(
                "explain ",
                key: "explain",
                detail: HelpTable.summary(of: "explain"),
                worth: 11,
                ignoresCase: true
            ),
            Suggestion("track ", key: "track", detail: "one order by its tracking key", worth: 12, ignoresCase: true),
            Suggestion("let ", key: "let", detail: "gives a value a name", worth: 13, ignoresCase: true),
            Suggestion("\\", detail: "a command; \\help lists them", worth: 20),
        ]
    }

    private func collections(worth: Int) -> [Suggestion] {
        let details = ["orders": "one row per order", "items": "one row per item", "payments": "one row per payment"]
        var found = Collection.allCases.enumerated().map { index, collection in
            let name = collection.rawValue
            return Suggestion(
                name + " ",
                key: name,
                detail: details[name] ?? "",
                worth: worth + index,
                ignoresCase: true
            )
        }
        for (index, result) in knowledge.results.enumerated() {
            let name = index == 0 ? "_" : "_\(index)"
            let columns = result.fields.prefix(4).map(\.name).joined(separator: ", ")
            let detail = (index == 0 ? "the last answer: " : "an earlier answer: ") + columns
            found.append(Suggestion(name + " ", key: name, detail: detail, worth: worth + 3 + index))
        }
        return found
    }

    // MARK: Words and symbols

    /// In the order in which they are mostly wanted.
    private static let wordOrder = [
        "and", "or", "where", "group by", "select", "having", "order by", "limit", "search", "offset", "chart", "as",
        "analyze", "number",
    ]

    private static func words(_ words: String) -> [Suggestion] {
        // Parts of the language that no version runs yet are not offered.
        guard !["with totals", "compare to"].contains(words) else { return [] }
        let worth = ["not", "has"].contains(words) ? 38 : wordOrder.firstIndex(of: words).map { $0 + 2 } ?? 20
        let behind = words == "null" ? "" : " "
        return [
            Suggestion(
                words + behind,
                key: words,
                detail: HelpTable.summary(of: words),
                worth: worth,
                ignoresCase: true
            )
        ]
    }

    private static let tests = [
        "=", "!=", "in", "not in", "~", "starts with", "ends with", ">", ">=", "<", "<=", "between", "not between",
        "matches", "is null", "is not null",
    ]

    private static let testDetails = [
        "=": "equal", "!=": "not equal", "<": "less", "<=": "less or equal", ">": "greater", ">=": "greater or equal",
        "in": "one of a list", "not in": "none of a list", "~": "contains, ignoring case",
        "starts with": "ignoring case", "ends with": "ignoring case", "between": "both ends belong to it",
        "not between": "outside of both ends", "matches": "a regular expression", "is null": "not there",
        "is not null": "there",
    ]

    private static func test(_ test: String) -> Suggestion {
        Suggestion(
            test + " ",
            key: test,
            detail: testDetails[test] ?? "",
            worth: tests.firstIndex(of: test) ?? tests.count,
            ignoresCase: true
        )
    }

    /// Behind the usual columns, which most are sorted by.
    private static let descending = Suggestion("-", detail: "descending, the greatest first", worth: 38)

    private static func symbol(_ symbol: String) -> [Suggestion] {
        let details = ["+": "plus", "-": "minus", "*": "times", "/": "divided by"]
        switch symbol {
        case "+", "-", "*", "/":
            return [Suggestion(symbol + " ", key: symbol, detail: details[symbol] ?? "", worth: 30)]
        case ",": return [Suggestion(", ", key: ",", worth: 50)]
        case ";": return []
        default: return [Suggestion(symbol, worth: 49)]
        }
    }
}

extension ExpectedPart {
    fileprivate var isIdentity: Bool {
        if case .identity = self { true } else { false }
    }

    fileprivate var isSort: Bool {
        if case .value(let place) = self { place.use == .sort } else { false }
    }
}

extension HelpTable {
    /// What help says of a name in a line; empty when it says nothing.
    static func summary(of name: String) -> String { summaries[name] ?? "" }

    private static let summaries = Dictionary(
        entries.filter { $0.kind != .topic }.map { ($0.name, $0.summary) },
        uniquingKeysWith: { first, _ in first }
    )
}
