// Deleting by words and lines, bringing it back, and taking changes back.

import CEdit

extension EditorCore {
    /// Deletes back to the start of the word before the cursor.
    func deleteWordBefore() {
        let (scalars, cursor) = buffer
        kill(from: cursor, to: WordBoundary.start(before: cursor, in: scalars))
    }

    /// Deletes up to the end of the word behind the cursor.
    func deleteWordAfter() {
        let (scalars, cursor) = buffer
        kill(from: cursor, to: WordBoundary.end(after: cursor, in: scalars))
    }

    /// Deletes what stands between a blank and the cursor, whatever it is made of.
    func deleteToBlank() {
        let (scalars, cursor) = buffer
        kill(from: cursor, to: WordBoundary.blank(before: cursor, in: scalars))
    }

    /// Deletes back to the line's start, and there the line break before it.
    func deleteToLineStart() {
        let (scalars, cursor) = buffer
        let start = Self.lineStart(scalars, cursor)
        kill(from: cursor, to: start == cursor ? max(0, cursor - 1) : start)
    }

    /// Deletes up to the line's end, and there the line break behind it.
    func deleteToLineEnd() {
        let (scalars, cursor) = buffer
        let end = Self.lineEnd(scalars, cursor)
        kill(from: cursor, to: end == cursor ? min(scalars.count, cursor + 1) : end)
    }

    /// Deletes what is between the cursor and another place so that Ctrl-Y, or vi's `p`, brings it back.
    ///
    /// Only libedit can fill what `p` inserts from, by the part between its mark and the cursor; and the mark is set
    /// where the cursor is. For Ctrl-Y that is of no use: libedit puts there whatever Backspace deletes, too. What is
    /// deleted by one key after the other comes back in one piece with Ctrl-Y.
    private func kill(from cursor: Int, to place: Int) {
        guard place != cursor else { return }
        let range = min(cursor, place)..<max(cursor, place)
        guard usesVi else {
            let part = Array(buffer.scalars[range])
            let before = effectBefore.hasKilled ? killedText ?? [] : []
            killedText = place < cursor ? part + before : before + part
            effect.hasKilled = true
            return delete(range, at: cursor)
        }
        move(from: cursor, to: place)
        markReturn = cursor
        passedKeys = [EditorKey.setMark, .leaveMark, .killRegion].map(\.rawValue) + passedKeys
    }

    /// Goes back from the place where the mark was set.
    func leaveMark() {
        move(from: buffer.cursor, to: markReturn)
    }

    /// Inserts what was deleted last by words or lines, or what libedit has copied since.
    func yank() {
        if let killedText {
            insert(killedText)
        } else {
            passedKeys.insert(EditorKey.yankCopied.rawValue, at: 0)
        }
    }

    /// Lets libedit copy the part between its mark and the cursor.
    func copyRegion() {
        killedText = nil
        passedKeys.insert(EditorKey.copyRegion.rawValue, at: 0)
    }

    /// Gives back the text as it was before the last change.
    func undo() {
        guard let before = undoableTexts.takeBack() else { return }
        cedit_clear(edit)
        insert(before.scalars)
        // vi's cursor stands on a character.
        let last = usesVi ? max(0, before.scalars.count - 1) : before.scalars.count
        move(from: before.scalars.count, to: min(before.cursor, last))
    }
}
