import OrderLanguage
import OrderModel

/// Finds what could stand at a place of the text.
struct Completer {
    let source: SourceText
    let knowledge: PromptKnowledge.Snapshot
    let values: KnownValues
    let parameters: [String: ParameterType]
    /// Whether this is the query behind a command, which can be no command again.
    var isInCommand = false

    /// What could stand at a place.
    struct Found {
        var suggestions: [Suggestion] = []
        /// The part that is typed, which they are compared with.
        var typed: String
        /// The byte at which that part begins.
        var start: Int
        var remark: String?
        /// Whether values are still being read.
        var isUnfinished = false
    }

    /// What could stand before a byte; without a look at the file system unless asked for.
    func found(at cursor: Int, listsFiles: Bool = true) -> Found {
        let context = CompletionContext(source, cursor: cursor, parameters: parameters, results: knowledge.results)
        switch context.kind {
        case .nothing: return Found(typed: "", start: cursor)
        case .statement(let expected): return statement(context, expected)
        case .queryString:
            let found = QueryStringSuggestions(knowledge: knowledge).suggestions(for: context.part)
            return Found(suggestions: found.suggestions, typed: found.typed, start: cursor - found.typed.utf8.count)
        case .destination: return destination(context, listsFiles: listsFiles)
        case .command where isInCommand: return Found(typed: "", start: cursor)
        case .command: return command(context, listsFiles: listsFiles)
        }
    }

    private func statement(_ context: CompletionContext, _ expected: [ExpectedPart]) -> Found {
        let suggestions = StatementSuggestions(knowledge: knowledge, values: values, typed: context.part)
        let found = suggestions.suggestions(for: expected)
        return Found(
            suggestions: found,
            typed: context.part,
            start: context.range.lowerBound,
            remark: found.isEmpty ? suggestions.remark(for: expected) : nil,
            isUnfinished: suggestions.awaitsValues(of: expected)
        )
    }

    private func destination(_ context: CompletionContext, listsFiles: Bool) -> Found {
        let path = String(context.part.dropFirst(2).drop { $0 == " " || $0 == "\t" })
        let start = context.range.upperBound - path.utf8.count
        guard listsFiles, context.part.hasPrefix("\\>") else { return Found(typed: path, start: start) }
        let listing = FileListing().entries(for: path, ending: nil)
        return Found(suggestions: listing.suggestions, typed: path, start: start, remark: listing.remark)
    }

    private func command(_ context: CompletionContext, listsFiles: Bool) -> Found {
        let files = FileListing(maximumNanoseconds: listsFiles ? FileListing.patienceNanoseconds : 0)
        let found = CommandSuggestions(knowledge: knowledge, files: files).suggestions(for: context.part)
        if let queryStart = found.queryStart {
            // What follows is a query of its own, at the same place of the text.
            let start = context.range.lowerBound + queryStart
            let line = SourceText(bytes: Array(source.bytes[start..<context.range.upperBound]))
            var inner = Completer(source: line, knowledge: knowledge, values: values, parameters: parameters)
            inner.isInCommand = true
            var result = inner.found(at: line.bytes.count, listsFiles: listsFiles)
            result.start += start
            return result
        }
        return Found(
            suggestions: found.suggestions,
            typed: found.typed,
            start: context.range.upperBound - found.typed.utf8.count,
            remark: found.remark
        )
    }
}
