// Prints checked queries in the one canonical form: parsing it again gives the same tree. `explain` shows it, and
// a column without an alias is named by it.

package import OrderModel

/// The canonical text of queries, conditions and expressions.
package enum CanonicalPrinter {
    package static func print(_ query: Query) -> String {
        var parts = [name(of: query)]
        if let search = query.search { parts.append("search " + quoted(search)) }
        if let condition = query.condition { parts.append("where " + print(condition)) }
        if !query.groups.isEmpty { parts.append("group by " + print(query.groups)) }
        if let columns = query.columns { parts.append("select " + print(columns)) }
        if let having = query.having { parts.append("having " + print(having)) }
        if !query.order.isEmpty { parts.append("order by " + query.order.map(print).joined(separator: ", ")) }
        if let limit = query.limit { parts.append("limit \(limit)") }
        if let offset = query.offset { parts.append("offset \(offset)") }
        if let chart = query.chart { parts.append("chart " + chart.rawValue) }
        return parts.joined(separator: " ")
    }

    /// The word that the query begins with: a collection, or `_2` for an earlier answer.
    private static func name(of query: Query) -> String {
        query.collection.rawValue + (query.resultNumber == 0 ? "" : String(query.resultNumber))
    }

    /// The name of a column in the answer: its alias, or its expression.
    package static func name(of column: Column) -> String {
        column.alias ?? print(column.expression)
    }

    private static func print(_ columns: [Column]) -> String {
        columns.map { column in
            print(column.expression) + (column.alias.map { " as " + $0 } ?? "")
        }.joined(separator: ", ")
    }

    private static func print(_ sort: Sort) -> String {
        let text = print(sort.expression)
        // A leading minus means descending, so an expression that begins with one needs brackets; so does a sum,
        // whose minus would seem to belong to its first part.
        if sort.isDescending { return "-" + bracketed(sort.expression, ifLooserThan: .primary) }
        return text.hasPrefix("-") ? "(\(text))" : text
    }

    // MARK: Expressions

    package static func print(_ expression: Expression) -> String {
        switch expression {
        case .literal(let literal): print(literal)
        case .field(let field): field.name
        case .alias(let name): name
        case .parameter(let name): "$" + name
        case .negation(let inner): "-" + bracketed(inner, ifLooserThan: .primary)
        case .arithmetic(let operation, let left, let right):
            print(operation, left, right)
        case .function(let function, let arguments):
            "\(function.rawValue)(\(arguments.map(print).joined(separator: ", ")))"
        case .aggregate(let aggregate, let argument):
            "\(aggregate.rawValue)(\(argument.map(print) ?? ""))"
        }
    }

    private static func print(_ operation: ArithmeticOperator, _ left: Expression, _ right: Expression) -> String {
        let tightness = Tightness(operation)
        // Operators of one tightness group from the left, so the right side needs brackets at the same one.
        let rightText = bracketed(right, ifLooserThan: tightness.next)
        return "\(bracketed(left, ifLooserThan: tightness)) \(operation.rawValue) \(rightText)"
    }

    private static func bracketed(_ expression: Expression, ifLooserThan tightness: Tightness) -> String {
        let text = print(expression)
        return Tightness(expression) < tightness ? "(\(text))" : text
    }

    package static func print(_ literal: Literal) -> String {
        switch literal {
        case .number(let number): number.description
        case .text(let text): quoted(text)
        case .status(let name): OrderStatus.names.contains(name) ? name : quoted(name)
        case .boolean(let boolean): boolean ? "true" : "false"
        case .instant(let instant): instant.iso8601
        case .period(let period): print(period)
        case .duration(let amount): print(amount)
        case .now: "now"
        }
    }

    private static func print(_ period: PeriodExpression) -> String {
        switch period {
        case .absolute(let period): return period.description
        case .relative(.day, 0): return "today"
        case .relative(.day, -1): return "yesterday"
        case .relative(.day, 1): return "tomorrow"
        case .relative(let unit, let offset):
            let word = offset == 0 ? "this" : offset < 0 ? "last" : "next"
            return "\(word) \(unit.rawValue)"
        }
    }

    /// The largest units first: `1d12h`, `-36s`.
    package static func print(_ amount: TimeAmount) -> String {
        let second = TimeAmount.microsecondsPerSecond
        let units: [(String, Int64)] = [("d", 86_400), ("h", 3600), ("min", 60)]
        var rest = Int128(amount.microseconds.magnitude)
        var text = amount.microseconds < 0 ? "-" : ""
        for (unit, seconds) in units {
            let size = Int128(seconds * second)
            guard rest >= size else { continue }
            text += "\(rest / size)\(unit)"
            rest %= size
        }
        if rest > 0 || amount.microseconds == 0 { text += "\(Decimal(coefficient: rest, scale: 6))s" }
        return text
    }

    /// Text in double quotes, with escapes where they are needed.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default:
                if scalar.properties.generalCategory == .control {
                    result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}

/// How tightly an expression holds together; what is looser needs brackets.
private enum Tightness: Int, Comparable {
    case sum
    case product
    case negation
    case primary

    init(_ operation: ArithmeticOperator) {
        self = operation == .add || operation == .subtract ? .sum : .product
    }

    init(_ expression: Expression) {
        switch expression {
        case .arithmetic(let operation, _, _): self = Tightness(operation)
        case .negation: self = .negation
        case .literal(.number(let number)) where number.coefficient < 0: self = .negation
        case .literal(.duration(let amount)) where amount.microseconds < 0: self = .negation
        default: self = .primary
        }
    }

    var next: Tightness { Tightness(rawValue: rawValue + 1) ?? .primary }

    static func < (left: Tightness, right: Tightness) -> Bool { left.rawValue < right.rawValue }
}
