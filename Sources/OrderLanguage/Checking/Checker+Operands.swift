// The two sides of a test: the subject gives the type, the others take their meaning from it.

internal import OrderModel

/// A checked subject and what it is compared with.
struct Operands {
    var subject: TypedExpression
    var others: [Expression]
}

extension Checker {
    /// Checks a subject and the values that it is compared with; nil when something is wrong, and reported.
    mutating func checkOperands(
        of subject: ExpressionSyntax,
        _ others: [ExpressionSyntax],
        in scope: Scope,
        wanting: ValueType? = nil,
        allowsLists: Bool = false
    ) -> Operands? {
        guard var typed = check(subject, expecting: nil, in: scope) else {
            // The others may still hold errors of their own.
            for other in others where !isBareWord(other) { _ = check(other, expecting: nil, in: scope) }
            return nil
        }
        if typed.type == .object {
            // What is missing is reported already, and would have said which part is meant.
            if others.allSatisfy(\.isMissing) { return nil }
            guard
                let part = objectPart(
                    of: typed.expression,
                    for: others.compactMap { comparedKind($0, wanting: wanting, in: scope) },
                    at: subject.range
                )
            else {
                return nil
            }
            typed = part
        }
        guard typed.type != .document else {
            let hint = "a document can only be tested with 'has' and 'is null'"
            report("'\(text(in: subject.range).excerpt)' is a document", at: subject.range, hint: hint)
            return nil
        }
        var expressions: [Expression] = []
        for other in others {
            if let expression = check(operand: other, of: typed, subject, in: scope, allowsLists: allowsLists) {
                expressions.append(expression)
            }
        }
        return expressions.count == others.count ? Operands(subject: typed, others: expressions) : nil
    }

    private func isBareWord(_ syntax: ExpressionSyntax) -> Bool {
        if case .name = syntax.kind { return true }
        return false
    }

    private mutating func check(
        operand: ExpressionSyntax,
        of subject: TypedExpression,
        _ subjectSyntax: ExpressionSyntax,
        in scope: Scope,
        allowsLists: Bool
    ) -> Expression? {
        if case .parameter(let name) = operand.kind, let type = parameters[name], type.isList {
            guard allowsLists else {
                report("$\(name) is a list", at: operand.range, hint: "use it after 'in'")
                return nil
            }
            guard subject.type.accepts(type.type) else {
                reportMismatch(subject.type, subjectSyntax, type.type, operand)
                return nil
            }
            return .parameter(name)
        }
        guard let typed = check(operand, expecting: subject.type, in: scope) else { return nil }
        guard typed.type != .object else {
            reportObject(typed.expression, at: operand.range)
            return nil
        }
        guard subject.type.accepts(typed.type) else {
            reportMismatch(subject.type, subjectSyntax, typed.type, operand)
            return nil
        }
        return typed.expression
    }

    private mutating func reportMismatch(
        _ type: ValueType,
        _ subject: ExpressionSyntax,
        _ found: ValueType,
        _ operand: ExpressionSyntax
    ) {
        var hint: String?
        if type.isTemporal {
            hint = "write a date without quotes, such as 2025-12-27, today or last month"
        } else if type == .boolean {
            hint = "compare it with true or false, or let it stand alone"
        } else if type.isNumeric, found.isTextual {
            hint = "write the number without quotes"
        } else if type.isTextual {
            hint = "write the text in quotes"
        } else if type == .duration {
            hint = "write a duration such as 36h or 7d"
        }
        let name = text(in: subject.range).excerpt
        report("'\(name)' is \(type.words) and can't be compared with \(found.words)", at: operand.range, hint: hint)
    }

    /// The part of an object that a comparison means: its id against numbers, its name against text.
    private mutating func objectPart(
        of expression: Expression,
        for kinds: [Bool],
        at range: Range<Int>
    ) -> TypedExpression? {
        guard case .field(let field) = expression else { return nil }
        guard Set(kinds).count == 1, let isNumber = kinds.first else {
            let parts = [Schema.identifier(of: field), Schema.displayName(of: field)].compactMap { $0?.name }
            report(
                "'\(field.name)' is an object",
                at: range,
                hint: "compare \(parts.first ?? "its id") with numbers, or \(parts.last ?? "its name") with text"
            )
            return nil
        }
        let part = isNumber ? Schema.identifier(of: field) : Schema.displayName(of: field)
        return part.map { TypedExpression(.field($0), $0.type) }
    }

    /// Whether an operand is a number (true) or a text (false); nil for anything else.
    private func comparedKind(_ syntax: ExpressionSyntax, wanting: ValueType?, in scope: Scope) -> Bool? {
        if wanting != nil { return false }
        switch syntax.kind {
        case .literal(.number): return true
        case .literal(.text): return false
        case .name(let name): return scope.field(name)?.type.isNumeric ?? false
        case .parameter(let name):
            guard let type = parameters[name]?.type, type.isNumeric || type.isTextual else { return nil }
            return type.isNumeric
        default: return nil
        }
    }
}

extension ExpressionSyntax {
    fileprivate var isMissing: Bool {
        if case .missing = kind { return true }
        return false
    }
}
