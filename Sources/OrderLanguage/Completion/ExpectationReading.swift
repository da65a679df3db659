// Chooses among what the parser looked for at the cursor: what the types rule out, and what only the grammar would
// allow, is left out.

internal import OrderModel

/// Turns a probe's notes into expectations.
struct ExpectationReading {
    private let probe: CompletionProbe
    private let cursor: CompletionCursor
    private let parameters: [String: ParameterType]
    private let results: [ResultSchema]
    /// The clauses behind the cursor.
    var usedClauses: Set<String> = []

    init(_ cursor: CompletionCursor, parameters: [String: ParameterType], results: [ResultSchema]) {
        self.cursor = cursor
        self.results = results
        probe = Parser.probe(cursor.head, tokens: cursor.tokens)
        let defines = cursor.tokens.contains { $0.kind.isWord("let") || $0.kind.isWord("param") }
        self.parameters =
            defines ? Checker.check(cursor.head, parameters: parameters, results: results).parameters : parameters
    }

    func expectations() -> [ExpectedPart] {
        var result: [ExpectedPart] = []
        var words: Set<String> = []
        let tested = self.tested
        let subject = tested.flatMap { isCondition($0.place) && $0.place.role == .none ? $0 : nil }
        let isTail = tested != nil
        let isUnfinished = subject.map { mustGoOn(behind: $0) } ?? false
        for (sought, place) in probe.found {
            switch sought {
            case .words(let text):
                for text in Self.spelledOut(text, isTail: isTail) {
                    guard words.insert(text).inserted else { continue }
                    if isTail, Self.testWords.contains(text) {
                        if let subject, fits(test: text, subject) { result.append(.test(text)) }
                    } else if !isUnfinished, allows(words: text, place) {
                        result.append(.words(text))
                    }
                }
            case .symbol(let symbol):
                if symbol == .contains || Symbol.comparisons.contains(symbol), isTail || symbol != .equal {
                    if let subject, fits(test: symbol.rawValue, subject) { result.append(.test(symbol.rawValue)) }
                } else if allows(symbol, place, isUnfinished: isUnfinished), words.insert(symbol.rawValue).inserted {
                    result.append(.symbol(symbol.rawValue))
                }
            case .value: result.append(.value(valuePlace(place)))
            case .childCollection: if allowsQuantifiers(place) { result.append(.childCollection) }
            case .test: continue
            default:
                if !isUnfinished { result += Self.plain(sought, place) }
            }
        }
        if canBeginStatement { result.append(.statement) }
        return result
    }

    /// What is neither a word, a symbol nor a value.
    private static func plain(_ sought: CompletionProbe.Sought, _ place: CompletionPlace) -> [ExpectedPart] {
        switch sought {
        case .statement: [.statement]
        case .collection: [.collection]
        case .queryInBrackets: place.clause == .value || place.clause == .assertion ? [.collection] : []
        case .queryString: place.collection == "orders" && place.clauses.isEmpty ? [.queryString] : []
        case .periodUnit: [.periodUnit]
        case .wholeNumber: [.wholeNumber]
        case .identity(let what): [.identity(what)]
        case .searchText: [.searchText]
        case .newName: [.newName]
        case .chartKind: [.chartKind]
        case .type: [.type]
        case .destination: [.destination]
        case .words, .symbol, .value, .test, .childCollection: []
        }
    }

    /// At the start of a line, behind a statement that wants nothing more, the next one can begin.
    private var canBeginStatement: Bool {
        let token = cursor.tokens[cursor.tokens.count - 2]
        return token.startsLine && !probe.isSettled && !probe.isNested && cursor.tokens.count > 2
    }

    // MARK: Words

    /// What a word that begins a test stands for.
    private static func spelledOut(_ words: String, isTail: Bool) -> [String] {
        guard isTail else { return [words] }
        switch words {
        case "is": return ["is null", "is not null"]
        case "not": return ["not in", "not between"]
        default: return [words]
        }
    }

    private func allows(words: String, _ place: CompletionPlace) -> Bool {
        if Parser.clauseWords.contains(words) { return allows(clause: words, place) }
        switch words {
        // Between's own 'and' stands outside of its ends.
        case "and", "or", "not", "has": return isCondition(place) && place.role == .none
        default: return true
        }
    }

    private func allows(clause: String, _ place: CompletionPlace) -> Bool {
        let used = usedClauses.union(place.clauses.map(\.words))
        guard !used.contains(clause) else { return false }
        switch clause {
        case "having": return isGrouped(place)
        case "search": return !isResult(place)
        default: return true
        }
    }

    private func isCondition(_ place: CompletionPlace) -> Bool {
        guard place.function == nil, !place.isArithmetic else { return false }
        switch place.clause {
        case .condition, .having, .assertion, nil: return true
        case .groups, .columns, .order, .value: return false
        }
    }

    private func isGrouped(_ place: CompletionPlace) -> Bool {
        place.clauses.contains { clause in
            switch clause.kind {
            case .groups: true
            case .columns(let columns): columns.contains { $0.expression.hasAggregate }
            default: false
            }
        }
    }

    private func allows(_ symbol: Symbol, _ place: CompletionPlace, isUnfinished: Bool) -> Bool {
        switch symbol {
        case .plus, .minus, .asterisk, .slash:
            // A sign may stand before any value; only where it sorts is it worth a word.
            if case .value? = probe.found.last?.sought {
                return symbol == .minus && place.clause == .order && !followsMinus
            }
            guard let syntax = place.subject ?? tested?.syntax, let type = type(of: syntax, place) else { return true }
            let isTime = type.isTemporal || type == .duration
            return type.isNumeric || isTime && (symbol == .plus || symbol == .minus)
        case .semicolon: return false
        default: return !isUnfinished
        }
    }

    /// Whether a second sign would begin a comment.
    private var followsMinus: Bool { cursor.tokens.dropLast(2).last?.kind == .symbol(.minus) }

    // MARK: Tests

    /// What stands before the cursor where a test can follow.
    private struct Subject {
        let syntax: ExpressionSyntax
        let place: CompletionPlace
    }

    private var tested: Subject? {
        for (sought, place) in probe.found {
            if case .test(let syntax) = sought { return Subject(syntax: syntax, place: place) }
        }
        return nil
    }

    /// Whether something must follow before anything else can: a value that is no condition.
    private func mustGoOn(behind subject: Subject) -> Bool {
        type(of: subject.syntax, subject.place).map { $0 != .boolean } ?? false
    }

    private static let testWords: Set<String> = [
        "starts with", "ends with", "matches", "is null", "is not null", "in", "between", "not in", "not between",
    ]

    private func fits(test: String, _ subject: Subject) -> Bool {
        guard let type = type(of: subject.syntax, subject.place) else { return true }
        switch test {
        case "=", "!=", "in", "not in": return type != .document
        case "<", "<=", ">", ">=", "between", "not between":
            return ![.boolean, .status, .document, .object].contains(type)
        case "~", "starts with", "ends with", "matches": return type == .text || type == .object
        default: return true
        }
    }

    // MARK: Values

    private func valuePlace(_ place: CompletionPlace) -> ValuePlace {
        var value = ValuePlace(use: use(of: place))
        let scope = scope(of: place)
        value.parameters = parameters
        value.resultNumber = place.collection.flatMap(NameWord.resultNumber)
        value.aliases = scope.aliases
        value.fields = place.clause == .value ? [] : scope.fields
        if let function = place.function {
            value.type = Self.argumentType(of: function)
        } else if let subject = place.subject {
            let typed = typed(subject, place)
            value.type = place.role == .text || place.role == .pattern ? .text : typed?.type
            value.field = Self.field(of: typed)
        } else if let type = place.type {
            value.type = type.type
            if type.isList, !place.isInBrackets { value.use = .listOpening }
        }
        if place.isArithmetic { value.type = value.type?.isTemporal == true ? .duration : .money }
        value.allowsAggregates = scope.allowsAggregates
        value.allowsQuantifiers = value.use == .condition && allowsQuantifiers(place)
        if value.use == .listElement { value.listed = listed }
        if value.use == .condition || value.use == .presence, place.clause == .condition, scope.collection == .orders {
            value.children = [Collection.items, .payments].flatMap(Schema.fields).filter { !$0.isFromParent }
        }
        if scope.allowsAggregates, let keys = groupKeys(place) { value.fields = keys }
        return value
    }

    /// Whether there are lists of items and payments: only an order has them.
    private func allowsQuantifiers(_ place: CompletionPlace) -> Bool {
        place.clause == .condition && scope(of: place).collection == .orders
    }

    /// The elements before the cursor in the bracket that is open: what texts hold, and all else as it is written.
    private var listed: [String] {
        let tokens = cursor.tokens.dropLast(2)
        guard let opening = tokens.lastIndex(where: { $0.kind == .symbol(.openParenthesis) }) else { return [] }
        return tokens[(opening + 1)...].split { $0.kind == .symbol(.comma) }.compactMap { element in
            guard let first = element.first, let last = element.last else { return nil }
            if element.count == 1, case .text(let text) = first.kind { return text }
            return cursor.head.text(in: first.range.lowerBound..<last.range.upperBound)
        }
    }

    private func use(of place: CompletionPlace) -> ValuePlace.Use {
        if place.function != nil { return .argument }
        switch place.role {
        case .comparison, .text: return .operand
        case .list: return place.isInBrackets || place.isArithmetic ? .listElement : .listOpening
        case .pattern: return .pattern
        case .presence: return .presence
        case .none: break
        }
        switch place.clause {
        case .condition, .having, .assertion: return place.isArithmetic ? .operand : .condition
        case .order: return .sort
        case .value: return place.isInBrackets && place.type?.isList == true ? .listElement : .constant
        case .groups, .columns, nil: return .column
        }
    }

    private static func argumentType(of function: String) -> ValueType? {
        switch function {
        case "sum", "avg", "median", "p90", "p95", "p99", "abs", "round": .money
        case "hour", "weekday", "day", "week", "month", "quarter", "year": .instant
        case "length", "lower", "upper": .text
        default: nil
        }
    }

    /// The field whose values are wanted: an object's name, where one is compared.
    private static func field(of typed: TypedExpression?) -> Field? {
        guard case .field(let field)? = typed?.expression else { return nil }
        return field.type == .object ? Schema.displayName(of: field) : field
    }

    // MARK: Scopes

    private func isResult(_ place: CompletionPlace) -> Bool {
        place.collection.flatMap(NameWord.resultNumber) != nil
    }

    private func scope(of place: CompletionPlace) -> Scope {
        var scope = Scope(place: "")
        if let name = place.collection {
            if let number = NameWord.resultNumber(name) {
                scope.collection = .result
                scope.result = results.indices.contains(number) ? results[number] : nil
            } else {
                scope.collection = Collection(rawValue: name)
            }
        }
        scope.allowsQueries = place.clause == .assertion
        guard place.function.flatMap(Aggregate.init) == nil else { return scope }
        switch place.clause {
        case .columns: scope.aliases = aliases(of: place, in: scope, ofColumns: false)
        case .having, .order: scope.aliases = aliases(of: place, in: scope, ofColumns: true)
        case .condition, .groups, .value, .assertion, nil: return scope
        }
        scope.aliasesWin = true
        scope.allowsAggregates = place.clause != .order || isGrouped(place)
        return scope
    }

    private func aliases(of place: CompletionPlace, in scope: Scope, ofColumns: Bool) -> [String: ValueType] {
        var aliases: [String: ValueType] = [:]
        var inner = scope
        inner.allowsAggregates = true
        for clause in place.clauses {
            var columns: [ColumnSyntax] = []
            if case .groups(let keys) = clause.kind { columns = keys }
            if case .columns(let selected) = clause.kind, ofColumns { columns = selected }
            for column in columns {
                guard let alias = column.alias?.text, let type = typed(column.expression, in: inner)?.type else {
                    continue
                }
                aliases[alias] = type
            }
        }
        return aliases
    }

    /// The fields that the rows are grouped by, which alone have one value in a group; nil without groups.
    private func groupKeys(_ place: CompletionPlace) -> [Field]? {
        for clause in place.clauses {
            guard case .groups(let columns) = clause.kind else { continue }
            let scope = Scope(
                collection: place.collection.flatMap(Collection.init),
                result: self.scope(of: place).result,
                place: ""
            )
            return columns.flatMap { typed($0.expression, in: scope)?.expression.fields ?? [] }
        }
        return nil
    }

    // MARK: Types

    private func type(of syntax: ExpressionSyntax, _ place: CompletionPlace) -> ValueType? {
        typed(syntax, place)?.type
    }

    private func typed(_ syntax: ExpressionSyntax, _ place: CompletionPlace) -> TypedExpression? {
        let scope = scope(of: place)
        if case .name(let name) = syntax.kind, !scope.allowsAggregates, let child = scope.child(name) {
            return TypedExpression(.field(child.field), child.field.type)
        }
        return typed(syntax, in: scope)
    }

    private func typed(_ syntax: ExpressionSyntax, in scope: Scope) -> TypedExpression? {
        var checker = Checker(source: cursor.head, parameters: parameters)
        return checker.check(syntax, expecting: nil, in: scope)
    }
}

extension ExpressionSyntax {
    /// Whether an aggregate is called in it.
    fileprivate var hasAggregate: Bool {
        if case .call(let name, _, _) = kind, Aggregate(rawValue: name) != nil { return true }
        return kind.children.contains(where: \.hasAggregate)
    }
}

extension Expression {
    /// The fields that the value is made of.
    fileprivate var fields: [Field] {
        switch self {
        case .field(let field): [field]
        case .literal, .alias, .parameter: []
        case .arithmetic(_, let left, let right): left.fields + right.fields
        case .negation(let inner): inner.fields
        case .function(_, let arguments): arguments.flatMap(\.fields)
        case .aggregate(_, let argument): argument?.fields ?? []
        }
    }
}
