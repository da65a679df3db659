import OrderLanguage
import OrderModel

/// A title with the places where values of `$names` go.
package struct Title: Sendable {
    private let parts: [Part]

    private enum Part: Sendable {
        case text(String)
        case value(name: String)
    }

    /// Reads a title; a `$name` that nothing defines is an error, and `$$` is a dollar sign.
    init(_ text: String, parameters: [String: ParameterType]) throws(StepProblem) {
        var parts: [Part] = []
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            parts.append(.text(String(rest[..<dollar])))
            rest = rest[rest.index(after: dollar)...]
            let name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
            guard !name.isEmpty else {
                parts.append(.text("$"))
                if rest.first == "$" { rest = rest.dropFirst() }
                continue
            }
            guard parameters[name] != nil else {
                let candidate = NameSuggestion.candidates(for: name, among: Array(parameters.keys)).first
                throw StepProblem(
                    message: "no value named '$\(name)'",
                    hint: candidate.map { "did you mean '$\($0)'?" }
                )
            }
            parts.append(.value(name: name))
            rest = rest.dropFirst(name.count)
        }
        self.parts = parts + [.text(String(rest))]
    }

    /// The title with the values filled in.
    func text(with values: [String: ParameterValue]) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .value(let name): Self.words(for: values[name])
            }
        }.joined()
    }

    private static func words(for value: ParameterValue?) -> String {
        switch value {
        case .literal(let literal): words(for: literal)
        case .list(let literals): literals.map(words).joined(separator: ", ")
        case nil: ""
        }
    }

    private static func words(for literal: Literal) -> String {
        if case .text(let text) = literal { return text }
        return CanonicalPrinter.print(literal)
    }
}
