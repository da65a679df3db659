/// Walking through earlier statements with Up and Down.
///
/// libedit's own walk cuts the pending line at 1024 characters; here it is kept whole, as the newest entry.
struct HistoryNavigation {
    /// How many statements below the newest; 0 is the pending line.
    private var depth = 0
    private var pending = ""

    /// The statement before, nil at the oldest.
    ///
    /// `current` is what is in the buffer now, kept when it is the pending line.
    mutating func older(than current: String, in history: StatementHistory) -> String? {
        guard depth < history.count else { return nil }
        if depth == 0 { pending = current }
        depth += 1
        return history[history.count - depth]
    }

    /// The statement after, in the end the pending line, or nil when that is shown already.
    mutating func newer(in history: StatementHistory) -> String? {
        guard depth > 0 else { return nil }
        depth -= 1
        return depth == 0 ? pending : history[history.count - depth]
    }
}
