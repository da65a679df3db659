import OrderShell

/// Candidates of every kind for the tests: by the word before the cursor.
///
/// A word of `order` finds names that begin so, one that begins with `#` finds a hundred numbers, one with `~` finds
/// names by letters that they contain, `none` has a remark.
enum ProbeCompletion {
    @Sendable static func answer(_ text: String, _ cursor: Int) -> CompletionAnswer {
        let typed = String(String.UnicodeScalarView(text.unicodeScalars.prefix(cursor)))
        let word = String(typed.split(separator: " ", omittingEmptySubsequences: false).last ?? "")
        let start = cursor - word.unicodeScalars.count
        switch word.first {
        case nil: return CompletionAnswer(start: start, candidates: [])
        case "#": return CompletionAnswer(start: start, candidates: numbers.filter { $0.text.hasPrefix(word) })
        case "~":
            let letters = word.dropFirst()
            let found = names.filter { $0.text.contains(letters) }
            return CompletionAnswer(start: start, candidates: found, isByPrefix: false)
        default:
            let found = names.filter { $0.text.hasPrefix(word) }
            return CompletionAnswer(start: start, candidates: found, remark: "nothing begins with \(word)")
        }
    }

    private static let names: [CompletionAnswer.Candidate] = [
        .init(text: "orders", detail: "a collection"), .init(text: "order by", detail: "a clause"),
        .init(text: "استانبول", detail: "a city"), .init(text: "status", detail: "a status"),
        .init(text: "state", detail: "a text"), .init(text: "started_at", detail: "an instant"),
        .init(text: "limit ", detail: "a clause"),
    ]

    private static let numbers = (1...100).map { CompletionAnswer.Candidate(text: "#\($0)", detail: "number \($0)") }
}
