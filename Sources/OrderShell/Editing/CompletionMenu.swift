/// The menu of candidates below the line: which one is selected, and what a key does.
///
/// The selected candidate stands in the line, where it can be seen at work; whatever is typed next takes it, unless it is
/// a letter that goes on with what was typed before. While none is selected, typing narrows the menu.
struct CompletionMenu {
    /// What the editor does after a key.
    enum Reaction: Equatable {
        /// The line shows `text`.
        case show
        /// The line keeps what it shows; the key is spent.
        case take
        /// The line keeps what it shows, and the key does to it what it does to any line.
        case takeAndPass
        /// The key changes the text; the candidates are asked for anew.
        case narrow
        /// The line is as it was before, and then as after `narrow`.
        case restoreAndNarrow
        /// The line is as it was before.
        case restore
    }

    /// Where the replaced part begins, by Unicode scalars.
    let start: Int
    let candidates: [CompletionAnswer.Candidate]
    private(set) var selection: Int?
    private let typed: String

    /// Opens with nothing selected; `typed` is what stands between the answer's start and the cursor.
    init(_ answer: CompletionAnswer, typed: String) {
        start = answer.start
        candidates = answer.candidates
        self.typed = typed
    }

    /// What the line has from `start` to the cursor.
    var text: String { selection.map { candidates[$0].text } ?? typed }

    /// What was typed before anything was selected.
    var original: String { typed }

    /// Takes an event of the keyboard.
    mutating func react(to event: KeyEvent, layout: CompletionMenuLayout) -> Reaction {
        switch event {
        case .key(Control.tab), .key(Control.n): return move(by: 1, wraps: true)
        case .key(Control.p), .sequence(_, .backTab): return move(by: -1, wraps: true)
        case .sequence(_, .down): return move(by: 1, wraps: true)
        case .sequence(_, .up): return move(by: -1, wraps: true)
        case .sequence(_, .pageDown): return move(by: layout.pageSize, wraps: false)
        case .sequence(_, .pageUp): return move(by: -layout.pageSize, wraps: false)
        case .sequence(_, .right) where selection != nil && layout.columns > 1:
            return move(by: layout.rows, wraps: false)
        case .sequence(_, .left) where selection != nil && layout.columns > 1:
            return move(by: -layout.rows, wraps: false)
        case .key(Control.escape), .key(Control.g): return .restore
        case .key(Control.enter) where selection != nil, .key(Control.newline) where selection != nil: return .take
        case .key(let key) where selection == nil && Self.isEdit(key): return .narrow
        case .key(let key) where goesOn(with: key): return .restoreAndNarrow
        default: return .takeAndPass
        }
    }

    /// Whether what was typed and this letter begin a candidate: who presses Tab twice to see them all types on.
    private func goesOn(with key: Int32) -> Bool {
        guard !typed.isEmpty, let scalar = UInt32(exactly: key).flatMap(Unicode.Scalar.init),
            scalar.properties.isAlphabetic || scalar == "_"
        else { return false }
        let beginning = (typed + String(scalar)).lowercased().utf8
        return candidates.contains { $0.text.lowercased().utf8.starts(with: beginning) }
    }

    /// Whether a key changes the word at the cursor.
    private static func isEdit(_ key: Int32) -> Bool {
        key >= 0x20 || key == Control.h
    }

    private mutating func move(by distance: Int, wraps: Bool) -> Reaction {
        let last = candidates.count - 1
        guard let selected = selection else {
            selection = distance < 0 ? last : 0
            return .show
        }
        let target = selected + distance
        if (0...last).contains(target) {
            selection = target
        } else if wraps {
            selection = distance < 0 ? last : 0
        } else {
            selection = min(max(0, target), last)
        }
        return .show
    }
}
