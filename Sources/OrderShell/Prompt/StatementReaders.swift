// The two ways to read statements from a person: the line editor, and plain lines where there is no terminal that
// an editor could use.

import OrderLanguage

/// Reads statements with the line editor.
package struct EditorReader: StatementReader {
    private let editor: LineEditor
    package let seesSignals = true

    /// Nil when the terminal can have no editor.
    package init?(history: HistoryFile?) {
        guard LineEditor.isUsable(),
            let editor = LineEditor(hooks: LineEditorHooks(isComplete: Self.completeness), history: history)
        else { return nil }
        self.editor = editor
    }

    package func readStatement(prompt: String) async -> LineResult {
        await editor.readLine(prompt: prompt)
    }

    package func remember(_ text: String, source: String) {
        editor.remember(text, source: source)
    }

    /// An unfinished statement that ends with an empty line runs, so that its error can be seen.
    @Sendable private static func completeness(of text: String) -> Completeness {
        if text.hasSuffix("\n") { return .complete }
        return Completeness(of: text)
    }
}

/// Reads statements as plain lines from standard input: at a terminal that cannot move its cursor.
package struct PlainReader: StatementReader {
    package let seesSignals = false

    package init() {}

    package func readStatement(prompt: String) async -> LineResult {
        TerminalOutput.standardError.write(prompt)
        var text = ""
        while let line = readLine() {
            text += text.isEmpty ? line : "\n" + line
            if line.isEmpty || Completeness(of: text) == .complete { return .line(text) }
            TerminalOutput.standardError.write("    ...> ")
        }
        return text.isEmpty ? .eof : .line(text)
    }

    package func remember(_ text: String, source: String) {}
}
