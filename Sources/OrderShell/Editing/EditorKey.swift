// What keys do: the commands of our own, the keys that terminals send as sequences, and which key is bound to what.
// libedit finds a command by the key; a user's editrc may bind any of the names.

/// A command of our own that a key can be bound to.
///
/// The raw value is the command's number on the C side.
enum EditorCommand: Int32, CaseIterable {
    case enter
    case breakLine
    case cancel
    case deleteOrEnd
    case suspend
    case applyEdit
    case up
    case down
    case olderHistory
    case newerHistory
    case lineStart
    case lineEnd
    case clearScreen
    case complete
    case right
    case wordRight
    case left
    case wordLeft
    case deleteBefore
    case deleteAfter
    case transpose
    case onCharacterLeft
    case onCharacterRight
    case onCharacterDeleteBefore
    case onCharacterDeleteAfter
    case onCharacterSubstitute
    case searchOlder
    case searchNewer
    case onCharacterSearchOlder
    case onCharacterSearchNewer
    case searchAgain
    case searchBack
    case editExternally
    case deleteWordBefore
    case deleteWordAfter
    case deleteToBlank
    case deleteToLineStart
    case deleteToLineEnd
    case leaveMark
    case undo
    case yank
    case copyRegion

    /// The name for `bind`, also in a user's editrc.
    var name: String {
        switch self {
        case .enter: "ordersh-enter"
        case .breakLine: "ordersh-break-line"
        case .cancel: "ordersh-cancel"
        case .deleteOrEnd: "ordersh-delete-or-end"
        case .suspend: "ordersh-suspend"
        case .applyEdit: "ordersh-apply-edit"
        case .up: "ordersh-up"
        case .down: "ordersh-down"
        case .olderHistory: "ordersh-older-history"
        case .newerHistory: "ordersh-newer-history"
        case .lineStart: "ordersh-line-start"
        case .lineEnd: "ordersh-line-end"
        case .clearScreen: "ordersh-clear-screen"
        case .complete: "ordersh-complete"
        case .right: "ordersh-right"
        case .wordRight: "ordersh-word-right"
        case .left: "ordersh-left"
        case .wordLeft: "ordersh-word-left"
        case .deleteBefore: "ordersh-delete-before"
        case .deleteAfter: "ordersh-delete-after"
        case .transpose: "ordersh-transpose"
        case .onCharacterLeft: "ordersh-vi-left"
        case .onCharacterRight: "ordersh-vi-right"
        case .onCharacterDeleteBefore: "ordersh-vi-delete-before"
        case .onCharacterDeleteAfter: "ordersh-vi-delete-after"
        case .onCharacterSubstitute: "ordersh-vi-substitute"
        case .searchOlder: "ordersh-search-older"
        case .searchNewer: "ordersh-search-newer"
        case .onCharacterSearchOlder: "ordersh-vi-search-older"
        case .onCharacterSearchNewer: "ordersh-vi-search-newer"
        case .searchAgain: "ordersh-search-again"
        case .searchBack: "ordersh-search-back"
        case .editExternally: "ordersh-edit"
        case .deleteWordBefore: "ordersh-delete-word-before"
        case .deleteWordAfter: "ordersh-delete-word-after"
        case .deleteToBlank: "ordersh-delete-to-blank"
        case .deleteToLineStart: "ordersh-delete-to-line-start"
        case .deleteToLineEnd: "ordersh-delete-to-line-end"
        case .leaveMark: "ordersh-leave-mark"
        case .undo: "ordersh-undo"
        case .yank: "ordersh-yank"
        case .copyRegion: "ordersh-copy-region"
        }
    }
}

/// A key that a terminal sends as an escape sequence, and the private code that stands for it.
///
/// libedit sees one key at a time. In vi's insert mode a sequence would be an Escape and some letters, so there the
/// decoder gives a code of its own for the whole of it; the codes lie among the C1 controls, which nobody can type.
enum EditorKey: Int32, CaseIterable {
    case applyEdit = 0x80
    case up
    case down
    case left
    case right
    case home
    case end
    case delete
    case wordLeft
    case wordRight
    case breakLine
    case pageUp
    case pageDown
    case backTab
    // What libedit does by scalars, for our commands that do it by clusters.
    case scalarLeft
    case scalarRight
    case scalarDeleteBefore
    case scalarDeleteAfter
    case scalarSubstitute
    // What puts a part of the text where vi's `p` finds it.
    case setMark
    case leaveMark
    case killRegion
    // What libedit does itself with a part of the text that it has copied.
    case copyRegion
    case yankCopied
    // Escape in vi's keys, where nothing followed it.
    case escape

    /// What the key does: a command of ours or one of libedit's.
    var function: String {
        switch self {
        case .applyEdit: EditorCommand.applyEdit.name
        case .up: EditorCommand.up.name
        case .down: EditorCommand.down.name
        case .left: EditorCommand.left.name
        case .right: EditorCommand.right.name
        case .home: EditorCommand.lineStart.name
        case .end: EditorCommand.lineEnd.name
        case .delete: EditorCommand.deleteAfter.name
        case .wordLeft: EditorCommand.wordLeft.name
        case .wordRight: EditorCommand.wordRight.name
        case .breakLine: EditorCommand.breakLine.name
        case .pageUp: EditorCommand.olderHistory.name
        case .pageDown: EditorCommand.newerHistory.name
        case .backTab: EditorCommand.complete.name
        case .scalarLeft: "ed-prev-char"
        case .scalarRight: "ed-next-char"
        case .scalarDeleteBefore: "ed-delete-prev-char"
        case .scalarDeleteAfter: "ed-delete-next-char"
        case .scalarSubstitute: "vi-substitute-char"
        case .setMark: "em-set-mark"
        case .leaveMark: EditorCommand.leaveMark.name
        case .killRegion: "em-kill-region"
        case .copyRegion: "em-copy-region"
        case .yankCopied: "em-yank"
        case .escape: "vi-command-mode"
        }
    }

    /// What the key does in vi's command mode, where the cursor stands on a character.
    var commandModeFunction: String {
        switch self {
        case .left: EditorCommand.onCharacterLeft.name
        case .right: EditorCommand.onCharacterRight.name
        case .delete: EditorCommand.onCharacterDeleteAfter.name
        case .escape: EditorBindings.nothing
        default: function
        }
    }

    /// What terminals send for the key, after the Escape.
    var sequences: [String] {
        switch self {
        case .applyEdit, .scalarLeft, .scalarRight, .scalarDeleteBefore, .scalarDeleteAfter, .scalarSubstitute,
            .setMark, .leaveMark, .killRegion, .copyRegion, .yankCopied, .escape:
            []
        case .up: ["[A", "OA"]
        case .down: ["[B", "OB"]
        case .left: ["[D", "OD"]
        case .right: ["[C", "OC"]
        case .home: ["[H", "OH", "[1~", "[7~"]
        case .end: ["[F", "OF", "[4~", "[8~"]
        case .delete: ["[3~"]
        case .wordLeft: ["[1;5D", "[1;3D"]
        case .wordRight: ["[1;5C", "[1;3C"]
        case .breakLine: ["\r", "\n"]
        case .pageUp: ["[5~"]
        case .pageDown: ["[6~"]
        case .backTab: ["[Z"]
        }
    }

    static let bySequence: [String: EditorKey] = {
        var result: [String: EditorKey] = [:]
        for key in allCases {
            for sequence in key.sequences {
                result[sequence] = key
            }
        }
        return result
    }()

    /// The private code in libedit's key notation.
    var bindingNotation: String {
        "\\" + String(rawValue, radix: 8)
    }
}

/// Which keys are bound to what before the user's own bindings.
enum EditorBindings {
    /// libedit's function that does nothing.
    static let nothing = "ed-ignore"

    /// Control characters that do the same in every mode.
    static let everywhere: [(keys: String, command: EditorCommand)] = [
        ("^M", .enter), ("^J", .enter), ("^C", .cancel), ("^D", .deleteOrEnd), ("^Z", .suspend),
        ("^P", .olderHistory), ("^N", .newerHistory), ("^L", .clearScreen), ("^I", .complete),
        ("^R", .searchOlder), ("^S", .searchNewer), ("^X^E", .editExternally),
        ("^H", .deleteBefore), ("^?", .deleteBefore), ("^W", .deleteToBlank), ("^U", .deleteToLineStart),
        ("^K", .deleteToLineEnd),
    ]

    static let emacs: [(keys: String, command: EditorCommand)] = [
        ("^A", .lineStart), ("^E", .lineEnd), ("^F", .right), ("^B", .left),
        ("^T", .transpose), ("\\033b", .wordLeft), ("\\033B", .wordLeft), ("\\033f", .wordRight),
        ("\\033F", .wordRight), ("\\033d", .deleteWordAfter), ("\\033D", .deleteWordAfter),
        ("\\033^H", .deleteWordBefore), ("\\033^?", .deleteWordBefore), ("^_", .undo), ("^X^U", .undo),
        ("^Y", .yank), ("\\033w", .copyRegion), ("\\033W", .copyRegion),
        ("\\033p", .searchOlder), ("\\033P", .searchOlder), ("\\033n", .searchNewer), ("\\033N", .searchNewer),
    ]

    static let viCommandMode: [(keys: String, function: String)] = [
        ("k", EditorCommand.up.name), ("j", EditorCommand.down.name),
        ("-", EditorCommand.up.name), ("+", EditorCommand.down.name),
        ("h", EditorCommand.onCharacterLeft.name), ("l", EditorCommand.onCharacterRight.name),
        (" ", EditorCommand.onCharacterRight.name), ("^H", EditorCommand.onCharacterLeft.name),
        ("^?", EditorCommand.onCharacterLeft.name), ("x", EditorCommand.onCharacterDeleteAfter.name),
        ("X", EditorCommand.onCharacterDeleteBefore.name), ("s", EditorCommand.onCharacterSubstitute.name),
        ("/", EditorCommand.onCharacterSearchOlder.name), ("?", EditorCommand.onCharacterSearchNewer.name),
        ("n", EditorCommand.searchAgain.name), ("N", EditorCommand.searchBack.name),
        // libedit's own knows only the changes of its own commands.
        ("u", EditorCommand.undo.name),
        // vi-histedit runs what was edited without asking, and cuts it at 16 KB.
        ("v", EditorCommand.editExternally.name),
        // libedit's own Escape takes the next key with it, whatever it is.
        ("^[", nothing),
    ]
}
