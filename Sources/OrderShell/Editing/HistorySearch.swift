/// A search through earlier statements, as Ctrl-R begins it: what is typed, what was found, what a key does.
struct HistorySearch {
    /// What the editor does after a key.
    enum Reaction: Equatable {
        /// The search goes on.
        case stay
        /// What was found becomes the line; the key is spent, or does to it what it does to any line.
        case take(passesKey: Bool)
        /// The line is as it was before; the key is spent, or does to it what it does to any line.
        case restore(passesKey: Bool)
    }

    /// What is looked for.
    private(set) var pattern: String
    /// What is shown: the newest statement in which the pattern was found.
    private(set) var match: StatementHistory.Match?
    /// Whether the pattern is nowhere further on.
    private(set) var hasFailed = false
    private(set) var isOlder: Bool
    /// Whether it began in vi's command mode, where the cursor stands on a character and Enter only fetches.
    let isOnCharacter: Bool

    init(older: Bool, pattern: String = "", isOnCharacter: Bool = false) {
        isOlder = older
        self.pattern = pattern
        self.isOnCharacter = isOnCharacter
    }

    /// Looks for the pattern anew, from the newest statement on.
    private mutating func begin(in history: inout StatementHistory) {
        match = nil
        search(from: isOlder ? history.count - 1 : 0, in: &history)
    }

    /// Goes on from a statement; false when there is nothing further on.
    mutating func goOn(from index: Int?, in history: inout StatementHistory) -> Bool {
        match = index.map { StatementHistory.Match(index: $0, range: 0..<0) }
        _ = again(older: isOlder, in: &history)
        return !hasFailed
    }

    /// Takes an event of the keyboard.
    mutating func react(to event: KeyEvent, in history: inout StatementHistory) -> Reaction {
        switch event {
        case .paste(let text, _):
            extend(by: String(scalars: text), in: &history)
            return .stay
        case .sequence(_, .up): return again(older: true, in: &history)
        case .sequence(_, .down): return again(older: false, in: &history)
        case .sequence(let bytes, nil): return reactToMeta(bytes, in: &history)
        case .sequence, .quoted: return .take(passesKey: true)
        case .key(let key): return react(to: key, in: &history)
        }
    }

    /// Alt-P and Alt-N look further; any other unknown sequence is the line's.
    private mutating func reactToMeta(_ bytes: [UInt8], in history: inout StatementHistory) -> Reaction {
        switch bytes.count == 1 ? bytes[0] | 0x20 : 0 {
        case UInt8(ascii: "p"): again(older: true, in: &history)
        case UInt8(ascii: "n"): again(older: false, in: &history)
        default: .take(passesKey: true)
        }
    }

    private mutating func react(to key: Int32, in history: inout StatementHistory) -> Reaction {
        switch key {
        case Control.r, Control.p: return again(older: true, in: &history)
        case Control.s, Control.n: return again(older: false, in: &history)
        case Control.g: return .restore(passesKey: false)
        case Control.c: return .restore(passesKey: true)
        case Control.enter, Control.newline: return .take(passesKey: !isOnCharacter)
        case Control.escape, Control.tab: return .take(passesKey: false)
        case Control.backspace, Control.h: replacePattern(with: String(pattern.dropLast()), in: &history)
        case Control.w: replacePattern(with: Self.withoutLastWord(pattern), in: &history)
        case Control.u: replacePattern(with: "", in: &history)
        case 0..<0x20: return .take(passesKey: true)
        default: extend(by: String(scalars: [UInt32(bitPattern: key)]), in: &history)
        }
        return .stay
    }

    /// Looks for more of the pattern, first in what is shown.
    private mutating func extend(by text: String, in history: inout StatementHistory) {
        pattern += text
        search(from: match?.index ?? (isOlder ? history.count - 1 : 0), in: &history)
    }

    private mutating func replacePattern(with text: String, in history: inout StatementHistory) {
        pattern = text
        begin(in: &history)
    }

    /// Looks further, past statements that read the same.
    private mutating func again(older: Bool, in history: inout StatementHistory) -> Reaction {
        isOlder = older
        guard !pattern.isEmpty else { return .stay }
        let step = older ? -1 : 1
        let start = match.map { $0.index + step } ?? (older ? history.count - 1 : 0)
        search(from: start, in: &history, skipping: match.map { history[$0.index] })
        return .stay
    }

    /// What was found before stays when nothing more is.
    private mutating func search(from start: Int, in history: inout StatementHistory, skipping: String? = nil) {
        let found = history.find(pattern, from: start, older: isOlder, skipping: skipping)
        hasFailed = found == nil && !pattern.isEmpty
        if pattern.isEmpty { match = nil }
        if let found { match = found }
    }

    private static func withoutLastWord(_ text: String) -> String {
        var rest = Substring(text)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        while let last = rest.last, !last.isWhitespace { rest.removeLast() }
        return String(rest)
    }

    /// The line below the text: what is looked for, and whether it is nowhere.
    func line(palette: Palette) -> StyledLine {
        var runs = [StyledLine.Run("search: ", style: palette.style(.menuDetail))]
        runs.append(.init(VisibleText.of(pattern), style: palette.style(.menuText)))
        if hasFailed {
            let words = match == nil ? "no statement has this" : isOlder ? "nothing older" : "nothing newer"
            runs.append(.init("  (\(words))", style: palette.style(.menuDetail)))
        }
        return StyledLine(runs)
    }
}

/// The codes of control characters that keys send.
enum Control {
    static let c: Int32 = 0x03
    static let g: Int32 = 0x07
    static let h: Int32 = 0x08
    static let tab: Int32 = 0x09
    static let newline: Int32 = 0x0A
    static let enter: Int32 = 0x0D
    static let n: Int32 = 0x0E
    static let p: Int32 = 0x10
    static let r: Int32 = 0x12
    static let s: Int32 = 0x13
    static let u: Int32 = 0x15
    static let v: Int32 = 0x16
    static let w: Int32 = 0x17
    static let escape: Int32 = 0x1B
    static let backspace: Int32 = 0x7F
}
