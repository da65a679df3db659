// The two ways to read statements from a person: the line editor, and plain lines where there is no terminal that
// an editor could use.

import OrderLanguage

/// Reads statements with the line editor.
package struct EditorReader: StatementReader {
    private let editor: LineEditor
    package let seesSignals = true

    /// Nil when the terminal can have no editor.
    package init?(hooks: LineEditorHooks, history: HistoryFile?) {
        guard LineEditor.isUsable(), let editor = LineEditor(hooks: hooks, history: history) else { return nil }
        self.editor = editor
    }

    package func readStatement(prompt: String, initial: String) async -> LineResult {
        await editor.readLine(prompt: prompt, initial: initial)
    }

    package func remember(_ text: String, source: String) {
        editor.remember(text, source: source)
    }

    package func noteFailure(of text: String) {
        editor.noteFailure(of: text)
    }
}

/// Reads statements as plain lines from standard input: at a terminal that cannot move its cursor.
package struct PlainReader: StatementReader {
    private let history: HistoryFile?
    package let seesSignals = false

    package init(history: HistoryFile? = nil) {
        self.history = history
    }

    package func readStatement(prompt: String, initial: String) async -> LineResult {
        // What can't be changed here is at least shown, and runs when nothing is added.
        for line in initial.split(separator: "\n") {
            TerminalOutput.standardError.write(VisibleText.of(String(line)) + "\n")
        }
        TerminalOutput.standardError.write(prompt)
        var text = initial
        while let line = readLine() {
            text += text.isEmpty ? line : "\n" + line
            if line.isEmpty || Completeness(of: text) == .complete { return .line(text) }
            TerminalOutput.standardError.write("    ...> ")
        }
        // Ctrl-D is not shown: what comes next would stand behind the prompt.
        TerminalOutput.standardError.write("\n")
        return text.isEmpty ? .eof : .line(text)
    }

    package func remember(_ text: String, source: String) {
        if case .failed(let why)? = history?.append(text, source: source) {
            TerminalOutput.standardError.write(why + "\n")
        }
    }

    package func noteFailure(of text: String) {}
}
