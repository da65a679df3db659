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
            replace(from: menu.start, with: menu.original)
            mode = .narrowing(start: menu.start)
            return false
        case .restore:
            replace(from: menu.start, with: menu.original)
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

    /// Puts `text` between `start` and the cursor.
    private func replace(from start: Int, with text: String) {
        let cursor = buffer.cursor
        cedit_delete_before(edit, Int32(cursor - start))
        insert(text.unicodeScalars.map(\.value))
        completedBlank = text.utf8.last == 0x20 ? buffer.cursor : nil
    }
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
