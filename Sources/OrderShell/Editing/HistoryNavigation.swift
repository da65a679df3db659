/// Walking through earlier statements with Up and Down, or going to one that was found.
///
/// libedit's own walk cuts the pending line at 1024 characters; here it is kept whole, as the newest entry. What was made
/// of an earlier statement is kept beside it until the line ends.
struct HistoryNavigation {
    /// How many statements below the newest; 0 is the pending line.
    private var depth = 0
    /// What the line was when each depth was left.
    private var texts: [Int: String] = [:]

    /// Which statement the line is made of; nil for the pending line.
    func index(in history: StatementHistory) -> Int? { depth > 0 ? history.count - depth : nil }

    /// The statement before, nil at the oldest; `current` is what is in the buffer now.
    mutating func older(than current: String, in history: StatementHistory) -> String? {
        go(to: depth + 1, leaving: current, in: history)
    }

    /// The statement after, in the end the pending line, or nil when that is shown already.
    mutating func newer(than current: String, in history: StatementHistory) -> String? {
        go(to: depth - 1, leaving: current, in: history)
    }

    /// The line at a depth, nil where there is none.
    mutating func go(to target: Int, leaving current: String, in history: StatementHistory) -> String? {
        guard (0...history.count).contains(target) else { return nil }
        texts[depth] = current
        depth = target
        return texts[target] ?? history[history.count - target]
    }
}
