// What the keys do: each command changes libedit's text or cursor, or ends the line, and says how libedit goes on.

import OrderLanguage
import CEdit

/// What a key has done, for the next one.
struct KeyEffect {
    /// The command of ours that it ran last.
    var command: EditorCommand?
    /// Whether it deleted something that Ctrl-Y brings back.
    var hasKilled = false
}

extension EditorCore {
    /// Runs a command that libedit found for a key.
    func run(_ command: EditorCommand?) -> Int32 {
        settled = nil
        effect.command = command
        switch command {
        case .enter: enter()
        case .breakLine: insert([VisibleScalar.newline])
        case .cancel: cancel()
        case .deleteOrEnd: return deleteOrEnd()
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
        case .transpose: transpose()
        case .left: return take(.left)
        case .right: if !takeGhost() { return take(.right) }
        case .wordLeft: moveWordLeft()
        case .wordRight: moveWordRight()
        case .searchOlder: search(older: true)
        case .searchNewer: search(older: false)
        case .onCharacterSearchOlder: search(older: true, isOnCharacter: true)
        case .onCharacterSearchNewer: search(older: false, isOnCharacter: true)
        case .searchAgain: searchAgain(reversed: false)
        case .searchBack: searchAgain(reversed: true)
        case .editExternally: editExternally()
        case .deleteWordBefore: deleteWordBefore()
        case .deleteWordAfter: deleteWordAfter()
        case .deleteToBlank: deleteToBlank()
        case .deleteToLineStart: deleteToLineStart()
        case .deleteToLineEnd: deleteToLineEnd()
        case .leaveMark: leaveMark()
        case .undo: undo()
        case .yank: yank()
        case .copyRegion: copyRegion()
        case .deleteBefore: return take(.deleteBefore)
        case .deleteAfter: return take(.deleteAfter)
        case .onCharacterLeft: return take(.left, isOnCharacter: true)
        case .onCharacterRight: return take(.right, isOnCharacter: true)
        case .onCharacterDeleteBefore: return take(.deleteBefore, isOnCharacter: true)
        case .onCharacterDeleteAfter: return take(.deleteAfter, isOnCharacter: true)
        case .onCharacterSubstitute: return take(.substitute, isOnCharacter: true)
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

    /// Drops the line, and what was typed after it without looking; Up brings the line back.
    private func cancel() {
        keepDropped(String(scalars: cleanedText))
        decoder.discard()
        cedit_discard_input(input)
        pendingEdits = []
        finishPainting(suffix: "^C")
        outcome = .interrupted
    }

    private func deleteOrEnd() -> Int32 {
        guard buffer.scalars.isEmpty else {
            return take(.deleteAfter)
        }
        finishPainting()
        outcome = .eof
        return CEDIT_END_OF_LINE
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

    /// Puts a whole statement into the line.
    func replaceText(_ text: String) {
        recalled = text
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
        let column = column(of: cursor, inLineAt: start, scalars)
        let above = Self.lineStart(scalars, start - 1)
        move(from: cursor, to: position(atColumn: column, inLineAt: above, scalars))
    }

    /// Goes to the line below in the text, or from the last line to the statement after.
    private func moveDown() {
        let (scalars, cursor) = buffer
        let end = Self.lineEnd(scalars, cursor)
        guard end < scalars.count else {
            showNewer()
            return
        }
        let column = column(of: cursor, inLineAt: Self.lineStart(scalars, cursor), scalars)
        move(from: cursor, to: position(atColumn: column, inLineAt: end + 1, scalars))
    }

    /// How far a position is from the left margin, if the line were on one row.
    private func column(of position: Int, inLineAt start: Int, _ scalars: [UInt32]) -> Int {
        var column = prompt.width
        var index = start
        while index < position {
            let cluster = VisibleCluster(scalars, at: index, column: column, columns: .max)
            column += cluster.width
            index = cluster.end
        }
        return column
    }

    /// The last place in a line that is not behind a column.
    private func position(atColumn wanted: Int, inLineAt start: Int, _ scalars: [UInt32]) -> Int {
        var column = prompt.width
        var index = start
        while index < scalars.count, scalars[index] != VisibleScalar.newline {
            let cluster = VisibleCluster(scalars, at: index, column: column, columns: .max)
            guard column + cluster.width <= wanted else { break }
            column += cluster.width
            index = cluster.end
        }
        return index
    }

    private func showOlder() {
        loadHistory()
        if let text = navigation.older(than: String(scalars: buffer.scalars), in: history) {
            replaceText(text)
        }
    }

    private func showNewer() {
        if let text = navigation.newer(than: String(scalars: buffer.scalars), in: history) {
            replaceText(text)
        }
    }

    /// Goes to the start of the line, when pressed again to the start of the statement.
    private func moveToLineStart() {
        let (scalars, cursor) = buffer
        let start = Self.lineStart(scalars, cursor)
        move(from: cursor, to: start == cursor && effectBefore.command == .lineStart ? 0 : start)
    }

    /// Takes the ghost, else goes to the end of the line, when pressed again to the end of the statement.
    private func moveToLineEnd() {
        guard !takeGhost() else { return }
        let (scalars, cursor) = buffer
        let end = Self.lineEnd(scalars, cursor)
        move(from: cursor, to: end == cursor && effectBefore.command == .lineEnd ? scalars.count : end)
    }

    /// Goes right to the end of a word; at the end takes the ghost's next word.
    private func moveWordRight() {
        let (scalars, cursor) = buffer
        guard !takeGhost(wordOnly: true) else { return }
        move(from: cursor, to: WordBoundary.end(after: cursor, in: scalars))
    }

    /// Goes left to the start of a word.
    private func moveWordLeft() {
        let (scalars, cursor) = buffer
        move(from: cursor, to: WordBoundary.start(before: cursor, in: scalars))
    }

    private func clearScreen() {
        terminal.write("\u{1B}[H\u{1B}[2J")
        painter.forget()
    }

    func move(from cursor: Int, to target: Int) {
        if target != cursor {
            cedit_move(edit, Int32(target - cursor))
        }
    }

    static func lineStart(_ scalars: [UInt32], _ position: Int) -> Int {
        (scalars[..<position].lastIndex(of: VisibleScalar.newline) ?? -1) + 1
    }

    static func lineEnd(_ scalars: [UInt32], _ position: Int) -> Int {
        scalars[position...].firstIndex(of: VisibleScalar.newline) ?? scalars.count
    }
}
