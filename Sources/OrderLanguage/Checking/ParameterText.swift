internal import OrderModel

/// Reads the value of a `param` from the command line, by its type.
package enum ParameterText {
    /// The value that a text gives, or what is wrong with it.
    ///
    /// Text is taken as it stands; everything else is written as in the language, a list with commas: `new,hold`.
    package static func read(
        _ text: String,
        as type: ParameterType,
        parameters: [String: ParameterType] = [:]
    ) -> Result<DefinitionValue, ParameterTextProblem> {
        if type.type == .text {
            let parts =
                type.isList ? text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) : [text]
            let values = parts.map { Expression.literal(.text($0)) }
            return .success(type.isList ? .list(values) : .constant(values[0]))
        }
        let source = SourceText(type.isList ? "(\(text))" : text)
        var parser = Parser(source)
        let syntax = parser.parseExpression()
        var checker = Checker(source: source, parameters: parameters)
        checker.diagnostics = parser.diagnostics
        let checked = parser.isAtEnd && parser.diagnostics.isEmpty ? checker.check(value: syntax, as: type) : nil
        if let checked, !checker.diagnostics.contains(where: { $0.severity == .error }) {
            return .success(checked.value)
        }
        let reason = checker.diagnostics.first { $0.severity == .error }?.text
        return .failure(ParameterTextProblem(text: text, type: type, reason: reason))
    }
}

/// A text that is no value of a type.
package struct ParameterTextProblem: Error, Sendable {
    package let text: String
    package let type: ParameterType
    /// What the checker said of it, if it got that far.
    package let reason: String?

    /// An example of a right value.
    package var example: String {
        let example =
            switch type.type {
            case .integer: "20"
            case .money: "100000 or 2.5m"
            case .boolean: "true or false"
            case .status: "new"
            case .instant: "2025-12-27T18:00:00Z"
            case .date: "2025-12-27, yesterday or 2025-12"
            case .duration: "36h or 7d"
            case .text, .object, .document: "any text"
            }
        return type.isList ? "\(example), several with commas" : example
    }
}
