/// Walking through earlier statements with Up and Down.
///
/// libedit's own walk cuts the pending line at 1024 characters; here it is kept whole, as the newest entry.
struct HistoryNavigation {
    private var entries: [String]
    private var position: Int
    private var pending = ""
    private let limit: Int

    init(entries: [String], limit: Int) {
        self.limit = limit
        self.entries = Array(entries.suffix(limit))
        position = self.entries.count
    }

    /// Adds an entry, unless it repeats the newest.
    mutating func append(_ text: String) -> Bool {
        guard entries.last != text else {
            return false
        }
        entries.append(text)
        if entries.count > limit {
            entries.removeFirst(entries.count - limit)
        }
        return true
    }

    /// Goes back to the pending line, which is empty.
    mutating func reset() {
        position = entries.count
        pending = ""
    }

    /// The entry before, nil at the oldest.
    ///
    /// `current` is what is in the buffer now, kept when it is the pending line.
    mutating func older(than current: String) -> String? {
        guard position > 0 else {
            return nil
        }
        if position == entries.count {
            pending = current
        }
        position -= 1
        return entries[position]
    }

    /// The entry after, in the end the pending line, or nil when that is shown already.
    mutating func newer() -> String? {
        guard position < entries.count else {
            return nil
        }
        position += 1
        return position == entries.count ? pending : entries[position]
    }
}
