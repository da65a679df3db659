// Resolves names and types: syntax in, checked statements of OrderModel's tree out. It goes on after an error,
// so that one pass reports all that can be found; what depends on an error is left out in silence.

package import OrderModel

/// Checks the statements of one text, in order, each seeing the definitions before it.
package struct Checker: Sendable {
    /// The types of the names that `$name` may use.
    package private(set) var parameters: [String: ParameterType]
    /// What `_`, `_1` and so on are where the next statement stands, the newest first.
    private(set) var results: [ResultSchema]
    /// What a raw `orders ?…` means where the API's documents leave it open.
    let filterSettings: FilterSettings
    /// The names that this text has defined.
    private var definedHere: Set<String> = []
    var diagnostics: [Diagnostic] = []
    /// How many errors there are, recorded or not.
    private(set) var errorCount = 0
    private static let maximumDiagnosticCount = 50
    private let source: SourceText

    /// Parses and checks a text.
    ///
    /// - Parameters:
    ///   - source: one or more statements.
    ///   - parameters: the types of the names that are already defined.
    ///   - results: what the earlier answers are, the newest first.
    ///   - filterSettings: what a raw query string means where the API's documents leave it open.
    /// - Returns: all statements when there is no error, those before the first error otherwise.
    package static func check(
        _ source: SourceText,
        parameters: [String: ParameterType] = [:],
        results: [ResultSchema] = [],
        filterSettings: FilterSettings = FilterSettings()
    ) -> CheckedSource {
        let parsed = Parser.parse(source)
        var checker = Checker(source: source, parameters: parameters, filterSettings: filterSettings)
        checker.results = results
        checker.diagnostics = parsed.diagnostics
        let checked = parsed.statements.compactMap { checker.check($0) }
        var diagnostics = checker.diagnostics
        if let unfinished = parsed.unfinished, source.bytes.count <= longestUnfinished {
            // What is there already may be wrong too, and is said at once; it defines nothing.
            var trial = checker
            _ = trial.check(unfinished)
            diagnostics = trial.diagnostics
        }
        let sorted = diagnostics.sorted { $0.range.lowerBound < $1.range.lowerBound }
        return CheckedSource(statements: checked, diagnostics: sorted, parameters: checker.parameters)
    }

    /// Longer texts are not looked through for more once something is missing at their end.
    private static let longestUnfinished = 32 << 10

    init(source: SourceText, parameters: [String: ParameterType], filterSettings: FilterSettings = FilterSettings()) {
        self.source = source
        self.parameters = parameters
        results = []
        self.filterSettings = filterSettings
    }

    mutating func report(_ message: String, at range: Range<Int>, hint: String? = nil, isAtEnd: Bool = false) {
        errorCount += 1
        record(Diagnostic(at: range, message, hint: hint, isAtEnd: isAtEnd))
    }

    /// Whether nothing but blanks follows a range.
    func endsText(_ range: Range<Int>) -> Bool {
        source.bytes[range.upperBound...].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }

    mutating func warn(_ message: String, at range: Range<Int>, hint: String? = nil) {
        record(Diagnostic(.warning, at: range, message, hint: hint))
    }

    /// Keeps what can be read; a text full of mistakes is refused with the first of them.
    private mutating func record(_ diagnostic: Diagnostic) {
        if diagnostics.count < Self.maximumDiagnosticCount { diagnostics.append(diagnostic) }
    }

    /// The source of a range, for messages that quote it.
    func text(in range: Range<Int>) -> String { source.text(in: range) }

    // MARK: Statements

    private mutating func check(_ statement: StatementSyntax) -> CheckedStatement? {
        let before = results
        return kind(of: statement).map {
            CheckedStatement(
                kind: $0,
                range: statement.range,
                destination: statement.destination,
                results: before
            )
        }
    }

    private mutating func kind(of statement: StatementSyntax) -> CheckedStatement.Kind? {
        switch statement.kind {
        case .query(let query):
            return queryKind(query, keepsAnswer: true) { .query($0) }
        case .explain(let query, let isAnalyzed):
            return queryKind(query) { .explain($0, isAnalyzed: isAnalyzed) }
        case .why(_, let query):
            return queryKind(query) { _ in .later("'why'") }
        case .verify(let query):
            return queryKind(query) { _ in .later("'verify'") }
        case .lookup(let lookup):
            keep(.usual(of: .orders))
            return .lookup(lookup)
        case .definition(let definition): return check(definition).map { .definition($0) }
        case .assertion(let condition, _): return check(assertion: condition) ? .later("'assert'") : nil
        case .command(let line): return .command(line)
        case .lastAnswer: return .lastAnswer
        }
    }

    private mutating func queryKind(
        _ query: QuerySyntax,
        keepsAnswer: Bool = false,
        _ make: (Query) -> CheckedStatement.Kind
    ) -> CheckedStatement.Kind? {
        let later = query.clauses.lazy.compactMap { clause -> String? in
            if case .later(let words) = clause.kind { return words }
            return nil
        }.first
        guard let checked = check(query) else { return nil }
        if keepsAnswer { keep(checked.answer) }
        return later.map { .later("'\($0)'") } ?? make(checked.query)
    }

    /// Lets `_` stand for an answer in what follows.
    private mutating func keep(_ answer: ResultSchema) {
        results = Array(([answer] + results).prefix(ResultSchema.keptCount))
    }

    // MARK: Definitions

    private mutating func check(_ definition: DefinitionSyntax) -> Definition? {
        let name = definition.name.text
        if !definedHere.insert(name).inserted {
            warn("$\(name) is already defined; the new value takes its place", at: definition.name.range)
        }
        var value: DefinitionValue?
        var type = definition.type
        if let syntax = definition.value {
            guard let checked = check(value: syntax, as: definition.type) else {
                // The name is known all the same, so that its uses cause no further errors.
                parameters[name] = definition.type
                return nil
            }
            value = checked.value
            type = type ?? checked.type
        }
        guard let type else { return nil }
        parameters[name] = type
        return Definition(
            isParameter: definition.isParameter,
            name: name,
            type: type,
            value: value,
            text: definition.text
        )
    }

    /// Checks a constant against the type it is given for, nil for whatever type it has.
    mutating func check(
        value syntax: ExpressionSyntax,
        as type: ParameterType?
    ) -> (value: DefinitionValue, type: ParameterType)? {
        if case .query(let query) = syntax.kind { return check(valueQuery: query, as: type) }
        let scope = Scope.constants
        if case .list(let elements) = syntax.kind {
            return check(listOf: elements, as: type, in: scope, at: syntax.range)
        }
        if type?.isList == true { return check(listOf: [syntax], as: type, in: scope, at: syntax.range) }
        guard let typed = check(syntax, expecting: type?.type, in: scope) else { return nil }
        guard fits(typed.type, type?.type, at: syntax.range) else { return nil }
        return (.constant(typed.expression), ParameterType(type?.type ?? typed.type))
    }

    private mutating func check(
        listOf elements: [ExpressionSyntax],
        as type: ParameterType?,
        in scope: Scope,
        at range: Range<Int>
    ) -> (value: DefinitionValue, type: ParameterType)? {
        guard type?.isList != false else {
            report("expected one value of type \(type?.description ?? ""), found a list", at: range)
            return nil
        }
        var elementType = type?.type
        var values: [Expression] = []
        for element in elements {
            guard let typed = check(element, expecting: elementType, in: scope) else { continue }
            guard fits(typed.type, elementType, at: element.range) else { continue }
            elementType = elementType ?? typed.type
            values.append(typed.expression)
        }
        guard values.count == elements.count, let elementType else { return nil }
        return (.list(values), ParameterType(elementType, isList: true))
    }

    private mutating func check(
        valueQuery query: QuerySyntax,
        as type: ParameterType?
    ) -> (value: DefinitionValue, type: ParameterType)? {
        guard let checked = check(query) else { return nil }
        guard let found = checked.columnTypes.first, checked.columnTypes.count == 1 else {
            report("a query that stands for a value selects one column", at: query.range, hint: "select count()")
            return nil
        }
        guard type?.isList != true else {
            report("a query gives one value, not a list", at: query.range)
            return nil
        }
        guard fits(found, type?.type, at: query.range) else { return nil }
        return (.query(checked.query), ParameterType(type?.type ?? found))
    }

    private mutating func fits(_ found: ValueType, _ wanted: ValueType?, at range: Range<Int>) -> Bool {
        guard let wanted, !found.canStand(for: wanted) else { return true }
        guard wanted != .integer || found != .money else {
            report("expected a whole number, found one with decimals", at: range)
            return false
        }
        report("expected \(wanted.words), found \(found.words)", at: range)
        return false
    }

    /// An assertion is a condition without fields, in which queries in parentheses stand for values.
    private mutating func check(assertion: ExpressionSyntax) -> Bool {
        let count = errorCount
        _ = check(condition: assertion, in: Scope.assertion)
        return errorCount == count
    }
}

/// The outcome of checking a text.
package struct CheckedSource: Sendable {
    package let statements: [CheckedStatement]
    /// Errors and warnings, in the order of their places.
    package let diagnostics: [Diagnostic]
    /// The types of all names that are defined at the end of the text.
    package let parameters: [String: ParameterType]

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
