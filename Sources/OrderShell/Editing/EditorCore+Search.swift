// The search through earlier statements, and the ghost behind the text.

import CEdit

extension EditorCore {
    /// Opens the search, with a pattern or for one to be typed.
    func search(older: Bool, pattern: String = "") {
        loadHistory()
        var search = HistorySearch(older: older, pattern: pattern)
        if !pattern.isEmpty { search.begin(in: &history) }
        mode = .search(search)
    }

    /// Looks further for what was looked for last, as vi's `n` and `N` do.
    func searchAgain(reversed: Bool) {
        search(older: lastSearch.isOlder != reversed, pattern: lastSearch.pattern)
    }

    /// Lets the open search have an event; true when the event is spent.
    func searchTakes(_ event: KeyEvent, _ search: HistorySearch) -> Bool {
        var search = search
        let reaction = search.react(to: event, in: &history)
        mode = .search(search)
        guard reaction != .stay else { return true }
        mode = .line
        if !search.pattern.isEmpty { lastSearch = (search.pattern, search.isOlder) }
        guard case .take(let passesKey) = reaction else { return true }
        if let match = search.match {
            replaceText(history[match.index])
            cedit_move(edit, Int32(match.range.upperBound - buffer.cursor))
        }
        return !passesKey
    }

    /// What the text would go on with: the newest statement that begins so, else what the language makes of it.
    func ghost(_ text: String, at cursor: Int, of annotation: TextAnnotation) -> String {
        let count = text.unicodeScalars.count
        guard cursor == count, mode.isLine, recalled.map({ !$0.utf8.elementsEqual(text.utf8) }) ?? true else {
            return ""
        }
        if count >= 2, count <= Self.longestGhostBeginning, let statement = history.newest(beginningWith: text) {
            let rest = Self.withoutDestination(statement.unicodeScalars.dropFirst(count))
            if !rest.isEmpty { return rest }
        }
        return annotation.ghost
    }

    /// A text of this length was pasted, and nobody wants it again.
    private static let longestGhostBeginning = 10_000

    /// The rest of a statement up to where its answer went: nobody should write a file or run a command by one key.
    static func withoutDestination(_ rest: Substring.UnicodeScalarView) -> String {
        let scalars = Array(rest)
        let end = scalars.indices.first { index in
            scalars[index] == "\\" && index + 1 < scalars.count && [">", "|"].contains(scalars[index + 1])
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[..<(end ?? scalars.count)])
        while end != nil, let last = text.last, last.properties.isWhitespace { text.removeLast() }
        return String(text)
    }

    /// Takes the ghost, all of it or its next word; false when there is none.
    func takeGhost(wordOnly: Bool = false) -> Bool {
        let (scalars, cursor) = buffer
        guard cursor == scalars.count else { return false }
        loadHistory()
        let text = String(scalars: scalars)
        let ghost = ghost(text, at: cursor, of: hooks.annotate?(text, cursor) ?? TextAnnotation())
        guard !ghost.isEmpty else { return false }
        let values = ghost.unicodeScalars.map(\.value)
        insert(wordOnly ? Array(values[..<WordBoundary.end(after: 0, in: values)]) : values)
        return true
    }
}

/// Where words end, for moving, deleting and taking a ghost's next word; always between two clusters.
enum WordBoundary {
    /// The end of the word that begins at or after `position`.
    static func end(after position: Int, in scalars: [UInt32]) -> Int {
        var position = position
        while position < scalars.count, !isWord(scalars[position]) { position += 1 }
        while position < scalars.count, isWord(scalars[position]) { position += 1 }
        return TextClusters.cluster(in: scalars, around: position)?.upperBound ?? position
    }

    /// The start of the word that ends at or before `position`.
    static func start(before position: Int, in scalars: [UInt32]) -> Int {
        var position = position
        while position > 0, !isWord(scalars[position - 1]) { position -= 1 }
        while position > 0, isWord(scalars[position - 1]) { position -= 1 }
        return TextClusters.cluster(in: scalars, around: position)?.lowerBound ?? position
    }

    /// The start of what stands between blanks and ends at or before `position`.
    static func blank(before position: Int, in scalars: [UInt32]) -> Int {
        var position = position
        while position > 0, isBlank(scalars[position - 1]) { position -= 1 }
        while position > 0, !isBlank(scalars[position - 1]) { position -= 1 }
        return position
    }

    private static func isBlank(_ value: UInt32) -> Bool {
        Unicode.Scalar(value)?.properties.isWhitespace ?? false
    }

    static func isWord(_ value: UInt32) -> Bool {
        guard let scalar = Unicode.Scalar(value) else { return false }
        if value < 0x80 { return value == 0x5F || (scalar.properties.isAlphabetic || (0x30...0x39).contains(value)) }
        let properties = scalar.properties
        return properties.isAlphabetic || properties.numericType != nil || properties.isJoinControl
            || properties.isGraphemeExtend
    }
}
