// Signals as ordinary calls.
//
// A handler may do next to nothing, so ours writes one byte to a pipe; a thread reads it and tells the observers. The
// session observes to cancel its running query (or, without a terminal, to leave with status 130 or 143); the line
// editor observes to repaint and to put the terminal in order. Dispositions belong to the process, so there is one
// monitor for all of it.

import CEdit
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A signal that ordersh has something to do about.
package enum ProcessSignal: Sendable, CaseIterable {
    case interrupt
    case terminate
    case hangUp
    case windowChange
    case resume

    var number: Int32 {
        switch self {
        case .interrupt: SIGINT
        case .terminate: SIGTERM
        case .hangUp: SIGHUP
        case .windowChange: SIGWINCH
        case .resume: SIGCONT
        }
    }

    /// The status to exit with when this signal ends the program, nil when it never does.
    ///
    /// A hang-up counts as termination: whoever started the program can't use a third number.
    package var exitStatus: Int32? {
        switch self {
        case .interrupt: 130
        case .terminate, .hangUp: 143
        case .windowChange, .resume: nil
        }
    }
}

/// Tells observers of signals, on a thread of its own.
package final class SignalMonitor: Sendable {
    package static let shared = SignalMonitor()

    private struct Observer {
        let identity: Int
        let signals: Set<ProcessSignal>
        let handler: @Sendable (ProcessSignal) -> Void
    }

    private struct State {
        var observers: [Observer] = []
        var nextIdentity = 0
        var pipe: WakePipe?
        var endingSignal: ProcessSignal?
    }

    private let state = Mutex(State())

    /// For work that has things to put in order.
    private static let longGraceMilliseconds: Int32 = 2_000
    /// For work that leaves nothing behind but files that are not whole: whoever pressed Ctrl-C waits no longer than
    /// a tenth of a second.
    package static let briefGraceMilliseconds: Int32 = 50

    private init() {}

    /// The exit status that the last terminating signal asks for, nil when none has come.
    ///
    /// An editor that was told to stop only knows that there are no more lines; this says why.
    package var terminationStatus: Int32? {
        state.withLock { $0.endingSignal?.exitStatus }
    }

    /// Calls `handler` for each of `signals` until the observation is ended or dropped.
    ///
    /// The handler runs on the monitor's thread and should be quick. A signal that ends programs does so again when
    /// nobody observes it, and one that the process was started to ignore (`nohup`) stays ignored.
    package func observe(
        _ signals: Set<ProcessSignal>,
        _ handler: @escaping @Sendable (ProcessSignal) -> Void
    ) -> SignalObservation {
        state.withLock { state in
            let pipe = openPipe(&state)
            let identity = state.nextIdentity
            state.nextIdentity += 1
            state.observers.append(Observer(identity: identity, signals: signals, handler: handler))
            if let pipe {
                for signal in signals {
                    _ = cedit_watch_signal(signal.number, pipe.writing)
                }
            }
            return SignalObservation(identity: identity)
        }
    }

    /// Runs `operation` in a task that Ctrl-C and a request to terminate cancel.
    ///
    /// What does not end by that, since it waits in the system, computes or frees a large answer, is ended with the
    /// program: by the second signal, and when its grace after the first is over; after a first Ctrl-C only if
    /// `leavesOnInterrupt`, since a person at the prompt can press it again. Files that are not whole are removed then.
    ///
    /// Whoever uses this keeps an observation of its own for as long as it lives: between two operations nobody else
    /// observes, and Ctrl-C would end the program.
    package func cancelling<Success: Sendable>(
        leavesOnInterrupt: Bool,
        graceMilliseconds: Int32 = longGraceMilliseconds,
        _ operation: @escaping @Sendable () async throws -> Success
    ) async throws -> Success {
        let relay = CancellationRelay()
        let observation = observe([.interrupt, .terminate, .hangUp]) { signal in
            if !relay.cancel() { Self.leave(by: signal) }
            guard signal != .interrupt || leavesOnInterrupt else { return }
            _ = DedicatedThread.start {
                _ = poll(nil, 0, graceMilliseconds)
                // Other programs have been told to end too, and put the terminal in order before.
                var waited = graceMilliseconds
                while ForegroundPrograms.areRunning, relay.isRunning, waited < Self.longGraceMilliseconds {
                    _ = poll(nil, 0, 10)
                    waited += 10
                }
                guard relay.isRunning else { return }
                TerminalOutput.standardError.writeLast("cancelled")
                Self.leave(by: signal)
            }
        }
        defer {
            relay.finish()
            observation.end()
        }
        let task = Task { try await operation() }
        relay.connect { task.cancel() }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            relay.cancel()
        }
    }

    /// Ends the program at once, as the signal asks.
    private static func leave(by signal: ProcessSignal) {
        PendingFiles.removeAll()
        cedit_restore_terminal_and_exit(signal.exitStatus ?? 1)
    }

    fileprivate func end(_ identity: Int) {
        state.withLock { state in
            state.observers.removeAll { $0.identity == identity }
            for signal in ProcessSignal.allCases where !state.observers.contains(where: { $0.signals.contains(signal) })
            {
                cedit_unwatch_signal(signal.number)
            }
        }
    }

    private func openPipe(_ state: inout State) -> WakePipe? {
        if let pipe = state.pipe {
            return pipe
        }
        guard let pipe = WakePipe(), DedicatedThread.start({ SignalMonitor.shared.forward(from: pipe) }) else {
            return nil
        }
        state.pipe = pipe
        return pipe
    }

    private func forward(from pipe: WakePipe) {
        while true {
            pipe.wait()
            for byte in pipe.drain() {
                if let signal = ProcessSignal.allCases.first(where: { $0.number == Int32(byte) }) {
                    deliver(signal)
                }
            }
        }
    }

    private func deliver(_ signal: ProcessSignal) {
        let handlers = state.withLock { state in
            if signal == .terminate || signal == .hangUp {
                state.endingSignal = signal
            }
            return state.observers.filter { $0.signals.contains(signal) }.map(\.handler)
        }
        // Nobody can read a pager or an editor of a shell that ends; and whoever waits for one has to go on.
        if signal == .terminate || signal == .hangUp { ForegroundPrograms.end(by: signal.number) }
        if handlers.isEmpty, signal.exitStatus != nil {
            // It came just when its last observer left: it ends the program as it would have.
            _ = kill(getpid(), signal.number)
        }
        for handler in handlers {
            handler(signal)
        }
    }
}

/// An observer's place at the monitor, given up when this is dropped.
package final class SignalObservation: Sendable {
    private let identity: Int

    fileprivate init(identity: Int) {
        self.identity = identity
    }

    deinit {
        end()
    }

    /// Ends the observation; a second time does nothing.
    package func end() {
        SignalMonitor.shared.end(identity)
    }
}

/// Cancels a task that may not have been made yet.
private final class CancellationRelay: Sendable {
    private struct State {
        var isCancelled = false
        var isFinished = false
        var action: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Whether the task has not ended yet.
    var isRunning: Bool { state.withLock { !$0.isFinished } }

    func finish() {
        state.withLock { $0.isFinished = true }
    }

    func connect(_ action: @escaping @Sendable () -> Void) {
        let isCancelled = state.withLock { state in
            state.action = action
            return state.isCancelled
        }
        if isCancelled {
            action()
        }
    }

    /// Cancels the task; false when it was cancelled before and still runs.
    @discardableResult
    func cancel() -> Bool {
        let (action, isFirst) = state.withLock { state in
            defer { state.isCancelled = true }
            return (state.action, !state.isCancelled || state.isFinished)
        }
        action?()
        return isFirst
    }
}
