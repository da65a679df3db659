// The editor's inside, which lives on one thread.
//
// libedit holds the key maps, the edit buffer, the kill ring, and the search through the history. It asks for each key
// through `nextKey`, the one place where the editor waits: there the line is painted, bytes are decoded, and messages,
// signals and the end of the line are attended to. What libedit draws itself goes nowhere.

import CEdit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// libedit with our painting and input around it.
final class EditorCore {
    let edit: OpaquePointer
    let mailbox: EditorMailbox
    let hooks: LineEditorHooks
    let terminal: TerminalOutput
    let input: Int32
    var decoder = KeyDecoder()
    var painter: FramePainter
    var reasons = ContinuationReasons()
    var mode = EditorMode.line
    var history: StatementHistory
    var navigation = HistoryNavigation()
    var lastSearch = (pattern: "", isOlder: true)
    var prompt = EditorPrompt("")
    /// Shown below the text until the next key.
    var notices: [StyledLine] = []
    var pendingEdits: [[UInt32]] = []
    /// Keys that go to libedit before anything else: what an escape sequence was made of.
    var passedKeys: [Int32] = []
    var outcome: LineResult?
    var pendingStep: PendingStep?
    /// Where the cursor goes once libedit's mark is set.
    var markReturn = 0
    /// What Ctrl-Y inserts; nil where libedit has it.
    var killedText: [UInt32]?
    var undoableTexts = UndoableTexts()
    /// The line as libedit found it at the last key; nil when a command of ours has changed it.
    var settled: EditorBuffer?
    /// What the key at work has done, and the one before it.
    var effect = KeyEffect()
    var effectBefore = KeyEffect()
    /// Where the cursor stands behind what completion has inserted, until the next key.
    var completedEnd: Int?
    /// The statement that was put into the line as a whole: nothing is offered behind it until it is changed.
    var recalled: String?
    private(set) var usesVi = false
    private let historyFile: HistoryFile?
    /// What this session has entered since the history was read last.
    private var entered: [String] = []
    private var hasHistory = false
    private var warnings: [String] = []

    /// Ctrl-C, Ctrl-Z and Ctrl-S are keys while editing, and line ends arrive as they were sent.
    private static let editingModes = ["-isig", "-ixon", "-icrnl", "-inlcr", "-igncr"]

    /// Only functions that the user binds look in libedit's own history.
    private static let libeditHistoryLimit = 2_000

    /// Serves the mailbox until it is closed, or answers false when libedit can't be opened.
    static func run(_ settings: EditorSettings, mailbox: EditorMailbox) -> Bool {
        // libedit keeps a pointer to the core, which is reached through a box that exists before both.
        let box = CoreBox()
        let context = Unmanaged.passUnretained(box).toOpaque()
        let opened = cedit_open(
            "ordersh",
            settings.input,
            settings.output,
            context,
            { context in CoreBox.core(context)?.nextKey() ?? 0 },
            { context, command in CoreBox.core(context)?.run(EditorCommand(rawValue: command)) ?? CEDIT_END_OF_LINE }
        )
        guard let opened else {
            return false
        }
        let core = EditorCore(edit: opened, settings: settings, mailbox: mailbox)
        withExtendedLifetime(box) {
            box.core = core
            core.serve()
            box.core = nil
            cedit_close(opened)
        }
        return true
    }

    private init(edit: OpaquePointer, settings: EditorSettings, mailbox: EditorMailbox) {
        self.edit = edit
        self.mailbox = mailbox
        hooks = settings.hooks
        input = settings.input
        terminal = TerminalOutput(descriptor: settings.output)
        painter = FramePainter(terminal: terminal, palette: settings.hooks.palette)
        historyFile = settings.history
        history = StatementHistory(limit: HistoryFile.entryLimit)
        cedit_limit_history(edit, Int32(Self.libeditHistoryLimit))
        bindKeys(EditorConfiguration(path: settings.configurationPath))
    }

    /// Reads lines as they are asked for, until the mailbox is closed.
    private func serve() {
        while true {
            switch mailbox.nextStep() {
            case .read(let request, let statements):
                entered += statements.texts
                for text in statements.texts { history.offer(text) }
                for text in statements.failed { history.withhold(text) }
                let result = read(request)
                for message in mailbox.finish(result) {
                    terminal.write(message + "\n")
                }
            case .wait:
                mailbox.pipe.wait()
                _ = mailbox.pipe.drain()
            case .close:
                return
            }
        }
    }

    private func read(_ request: LineRequest) -> LineResult {
        outcome = nil
        prompt = EditorPrompt(request.prompt)
        pendingEdits = request.initial.isEmpty ? [] : [request.initial.unicodeScalars.map(\.value)]
        notices = warnings.map { StyledLine($0) }
        warnings = []
        mode = .line
        passedKeys = []
        pendingStep = nil
        undoableTexts = UndoableTexts()
        settled = nil
        effect = KeyEffect()
        completedEnd = nil
        recalled = nil
        navigation = HistoryNavigation()
        hasHistory = false
        enterEditing()
        let count = cedit_read_line(edit)
        let result = outcome ?? endedByLibedit(count)
        leaveEditing()
        return result
    }

    /// Puts the terminal into editing mode, where keys are bytes and pastes are marked.
    func enterEditing() {
        cedit_lock_terminal()
        defer { cedit_unlock_terminal() }
        cedit_guard_terminal(input)
        cedit_prepare_terminal(edit, true)
        terminal.write("\u{1B}[?2004h")
    }

    /// Puts it back into line mode, where Ctrl-C is a signal.
    func leaveEditing() {
        cedit_lock_terminal()
        defer { cedit_unlock_terminal() }
        terminal.write("\u{1B}[?2004l")
        cedit_prepare_terminal(edit, false)
        cedit_release_terminal()
    }

    /// The line when a user's own binding ended it with one of libedit's functions.
    private func endedByLibedit(_ count: Int32) -> LineResult {
        finishPainting()
        guard count >= 0 else {
            return .eof
        }
        var text = cleanedText
        if text.last == VisibleScalar.newline {
            text.removeLast()
        }
        return .line(String(scalars: text))
    }

    /// Takes in what this session and others have entered since the last prompt; nothing but the first key that needs
    /// it waits for that.
    func loadHistory() {
        guard !hasHistory else { return }
        hasHistory = true
        let news = historyFile?.news() ?? HistoryNews()
        if news.replacesAll { history.removeAll() }
        // What this session has entered comes last, whatever came in between.
        let texts = news.texts.filter { text in !entered.contains { $0.utf8.elementsEqual(text.utf8) } } + entered
        entered = []
        for (index, text) in texts.enumerated() where history.append(text) {
            if texts.count - index <= Self.libeditHistoryLimit { rememberInLibedit(text) }
        }
        if let note = news.note { _ = mailbox.post(note) }
    }

    /// Lets Up bring back what was typed and not entered, as long as the session lasts; it is no ghost.
    func keepDropped(_ text: String) {
        guard !text.unicodeScalars.allSatisfy(\.properties.isWhitespace), !history.holds(text),
            !entered.contains(where: { $0.utf8.elementsEqual(text.utf8) })
        else { return }
        entered.append(text)
        history.withhold(text)
    }

    /// Whether the history still has to be read for this prompt.
    var awaitsHistory: Bool { !hasHistory }

    private func rememberInLibedit(_ text: String) {
        cedit_remember(edit, text.unicodeScalars.map { Int32(bitPattern: $0.value) }.filter { $0 != 0 } + [0])
    }

    private func bindKeys(_ configuration: EditorConfiguration) {
        configuration.chooseEditor(edit)
        for command in EditorCommand.allCases {
            _ = cedit_add_command(edit, command.rawValue, command.name)
        }
        usesVi = cedit_uses_vi(edit)
        for (keys, command) in EditorBindings.everywhere + (usesVi ? [] : EditorBindings.emacs) {
            bind(keys, command.name, inBothMaps: usesVi)
        }
        if usesVi {
            for (keys, function) in EditorBindings.viCommandMode {
                _ = cedit_bind(edit, true, keys, function)
            }
        } else {
            for key in EditorKey.allCases {
                for sequence in key.sequences {
                    bind("\\033" + Self.notation(sequence), key.function, inBothMaps: false)
                }
            }
        }
        warnings = configuration.applyRest(edit)
        for mode in Self.editingModes {
            _ = cedit_set_terminal_mode(edit, mode)
        }
        for key in EditorKey.allCases {
            bind(key.bindingNotation, key.function, inBothMaps: false)
            if usesVi { _ = cedit_bind(edit, true, key.bindingNotation, key.commandModeFunction) }
        }
        decoder.passesUnknownSequences = configuration.bindsSequences
    }

    private func bind(_ keys: String, _ function: String, inBothMaps: Bool) {
        _ = cedit_bind(edit, false, keys, function)
        if inBothMaps {
            _ = cedit_bind(edit, true, keys, function)
        }
    }

    /// A sequence in libedit's notation, where control characters are octal.
    private static func notation(_ sequence: String) -> String {
        sequence.unicodeScalars.map { scalar in
            scalar.value < 0x20 ? "\\0" + String(scalar.value, radix: 8) : String(scalar)
        }.joined()
    }
}

/// What an editor is made with.
struct EditorSettings: Sendable {
    var input: Int32
    var output: Int32
    var hooks: LineEditorHooks
    var history: HistoryFile?
    var configurationPath: String?
}

/// Stands for the core in libedit's callbacks.
private final class CoreBox {
    var core: EditorCore?

    static func core(_ context: UnsafeMutableRawPointer?) -> EditorCore? {
        context.flatMap { Unmanaged<CoreBox>.fromOpaque($0).takeUnretainedValue().core }
    }
}
