/// The texts that a line had, one before each change, for taking changes back.
///
/// Letters typed in a row are one change up to the end of a word, characters deleted in a row are one in Emacs' keys, and
/// whatever else a key does is one. libedit has an undo in vi's keys only, for its own commands.
struct UndoableTexts {
    static let changeLimit = 200
    /// The most that all texts have together, but for one that is longer.
    static let scalarLimit = 1 << 20

    private enum Change {
        case insertion
        case deletion
        case other
    }

    private var texts: [EditorBuffer] = []
    private var scalarCount = 0
    private var now = EditorBuffer(scalars: [], cursor: 0)
    private var last = Change.other

    /// Takes the line as it is before a key acts on it.
    mutating func note(_ buffer: EditorBuffer, joinsDeletions: Bool = true) {
        let before = now
        now = buffer
        guard buffer.scalars != before.scalars else {
            if buffer.cursor != before.cursor { last = .other }
            return
        }
        let change = Self.change(from: before, to: buffer)
        if change == .other || change != last || change == .deletion && !joinsDeletions { keep(before) }
        let endsWord = change == .insertion && Self.isBlank(buffer.scalars[buffer.cursor - 1])
        last = endsWord ? .other : change
    }

    /// The line as it was before the last change; nil when there is none.
    mutating func takeBack() -> EditorBuffer? {
        guard let text = texts.popLast() else { return nil }
        scalarCount -= text.scalars.count
        (now, last) = (text, .other)
        return text
    }

    private mutating func keep(_ buffer: EditorBuffer) {
        texts.append(buffer)
        scalarCount += buffer.scalars.count
        while texts.count > Self.changeLimit || (texts.count > 1 && scalarCount > Self.scalarLimit) {
            scalarCount -= texts.removeFirst().scalars.count
        }
    }

    /// What one scalar more or less was; a change of more is one by itself.
    private static func change(from before: EditorBuffer, to after: EditorBuffer) -> Change {
        switch after.scalars.count - before.scalars.count {
        case 1 where after.cursor == before.cursor + 1: .insertion
        case -1: .deletion
        default: .other
        }
    }

    private static func isBlank(_ scalar: UInt32) -> Bool {
        scalar == 0x20 || scalar == VisibleScalar.newline
    }
}
