// The search through earlier statements, and the ghost behind the text.

import CEdit

extension EditorCore {
    /// Opens the search.
    func search(older: Bool, isOnCharacter: Bool = false) {
        loadHistory()
        mode = .search(HistorySearch(older: older, isOnCharacter: isOnCharacter))
    }

    /// Fetches the next statement with what was looked for last, as vi's `n` and `N` do.
    func searchAgain(reversed: Bool) {
        let (pattern, isOlder) = lastSearch
        guard !pattern.isEmpty else { return }
        loadHistory()
        var search = HistorySearch(older: isOlder != reversed, pattern: pattern, isOnCharacter: true)
        if search.goOn(from: navigation.index(in: history), in: &history) {
            fetch(search)
        } else {
            notices = [search.line(palette: hooks.palette)]
        }
    }

    /// Makes what was found the line; Up and Down go on from there, and back to the line that was typed.
    private func fetch(_ search: HistorySearch) {
        guard let match = search.match else { return }
        let left = String(scalars: buffer.scalars)
        let text = navigation.go(to: history.count - match.index, leaving: left, in: history)
        // What was made of it before is kept, as with Up and Down.
        replaceText(text ?? history[match.index])
        let place = search.isOnCharacter ? match.range.lowerBound : match.range.upperBound
        move(from: buffer.cursor, to: min(place, buffer.scalars.count))
    }

    /// Lets the open search have an event; true when the event is spent.
    func searchTakes(_ event: KeyEvent, _ search: HistorySearch) -> Bool {
        var search = search
        let reaction = search.react(to: event, in: &history)
        mode = .search(search)
        guard reaction != .stay else { return true }
        mode = .line
        if !search.pattern.isEmpty { lastSearch = (search.pattern, search.isOlder) }
        switch reaction {
        case .stay: return true
        case .restore(let passesKey): return !passesKey
        case .take(let passesKey):
            fetch(search)
            return !passesKey
        }
    }

    /// What the text would go on with: the newest statement that begins so, else what the language makes of it.
    func ghost(_ text: String, at cursor: Int, of annotation: TextAnnotation) -> String {
        let count = text.unicodeScalars.count
        guard cursor == count, mode.isLine, recalled.map({ !$0.utf8.elementsEqual(text.utf8) }) ?? true else {
            return ""
        }
        if count >= 2, count <= Self.longestGhostBeginning,
            let statement = history.newest(beginningWith: text, where: hooks.canRun)
        {
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
