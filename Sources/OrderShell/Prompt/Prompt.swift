// The prompt: reads statements from a person, runs each, and stays whatever happens to it.

import OrderLanguage
import OrderModel

/// Where the prompt's statements come from: the line editor, or plain lines where there can be none.
package protocol StatementReader: Sendable {
    /// The next statement, which may be of several lines and begins with `initial`, where it can be edited.
    func readStatement(prompt: String, initial: String) async -> LineResult
    /// Keeps a statement for recall.
    func remember(_ text: String, source: String)
    /// Says that a statement failed: it can be recalled to be mended, but is no good as a beginning of the next.
    func noteFailure(of text: String)
    /// Whether signals reach it while it reads; else they do what they do to any program.
    var seesSignals: Bool { get }
}

/// The loop of the prompt.
package struct Prompt: Sendable {
    private let session: Session
    private let reader: any StatementReader
    private let note: @Sendable (String) -> Void

    package init(session: Session, reader: any StatementReader, note: @escaping @Sendable (String) -> Void) {
        self.session = session
        self.reader = reader
        self.note = note
    }

    /// Runs until the user leaves; the exit status.
    package func run() async -> Int32 {
        // Between two statements nobody else listens, and Ctrl-C would end the program.
        let observation =
            reader.seesSignals ? SignalMonitor.shared.observe([.interrupt, .terminate, .hangUp]) { _ in } : nil
        defer { observation?.end() }
        var initial = ""
        var last = ""
        while SignalMonitor.shared.terminationStatus == nil {
            let result = await reader.readStatement(prompt: "ordersh> ", initial: initial)
            initial = ""
            switch result {
            case .interrupted: continue
            case .eof: return await leave()
            case .line(let text):
                guard !text.allSatisfy(\.isWhitespace) else { continue }
                reader.remember(text, source: await session.sourceName ?? "")
                switch await run(text) {
                case .fails:
                    reader.noteFailure(of: text)
                    if Self.isStatement(text) { last = text }
                case .goesOn:
                    if Self.isStatement(text) { last = text }
                case .leaves: return await leave()
                case .edits: initial = await edited(last)
                }
            }
        }
        return await leave()
    }

    /// What comes after a statement.
    private enum Outcome {
        case goesOn, fails, leaves, edits
    }

    /// Whether `\edit` opens it: commands are typed again sooner than edited.
    private static func isStatement(_ text: String) -> Bool {
        text.first { !$0.isWhitespace } != "\\"
    }

    /// The text as the user's editor leaves it, to be looked at before it runs; none when that fails.
    private func edited(_ text: String) async -> String {
        do {
            return try await ExternalEditor.edit(text)
        } catch {
            note(FailureText.of(error))
            return ""
        }
    }

    private func leave() async -> Int32 {
        if let status = SignalMonitor.shared.terminationStatus {
            await session.abandon()
            return status
        }
        do {
            try await session.finish()
            return 0
        } catch {
            note(FailureText.of(error))
            return FailureText.exitStatus(of: error)
        }
    }

    /// Runs what was typed.
    private func run(_ text: String) async -> Outcome {
        let program = await session.check(SourceText(Self.command(forBareWord: text) ?? text))
        if !program.diagnostics.isEmpty { note(LanguageError(program, columns: TerminalSize.columns).text) }
        if let hint = HelpHint.line(for: program) { note(hint) }
        guard !program.hasErrors else { return .fails }
        var outcome = Outcome.goesOn
        do {
            try await SignalMonitor.shared.cancelling(leavesOnInterrupt: false) { [session] in
                try await session.run(program)
            }
        } catch is QuitRequest {
            return .leaves
        } catch is EditRequest {
            return .edits
        } catch let error as OutputError where error.endsQuietly {
            return .leaves
        } catch is PartlyFailed {
            // Each failure was said when it came.
            outcome = .fails
        } catch is CancellationError {
            // The terminal has shown ^C where the cursor stood.
            note("\ncancelled")
        } catch {
            note(FailureText.of(error))
            outcome = .fails
        }
        return SignalMonitor.shared.terminationStatus == nil ? outcome : .leaves
    }

    /// `help`, `help TOPIC`, `exit` and `quit` work without their backslash.
    private static func command(forBareWord text: String) -> String? {
        var word = text.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
        if word.hasSuffix(";") { word.removeLast() }
        switch word {
        case "help", "quit": return "\\" + word
        case let word where word.hasPrefix("help ") && !text.contains("\n"): return "\\" + word
        case "exit": return "\\quit"
        default: return nil
        }
    }
}
