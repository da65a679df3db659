// Tab: what can stand at the cursor is inserted, or shown in a menu below the line.

import CEdit

extension EditorCore {
    /// How often an answer that is unfinished is asked for again; so soon that it is hardly noticed.
    static let awaitingMilliseconds: Int32 = 10

    /// Inserts the one candidate or what all of them begin with; when that adds nothing, opens the menu.
    ///
    /// Within a word the whole word is completed.
    func complete() {
        let isFirstTime = !mode.isAwaiting
        mode = .line
        let (scalars, cursor) = buffer
        let end = Self.wordEnd(around: cursor, in: scalars)
        guard let answer = completions(at: end) else { return }
        if answer.isUnfinished { mode = .awaiting }
        // What is there in a moment needs no word.
        let remark = isFirstTime && answer.isUnfinished ? nil : answer.remark
        notices = remark.map { [StyledLine($0, style: hooks.palette.style(.menuDetail))] } ?? []
        guard !answer.candidates.isEmpty, !answer.isUnfinished else { return }
        notices = []
        move(from: cursor, to: end)
        let typed = String(scalars: scalars[answer.start..<end])
        if answer.isByPrefix {
            let common = answer.commonBeginning
            let isWhole = answer.candidates.count == 1
            if isWhole || common.unicodeScalars.count > typed.unicodeScalars.count && !answer.beginsAlikeBySigns {
                replace(from: answer.start, with: common)
                completedEnd = buffer.cursor
                return
            }
        }
        mode = .menu(CompletionMenu(answer, typed: typed))
    }

    /// The end of the word that the cursor is within; the cursor where it isn't.
    static func wordEnd(around cursor: Int, in scalars: [UInt32]) -> Int {
        guard cursor < scalars.count, WordBoundary.isWord(scalars[cursor]) else { return cursor }
        let end = WordBoundary.end(after: cursor, in: scalars)
        return WordBoundary.start(before: end, in: scalars) < cursor ? end : cursor
    }

    /// What the hook answers for a place, when it makes sense.
    private func completions(at place: Int) -> CompletionAnswer? {
        guard let answer = hooks.complete?(String(scalars: buffer.scalars), place), (0...place).contains(answer.start)
        else { return nil }
        return answer
    }

    /// Lets the open menu have an event; true when the event is spent.
    func menuTakes(_ event: KeyEvent, _ menu: CompletionMenu) -> Bool {
        var menu = menu
        switch menu.react(to: event, layout: layout(of: menu)) {
        case .show:
            replace(from: menu.start, with: menu.text)
            completedEnd = buffer.cursor
            mode = .menu(menu)
        case .take:
            mode = .line
        case .takeAndPass:
            mode = .line
            return false
        case .narrow:
            mode = .narrowing(start: menu.start)
            return false
        case .restoreAndNarrow:
            restore(menu)
            mode = .narrowing(start: menu.start)
            return false
        case .restore:
            restore(menu)
            mode = .line
        }
        return true
    }

    /// Opens the menu again for what was typed while it was open; it stays closed when that ended the word.
    func narrowMenu(start: Int) {
        mode = .line
        let (scalars, cursor) = buffer
        guard let answer = completions(at: cursor), answer.start == start, !answer.candidates.isEmpty else { return }
        let typed = String(scalars: scalars[start..<cursor])
        guard answer.candidates.count > 1 || !answer.candidates[0].text.utf8.elementsEqual(typed.utf8) else { return }
        mode = .menu(CompletionMenu(answer, typed: typed))
    }

    /// The menu's lines for the frame.
    func lines(of menu: CompletionMenu) -> [StyledLine] {
        layout(of: menu).lines(menu.candidates, selection: menu.selection, palette: hooks.palette)
    }

    /// Half of the screen, but no more than can be taken in at once.
    private func layout(of menu: CompletionMenu) -> CompletionMenuLayout {
        let size = terminal.size
        return CompletionMenuLayout(menu.candidates, width: size.columns, height: min(10, max(1, size.rows / 2)))
    }

    /// Gives back what was typed before anything of a menu was selected.
    private func restore(_ menu: CompletionMenu) {
        replace(from: menu.start, with: menu.original)
        completedEnd = nil
    }

    /// Puts `text` between `start` and the cursor.
    private func replace(from start: Int, with text: String) {
        let cursor = buffer.cursor
        cedit_delete_before(edit, Int32(cursor - start))
        insert(text.unicodeScalars.map(\.value))
    }

    /// Takes back what completion has added behind a word where the key stands for it, or against the word.
    func giveUpCompleted(before event: KeyEvent) {
        defer { completedEnd = nil }
        guard let end = completedEnd, case .key(let key) = event, buffer.cursor == end, end > 0 else { return }
        let scalars = buffer.scalars
        let added = Int32(bitPattern: scalars[end - 1])
        guard added == Self.blank ? Self.keysAgainstWords.contains(key) : added == key && Self.signs.contains(key)
        else { return }
        // A field's part follows its name at once; the path that a command takes may begin with a dot.
        if key == Self.dot, scalars.first(where: { $0 != 0x20 }) == Self.backslash { return }
        cedit_delete_before(edit, 1)
    }

    private static let keysAgainstWords = Set(" ,);.\r\n".unicodeScalars.map { Int32($0.value) })
    private static let signs = Set(".(".unicodeScalars.map { Int32($0.value) })
    private static let blank: Int32 = 0x20
    private static let dot: Int32 = 0x2E
    private static let backslash: UInt32 = 0x5C
}

extension CompletionAnswer {
    /// Whether all candidates begin alike only since they are quoted or bracketed: a quote alone helps nobody.
    var beginsAlikeBySigns: Bool {
        commonBeginning.allSatisfy { $0 == "\"" || $0 == "'" || $0 == "(" }
    }

    /// What the texts of all candidates begin with; whole characters only.
    var commonBeginning: String {
        guard let first = candidates.first?.text else { return "" }
        var length = first.unicodeScalars.count
        for candidate in candidates.dropFirst() {
            let common = zip(first.unicodeScalars, candidate.text.unicodeScalars).prefix { $0 == $1 }.count
            length = min(length, common)
        }
        var result = ""
        var used = 0
        for character in first {
            used += character.unicodeScalars.count
            guard used <= length else { break }
            result.append(character)
        }
        return result
    }
}
