// What the parser would take at the cursor. It notes what it looks for while the cursor's token is the current one, so
// what completion offers can't drift from the grammar.

internal import OrderModel

/// Where in a statement the parser is, as far as it decides what can stand there.
struct CompletionPlace: Sendable {
    /// What is being read of a query or definition.
    enum Clause: Sendable {
        case condition, groups, columns, having, order, value, assertion
    }

    /// What an expression is there for.
    enum Role: Sendable {
        case none
        /// What a subject is compared with, or listed among, or matched against.
        case comparison, list, text, pattern
        /// Behind `has`.
        case presence
    }

    /// The collection whose fields have names here, as written; nil where none do.
    var collection: String?
    var clause: Clause?
    /// The clauses of the query that are already read.
    var clauses: [ClauseSyntax] = []
    /// What stands on the left of the test whose right side this is.
    var subject: ExpressionSyntax?
    var role = Role.none
    /// The innermost function whose argument this is.
    var function: String?
    var isArithmetic = false
    /// Whether a bracket was opened since the operand or argument began.
    var isInBrackets = false
    /// The type that a definition gives.
    var type: ParameterType?

    init(collection: String? = nil, clause: Clause? = nil, type: ParameterType? = nil) {
        self.collection = collection
        self.clause = clause
        self.type = type
    }

    /// Goes into a function's argument, which is a value of its own.
    mutating func enter(function name: String) {
        function = name
        subject = nil
        role = .none
        isArithmetic = false
        isInBrackets = false
    }
}

/// What the parser looked for at the cursor.
struct CompletionProbe: Sendable {
    /// One thing that it looked for.
    enum Sought: Sendable {
        /// Words of the language: `where`, `order by`.
        case words(String)
        case symbol(Symbol)
        case statement
        case collection
        /// `items` or `payments` behind `any(`.
        case childCollection
        case queryInBrackets
        case queryString
        case value
        /// An operator behind this.
        case test(ExpressionSyntax)
        case periodUnit
        case wholeNumber
        /// What tells one order from all others, in words.
        case identity(String)
        case searchText
        case newName
        case chartKind
        case type
        case destination
    }

    var place = CompletionPlace()
    private(set) var found: [(sought: Sought, place: CompletionPlace)] = []
    /// Whether something that must stand at the cursor was missed: what is looked for after that can't stand there.
    private(set) var isSettled = false
    /// Whether a bracket is open around the cursor.
    private(set) var isNested = false

    mutating func note(_ sought: Sought, nesting: Int) {
        guard !isSettled else { return }
        found.append((sought, place))
        isNested = nesting > 0
    }

    mutating func settle() {
        isSettled = true
    }
}

extension Symbol {
    static let comparisons: [Symbol] = [.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual]
}

extension Parser {
    /// Notes what is looked for, when it is looked for at the cursor.
    mutating func note(_ sought: @autoclosure () -> CompletionProbe.Sought) {
        guard probe != nil, current.kind == .cursor else { return }
        probe?.note(sought(), nesting: nesting)
    }

    /// Notes what is looked for behind the current token.
    mutating func noteAhead(_ sought: @autoclosure () -> CompletionProbe.Sought) {
        guard probe != nil, following.kind == .cursor else { return }
        probe?.note(sought(), nesting: nesting)
    }

    /// Ends the notes: what must stand at the cursor was looked for.
    mutating func settleProbe(ahead: Bool = false) {
        guard probe != nil, (ahead ? following : current).kind == .cursor else { return }
        probe?.settle()
    }

    /// Reads something at another place.
    mutating func within<Result>(
        _ change: (inout CompletionPlace) -> Void,
        parse: (inout Parser) -> Result
    ) -> Result {
        guard let outer = probe?.place else { return parse(&self) }
        var inner = outer
        change(&inner)
        probe?.place = inner
        let result = parse(&self)
        probe?.place = outer
        return result
    }

    /// Reads a clause of a query.
    mutating func within<Result>(_ clause: CompletionPlace.Clause, parse: (inout Parser) -> Result) -> Result {
        within({ $0.clause = clause }, parse: parse)
    }
}
