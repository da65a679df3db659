import OrderModel

extension Session {
    /// `\history`: the statements that were entered, those with a text in them or the newest.
    func showHistory(_ text: String?) throws {
        guard let history = environment.history else {
            throw ShellError(.usage, "there is no history here", mend: "only the prompt keeps one")
        }
        try show(HistoryListing(entries: history(), zone: settings.zone).text(finding: text))
    }
}

extension Command {
    /// Throws for what only a person at the prompt can use.
    func requireNoPrompt() throws(StepProblem) {
        switch self {
        case .edit: throw StepProblem(message: "only the prompt has an editor", hint: "leave \\edit out")
        case .history: throw StepProblem(message: "only the prompt has a history", hint: "leave \\history out")
        default: return
        }
    }
}

/// Asks the prompt to open the last statement in the user's editor.
package struct EditRequest: Error {}

/// The text of `\history`.
struct HistoryListing {
    /// Without a text to find: whoever wants an older one knows something of it.
    private static let shownCount = 100

    let entries: [HistoryEntry]
    let zone: TimeZoneRules

    /// The newest statements, or all with `wanted` in them, whatever the case; the newest last.
    ///
    /// A `\history` that looked for something holds it too, and is not what was looked for.
    func text(finding wanted: String?) -> String {
        let all = Array(entries.enumerated())
        let found = wanted.map { wanted in all.filter { Self.isFound($0.element.text, by: wanted) } } ?? all
        guard !found.isEmpty else {
            let words = wanted.map { "No statement in the history has '\(VisibleText.of($0))'." }
            return words ?? "The history is empty."
        }
        let shown = wanted == nil ? found.suffix(Self.shownCount) : found[...]
        var result = shown.flatMap { lines(of: $0.element, number: $0.offset + 1) }
        if shown.count < found.count {
            result.insert("(\(found.count - shown.count) older ones: \\history TEXT finds those with a text)", at: 0)
        }
        return result.joined(separator: "\n")
    }

    private func lines(of entry: HistoryEntry, number: Int) -> [String] {
        let digits = String(number)
        let time = Instant(secondsSince1970: entry.time).map { DisplayText(zone: zone).of(.instant($0)) }
        let unknown = String(repeating: " ", count: 19)
        let start = String(repeating: " ", count: max(0, 5 - digits.count)) + "\(digits)  \(time ?? unknown)  "
        let indent = String(repeating: " ", count: start.utf8.count)
        return entry.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { offset, line in
            (offset == 0 ? start : indent) + VisibleText.of(String(line))
        }
    }

    private static func isFound(_ text: String, by wanted: String) -> Bool {
        let text = text.lowercased()
        let isSearch = text.hasPrefix("\\history") && !text.contains("\n")
        return !isSearch && text.utf8.contains(wanted.lowercased().utf8)
    }
}

extension Instant {
    /// A moment of the clock; nil where there was none, or none that a calendar could have.
    fileprivate init?(secondsSince1970 seconds: Int) {
        guard (1..<1 << 37).contains(seconds) else { return nil }
        self.init(microseconds: Int64(seconds) * 1_000_000)
    }
}
