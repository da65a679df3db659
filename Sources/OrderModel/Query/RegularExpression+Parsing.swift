// Reads a POSIX extended regular expression into its parts. What POSIX leaves undefined is refused rather than
// guessed, so that a pattern means the same wherever it is used.

/// A part of a pattern.
indirect enum PatternPart {
    case empty
    case scalar(ScalarSet)
    case textStart
    case textEnd
    case sequence([PatternPart])
    case choice([PatternPart])
    case repeated(PatternPart, minimum: Int, maximum: Int?)

    /// How many states the part needs at most; it stops counting far above what is allowed.
    var expandedCount: Int {
        let count: Int
        switch self {
        case .empty, .scalar, .textStart, .textEnd: count = 1
        case .sequence(let parts), .choice(let parts): count = parts.reduce(1) { $0 + $1.expandedCount }
        case .repeated(let inner, let minimum, let maximum):
            count = inner.expandedCount * max(maximum ?? minimum + 1, 1)
        }
        return min(count, 1_000_000)
    }
}

/// A set of Unicode scalars: what `.`, a letter or a bracket expression matches.
struct ScalarSet: Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    var classes: [ScalarClass] = []
    var isNegated = false

    /// All scalars.
    static let any = ScalarSet(isNegated: true)

    static func one(_ scalar: Unicode.Scalar) -> ScalarSet {
        ScalarSet(ranges: [scalar.value...scalar.value])
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let isListed =
            ranges.contains { $0.contains(scalar.value) } || classes.contains { $0.contains(scalar) }
        return isListed != isNegated
    }
}

/// The character classes of bracket expressions, by their names in POSIX.
enum ScalarClass: String, Sendable {
    case alnum, alpha, blank, cntrl, digit, graph, lower, print, punct, space, upper, xdigit

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        return switch self {
        case .alpha: properties.isAlphabetic
        case .digit: ("0"..."9").contains(scalar)
        case .alnum: properties.isAlphabetic || ("0"..."9").contains(scalar)
        case .upper: properties.isUppercase
        case .lower: properties.isLowercase
        case .blank: scalar == " " || scalar == "\t"
        case .space: properties.isWhitespace
        case .cntrl: properties.generalCategory == .control
        case .print: Self.isPrinted(properties.generalCategory)
        case .graph: Self.isPrinted(properties.generalCategory) && !properties.isWhitespace
        case .punct: Self.isPunctuation(properties.generalCategory)
        case .xdigit: properties.isASCIIHexDigit
        }
    }

    private static func isPrinted(_ category: Unicode.GeneralCategory) -> Bool {
        switch category {
        case .control, .unassigned, .surrogate, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    private static func isPunctuation(_ category: Unicode.GeneralCategory) -> Bool {
        switch category {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
            true
        default: false
        }
    }
}

/// Reads one pattern; its nesting is bounded by its length, so recursion is too.
struct RegularExpressionParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ pattern: String) throws(RegularExpressionProblem) {
        guard pattern.utf8.count <= RegularExpression.maximumByteCount else {
            throw RegularExpressionProblem(
                message: "the pattern is longer than \(RegularExpression.maximumByteCount) bytes"
            )
        }
        scalars = Array(pattern.unicodeScalars)
    }

    mutating func parse() throws(RegularExpressionProblem) -> PatternPart {
        let part = try parseChoice()
        guard position == scalars.count else { throw RegularExpressionProblem(message: "')' without '('") }
        guard part.expandedCount <= RegularExpression.maximumExpandedCount else {
            throw RegularExpressionProblem(
                message: "written out, its repetitions need more than \(RegularExpression.maximumExpandedCount) steps"
            )
        }
        return part
    }

    private mutating func parseChoice() throws(RegularExpressionProblem) -> PatternPart {
        var branches = [try parseSequence()]
        while take("|") { branches.append(try parseSequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func parseSequence() throws(RegularExpressionProblem) -> PatternPart {
        var parts: [PatternPart] = []
        while let scalar = peek, scalar != "|", scalar != ")" {
            var part = try parseAtom()
            while let count = try parseRepetition() {
                part = .repeated(part, minimum: count.minimum, maximum: count.maximum)
            }
            parts.append(part)
        }
        switch parts.count {
        case 0: return .empty
        case 1: return parts[0]
        default: return .sequence(parts)
        }
    }

    private mutating func parseAtom() throws(RegularExpressionProblem) -> PatternPart {
        guard let scalar = next() else { return .empty }
        switch scalar {
        case "^": return .textStart
        case "$": return .textEnd
        case ".": return .scalar(.any)
        case "[": return .scalar(try parseBracket())
        case "\\": return .scalar(.one(try parseEscape()))
        case "(":
            let inner = try parseChoice()
            guard take(")") else { throw RegularExpressionProblem(message: "'(' without ')'") }
            return inner
        case "*", "+", "?", "{":
            throw RegularExpressionProblem(message: "nothing before '\(scalar)' to repeat")
        default: return .scalar(.one(scalar))
        }
    }

    private mutating func parseEscape() throws(RegularExpressionProblem) -> Unicode.Scalar {
        guard let scalar = next() else { throw RegularExpressionProblem(message: "nothing after the last '\\'") }
        if ("1"..."9").contains(scalar) {
            throw RegularExpressionProblem(message: "back-references such as '\\\(scalar)' are not supported")
        }
        if scalar.isASCII, scalar.properties.isAlphabetic || scalar == "0" {
            throw RegularExpressionProblem(
                message: "'\\\(scalar)' means nothing in a POSIX expression; use a class such as [0-9] or [[:alpha:]]"
            )
        }
        return scalar
    }

    private mutating func parseRepetition() throws(RegularExpressionProblem) -> (minimum: Int, maximum: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard take("{") else { return nil }
        let malformed = RegularExpressionProblem(message: "after '{' expected a count such as {3}, {2,} or {2,5}")
        guard let minimum = parseNumber() else { throw malformed }
        var maximum: Int? = minimum
        if take(",") { maximum = parseNumber() }
        guard take("}") else { throw malformed }
        if let maximum, maximum < minimum {
            throw RegularExpressionProblem(message: "{\(minimum),\(maximum)} ends before it begins")
        }
        return (minimum, maximum)
    }

    private mutating func parseNumber() -> Int? {
        var number: Int?
        while let scalar = peek, ("0"..."9").contains(scalar) {
            number = min((number ?? 0) * 10 + Int(scalar.value - 48), 1_000_000)
            position += 1
        }
        return number
    }

    private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func next() -> Unicode.Scalar? {
        defer { position += 1 }
        return peek
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        position += 1
        return true
    }
}

extension RegularExpressionParser {
    /// What stands between `[` and `]`; a backslash is an ordinary character there.
    private mutating func parseBracket() throws(RegularExpressionProblem) -> ScalarSet {
        var set = ScalarSet()
        set.isNegated = take("^")
        var isFirst = true
        while isFirst || peek != "]" {
            isFirst = false
            if let name = try parseNamed(":") {
                guard let scalarClass = ScalarClass(rawValue: name) else {
                    throw RegularExpressionProblem(message: "there is no class '[:\(name):]'")
                }
                set.classes.append(scalarClass)
                continue
            }
            let lower = try parseBracketScalar()
            guard peek == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
                set.ranges.append(lower.value...lower.value)
                continue
            }
            position += 1
            let upper = try parseBracketScalar()
            guard lower <= upper else {
                throw RegularExpressionProblem(message: "the range '\(lower)-\(upper)' ends before it begins")
            }
            set.ranges.append(lower.value...upper.value)
        }
        position += 1
        return set
    }

    private mutating func parseBracketScalar() throws(RegularExpressionProblem) -> Unicode.Scalar {
        for mark: Unicode.Scalar in [".", "="] {
            guard let name = try parseNamed(mark) else { continue }
            let scalars = Array(name.unicodeScalars)
            guard scalars.count == 1 else {
                throw RegularExpressionProblem(message: "'[\(mark)\(name)\(mark)]' is not one character")
            }
            return scalars[0]
        }
        guard let scalar = next() else { throw RegularExpressionProblem(message: "'[' without ']'") }
        return scalar
    }

    /// The name in `[:name:]`, `[.name.]` or `[=name=]`; nil when no such thing begins here.
    private mutating func parseNamed(_ mark: Unicode.Scalar) throws(RegularExpressionProblem) -> String? {
        guard peek == "[", position + 1 < scalars.count, scalars[position + 1] == mark else { return nil }
        position += 2
        var name = ""
        while let scalar = next() {
            if scalar == mark, take("]") { return name }
            name.unicodeScalars.append(scalar)
        }
        throw RegularExpressionProblem(message: "'[\(mark)' without '\(mark)]'")
    }
}
