// What the keys do: each command changes libedit's text or cursor, or ends the line, and says how libedit goes on.

import OrderLanguage
import CEdit

extension EditorCore {
    /// Runs a command that libedit found for a key.
    func run(_ command: EditorCommand?) -> Int32 {
        switch command {
        case .enter: enter()
        case .breakLine: insert([VisibleScalar.newline])
        case .cancel: cancel()
        case .deleteOrEnd: deleteOrEnd()
        case .suspend: suspend()
        case .applyEdit: applyEdit()
        case .up: moveUp()
        case .down: moveDown()
        case .olderHistory: showOlder()
        case .newerHistory: showNewer()
        case .lineStart: moveToLineStart()
        case .lineEnd: moveToLineEnd()
        case .clearScreen: clearScreen()
        case .complete: complete()
        case .right: moveRight()
        case .wordRight: moveWordRight()
        case .searchOlder: search(older: true)
        case .searchNewer: search(older: false)
        case .searchAgain: searchAgain(reversed: false)
        case .searchBack: searchAgain(reversed: true)
        case .editExternally: editExternally()
        case nil: break
        }
        return outcome == nil ? CEDIT_KEEP_READING : CEDIT_END_OF_LINE
    }

    /// Ends the line when the statement is complete, and continues it on a new line when it isn't.
    private func enter() {
        let text = String(scalars: cleanedText)
        if case .incomplete = hooks.isComplete(text) {
            insert([VisibleScalar.newline])
        } else {
            finishPainting()
            outcome = .line(text)
        }
    }

    /// Drops the line, and what was typed after it without looking.
    private func cancel() {
        decoder.discard()
        cedit_discard_input(input)
        pendingEdits = []
        finishPainting(suffix: "^C")
        outcome = .interrupted
    }

    private func deleteOrEnd() {
        let (scalars, cursor) = buffer
        if scalars.isEmpty {
            finishPainting()
            outcome = .eof
        } else if cursor < scalars.count {
            cedit_move(edit, 1)
            cedit_delete_before(edit, 1)
        }
    }

    private func applyEdit() {
        if !pendingEdits.isEmpty {
            insert(pendingEdits.removeFirst())
        }
    }

    func insert(_ scalars: [UInt32]) {
        guard !scalars.isEmpty else {
            return
        }
        if !cedit_insert(edit, scalars.map { Int32(bitPattern: $0) } + [0]) {
            notices = [StyledLine("There is no room for more text in this line.")]
        }
    }

    func replaceText(_ text: String) {
        cedit_clear(edit)
        insert(text.unicodeScalars.map(\.value))
    }

    /// Goes to the line above in the text, or from the first line to the statement before.
    private func moveUp() {
        let (scalars, cursor) = buffer
        let start = Self.lineStart(scalars, cursor)
        guard start > 0 else {
            showOlder()
            return
        }
        let previous = Self.lineStart(scalars, start - 1)
        cedit_move(edit, Int32(min(previous + cursor - start, start - 1) - cursor))
    }

    /// Goes to the line below in the text, or from the last line to the statement after.
    private func moveDown() {
        let (scalars, cursor) = buffer
        let end = Self.lineEnd(scalars, cursor)
        guard end < scalars.count else {
            showNewer()
            return
        }
        let column = cursor - Self.lineStart(scalars, cursor)
        cedit_move(edit, Int32(min(end + 1 + column, Self.lineEnd(scalars, end + 1)) - cursor))
    }

    private func showOlder() {
        loadHistory()
        if let text = navigation.older(than: String(scalars: buffer.scalars), in: history) {
            replaceText(text)
        }
    }

    private func showNewer() {
        if let text = navigation.newer(in: history) {
            replaceText(text)
        }
    }

    /// Goes to the start of the line, from there to the start of the statement.
    private func moveToLineStart() {
        let (scalars, cursor) = buffer
        let start = Self.lineStart(scalars, cursor)
        move(from: cursor, to: start == cursor ? 0 : start)
    }

    private func moveToLineEnd() {
        guard !takeGhost() else { return }
        let (scalars, cursor) = buffer
        let end = Self.lineEnd(scalars, cursor)
        move(from: cursor, to: end == cursor ? scalars.count : end)
    }

    /// Goes right by a character; at the end takes the ghost.
    private func moveRight() {
        let (scalars, cursor) = buffer
        guard !takeGhost(), cursor < scalars.count else { return }
        cedit_move(edit, 1)
    }

    /// Goes right to the end of a word; at the end takes the ghost's next word.
    private func moveWordRight() {
        let (scalars, cursor) = buffer
        guard !takeGhost(wordOnly: true) else { return }
        move(from: cursor, to: WordBoundary.end(after: cursor, in: scalars))
    }

    private func clearScreen() {
        terminal.write("\u{1B}[H\u{1B}[2J")
        painter.forget()
    }

    private func move(from cursor: Int, to target: Int) {
        if target != cursor {
            cedit_move(edit, Int32(target - cursor))
        }
    }

    private static func lineStart(_ scalars: [UInt32], _ position: Int) -> Int {
        (scalars[..<position].lastIndex(of: VisibleScalar.newline) ?? -1) + 1
    }

    private static func lineEnd(_ scalars: [UInt32], _ position: Int) -> Int {
        scalars[position...].firstIndex(of: VisibleScalar.newline) ?? scalars.count
    }
}
