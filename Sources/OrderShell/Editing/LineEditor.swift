import CEdit
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads statements from a person at a terminal.
///
/// The editor has a thread of its own, so that waiting for a person holds up nobody else. Between two calls of
/// `readLine` the terminal is in its ordinary mode, where Ctrl-C is the signal that `SignalMonitor` tells of.
package final class LineEditor: Sendable {
    private let mailbox: EditorMailbox
    private let terminal: TerminalOutput
    private let history: HistoryFile?
    private let observations: [SignalObservation]

    /// Starts an editor on standard input and output; nil when the system has no thread or pipe left.
    ///
    /// Call `isUsable()` first: it sets the locale that libedit needs. `configurationPath` is the editrc.
    package init?(
        hooks: LineEditorHooks = LineEditorHooks(),
        history: HistoryFile? = nil,
        configurationPath: String? = LineEditor.userConfigurationPath
    ) {
        guard let pipe = WakePipe() else {
            return nil
        }
        let mailbox = EditorMailbox(pipe: pipe)
        let settings = EditorSettings(
            input: STDIN_FILENO,
            output: STDOUT_FILENO,
            hooks: hooks,
            history: history,
            configurationPath: configurationPath
        )
        let hasStarted = DedicatedThread.start {
            if !EditorCore.run(settings, mailbox: mailbox) {
                mailbox.close()
                _ = mailbox.finish(.eof)
            }
        }
        guard hasStarted else {
            return nil
        }
        self.mailbox = mailbox
        self.history = history
        terminal = TerminalOutput(descriptor: STDOUT_FILENO)
        observations = [
            SignalMonitor.shared.observe([.windowChange]) { _ in mailbox.pipe.wake() },
            SignalMonitor.shared.observe([.resume]) { _ in mailbox.noteResume() },
        ]
    }

    deinit {
        mailbox.close()
    }

    /// The editrc that the environment names.
    package static var userConfigurationPath: String? {
        EditorConfiguration.userPath
    }

    /// Whether a person can edit lines here; otherwise the caller reads standard input itself.
    ///
    /// Both ends must be a terminal that can move its cursor, and the system must have a UTF-8 locale. That becomes
    /// the process's character type (nothing else of the locale is touched), so call this early in `main`.
    package static func isUsable() -> Bool {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, let name = getenv("TERM") else {
            return false
        }
        return isCapable(terminalName: String(cString: name)) && cedit_use_utf8_locale()
    }

    /// Whether a terminal of this name can move its cursor.
    static func isCapable(terminalName: String) -> Bool {
        !terminalName.isEmpty && terminalName != "dumb"
    }

    /// Reads one statement, which may be of several lines; `initial` is in the buffer from the start.
    ///
    /// The prompt may hold SGR sequences. A cancelled task gets `.interrupted`; only one line is read at a time.
    package func readLine(prompt: String, initial: String = "") async -> LineResult {
        let mailbox = mailbox
        let observation = SignalMonitor.shared.observe([.interrupt, .terminate, .hangUp]) { signal in
            mailbox.endLine(signal == .interrupt ? .interrupted : .eof)
        }
        defer { observation.end() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                mailbox.ask(LineRequest(prompt: prompt, initial: initial), continuation)
                if Task.isCancelled {
                    mailbox.endLine(.interrupted)
                }
            }
        } onCancel: {
            mailbox.endLine(.interrupted)
        }
    }

    /// Prints a message: above the prompt while a line is edited, plainly otherwise.
    package func post(_ message: String) {
        if !mailbox.post(message) {
            terminal.write(message + "\n")
        }
    }

    /// Keeps a statement for Up and Ctrl-R, and in the history file; secrets and lines that begin with a space are
    /// not kept.
    package func remember(_ text: String, source: String) {
        switch history?.append(text, source: source) {
        case .kept, nil:
            mailbox.remember(text)
        case .failed(let why):
            mailbox.remember(text)
            post(why)
        case .skipped:
            break
        }
    }

    /// Says that a statement failed: Up and Ctrl-R bring it back, but it is no ghost in this session.
    package func noteFailure(of text: String) {
        mailbox.noteFailure(of: text)
    }
}
