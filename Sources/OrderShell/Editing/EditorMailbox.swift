// Requests for lines, messages and signals come from any thread; the editor's own thread takes them when it is ready.
// Everything that they share is here, behind one lock, and the pipe says that there is something new.

import Synchronization

/// How reading a line ended.
package enum LineResult: Sendable, Equatable {
    case line(String)
    /// Ctrl-C: what was typed is not wanted, though it can be recalled.
    case interrupted
    /// Ctrl-D on an empty line, the terminal is gone, or the process was told to end.
    case eof
}

/// A line to be read.
struct LineRequest: Sendable {
    var prompt: String
    var initial: String
}

/// What the editor's thread has been told since it last looked.
struct EditorNews: Sendable {
    var messages: [String] = []
    var endsLine: LineResult?
    var hasResumed = false
}

/// What was entered since the last line, and which of it failed.
struct EnteredStatements: Sendable {
    var texts: [String] = []
    var failed: [String] = []
}

/// Where the editor's thread and everyone else meet.
final class EditorMailbox: Sendable {
    private struct State {
        var request: LineRequest?
        var continuation: CheckedContinuation<LineResult, Never>?
        var isReading = false
        var isClosed = false
        var news = EditorNews()
        var statements = EnteredStatements()
    }

    /// What the thread is to do next.
    enum Step {
        case read(LineRequest, remembering: EnteredStatements)
        case wait
        case close
    }

    let pipe: WakePipe
    private let state = Mutex(State())

    init(pipe: WakePipe) {
        self.pipe = pipe
    }

    deinit {
        pipe.close()
    }

    /// Asks for a line; the continuation is resumed when it has been read.
    func ask(_ request: LineRequest, _ continuation: CheckedContinuation<LineResult, Never>) {
        let refused = state.withLock { state in
            if state.isClosed || state.continuation != nil {
                return true
            }
            state.request = request
            state.continuation = continuation
            state.news.endsLine = nil
            return false
        }
        if refused {
            continuation.resume(returning: .eof)
        } else {
            pipe.wake()
        }
    }

    /// Ends the line that is being read, if one is.
    func endLine(_ result: LineResult) {
        let isReading = state.withLock { state in
            if state.continuation != nil {
                state.news.endsLine = result
            }
            return state.continuation != nil
        }
        if isReading {
            pipe.wake()
        }
    }

    /// Hands a message to the thread that paints, or answers false when no line is being read.
    func post(_ message: String) -> Bool {
        let isReading = state.withLock { state in
            if state.isReading {
                state.news.messages.append(message)
            }
            return state.isReading
        }
        if isReading {
            pipe.wake()
        }
        return isReading
    }

    func remember(_ text: String) {
        state.withLock { $0.statements.texts.append(text) }
    }

    func noteFailure(of text: String) {
        state.withLock { $0.statements.failed.append(text) }
    }

    func noteResume() {
        state.withLock { $0.news.hasResumed = true }
        pipe.wake()
    }

    /// Whether the process has been continued since this was last asked.
    func takeResume() -> Bool {
        state.withLock { state in
            defer { state.news.hasResumed = false }
            return state.news.hasResumed
        }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        pipe.wake()
    }

    /// What the thread does next.
    func nextStep() -> Step {
        state.withLock { state in
            if let request = state.request {
                state.request = nil
                state.isReading = true
                let statements = state.statements
                state.statements = EnteredStatements()
                return .read(request, remembering: statements)
            }
            return state.isClosed ? .close : .wait
        }
    }

    /// What has been told since the last time.
    func takeNews() -> EditorNews {
        state.withLock { state in
            var news = state.news
            if state.isClosed {
                news.endsLine = news.endsLine ?? .eof
            }
            state.news = EditorNews()
            return news
        }
    }

    /// Delivers the line; messages that came too late for the painter are given back to be printed.
    func finish(_ result: LineResult) -> [String] {
        let (continuation, messages) = state.withLock { state in
            state.isReading = false
            let late = state.news.messages
            state.news = EditorNews()
            defer { state.continuation = nil }
            return (state.continuation, late)
        }
        continuation?.resume(returning: result)
        return messages
    }
}
