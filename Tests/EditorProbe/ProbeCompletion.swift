import OrderShell
import Synchronization

/// Candidates of every kind for the tests: by the word before the cursor.
///
/// A word of `order` finds names that begin so, one that begins with `#` finds a hundred numbers, one with `~` finds
/// names by letters that they contain, `none` has a remark. The words for `soon` are there when asked for the fourth time,
/// those for `never` never.
enum ProbeCompletion {
    @Sendable static func answer(_ text: String, _ cursor: Int) -> CompletionAnswer {
        let typed = String(String.UnicodeScalarView(text.unicodeScalars.prefix(cursor)))
        let word = String(typed.split(separator: " ", omittingEmptySubsequences: false).last ?? "")
        let start = cursor - word.unicodeScalars.count
        switch word {
        case "soon", "never":
            let isRead = soonCount.withLock { count in
                count += 1
                return word == "soon" && count > 3
            }
            return CompletionAnswer(
                start: start,
                candidates: isRead ? late : [],
                remark: "being read",
                isUnfinished: !isRead
            )
        default: return answer(start: start, word)
        }
    }

    private static let soonCount = Mutex(0)
    private static let late: [CompletionAnswer.Candidate] = [
        .init(text: "sooner", detail: "earlier"), .init(text: "soonish", detail: "some day"),
    ]

    private static func answer(start: Int, _ word: String) -> CompletionAnswer {
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
        .init(text: "limit ", detail: "a clause"), .init(text: "customer.", detail: "an object"),
        .init(text: "avg(", detail: "a function"),
    ]

    private static let numbers = (1...100).map { CompletionAnswer.Candidate(text: "#\($0)", detail: "number \($0)") }
}
