import OrderLanguage
import OrderModel

/// Any bytes are checked without a crash, and a query that is accepted prints back as itself.
enum LanguageProperty {
    static func check(_ bytes: UnsafeRawBufferPointer) {
        for query in queries(in: SourceText(bytes: Array(bytes))) {
            let text = CanonicalPrinter.print(query)
            precondition(
                queries(in: SourceText(text)).map(CanonicalPrinter.print) == [text],
                "the canonical form changes when it is read: \(text)"
            )
        }
    }

    /// The queries without parameters, whose types nobody knows here.
    private static func queries(in source: SourceText) -> [Query] {
        let checked = Checker.check(source)
        guard !checked.hasErrors, checked.parameters.isEmpty else { return [] }
        return checked.statements.compactMap { statement in
            guard case .query(let query) = statement.kind else { return nil }
            return query
        }
    }
}
