// A program that was started, until it has been waited for; and all of them, for whoever has to end what runs.

import CEdit
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A program that runs in the foreground; whoever started it waits for it.
package final class RunningProgram: Sendable {
    private struct State {
        var feed: Int32?
        var status: ProgramStatus?
        var isEnding = false
    }

    private let identifier: pid_t
    private let state: Mutex<State>

    /// How long a program that was told to end may take to put its things in order.
    private static let graceMilliseconds: Int32 = 1_000

    init(identifier: pid_t, feed: Int32?) {
        self.identifier = identifier
        state = Mutex(State(feed: feed))
        ForegroundPrograms.add(self)
        // Whoever ended all of them a moment ago didn't know of it yet.
        if Task.isCancelled || SignalMonitor.shared.terminationStatus != nil { end(by: SIGTERM) }
    }

    deinit {
        wait()
    }

    /// The writing end of the pipe to its standard input, while that is open.
    ///
    /// Writing to one that has left is an `EPIPE`; while it reads nothing, writing is an `EAGAIN`.
    package var feed: Int32? { state.withLock { $0.feed } }

    /// Whether it was told to end, so that nothing more need be written.
    var isEnding: Bool { state.withLock { $0.isEnding } }

    /// Tells it to end, and after a moment ends it; whoever waits for it then goes on.
    ///
    /// A program that is stopped is continued, since it would not hear anything else.
    func end(by signal: Int32) {
        let isFirst = state.withLock { state in
            guard state.status == nil else { return false }
            _ = kill(identifier, signal)
            _ = kill(identifier, SIGCONT)
            defer { state.isEnding = true }
            return !state.isEnding
        }
        guard isFirst else { return }
        _ = DedicatedThread.start {
            _ = poll(nil, 0, Self.graceMilliseconds)
            self.state.withLock { state in
                if state.status == nil { _ = kill(self.identifier, SIGKILL) }
            }
        }
    }

    /// Ends its standard input.
    package func endFeed() {
        state.withLock { state in
            if let feed = state.feed { close(feed) }
            state.feed = nil
        }
    }

    /// Ends its input and waits until it has ended.
    ///
    /// The terminal is then in the mode that it was in before.
    @discardableResult
    package func wait() -> ProgramStatus {
        endFeed()
        // Whoever ends it needs the lock meanwhile, and the identifier stays its own until it is taken below.
        var information = siginfo_t()
        while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        return state.withLock { state in
            if let status = state.status { return status }
            var waitStatus: Int32 = 0
            while waitpid(identifier, &waitStatus, 0) < 0, errno == EINTR {}
            cedit_release_interrupts()
            let status = ProgramStatus(waitStatus: waitStatus)
            state.status = status
            ForegroundPrograms.remove(self)
            return status
        }
    }

    /// As `wait`, without holding up anybody else: a thread of its own waits.
    package func finished() async -> ProgramStatus {
        await withCheckedContinuation { continuation in
            let isStarted = DedicatedThread.start { continuation.resume(returning: self.wait()) }
            if !isStarted { continuation.resume(returning: self.wait()) }
        }
    }
}

/// A program that may be gone by now.
private struct RunningProgramReference {
    weak var program: RunningProgram?

    init(_ program: RunningProgram) {
        self.program = program
    }
}

/// The programs that somebody waits for.
///
/// A cancelled statement can't leave the system call that it waits in; it does so when what it waits for has ended.
enum ForegroundPrograms {
    private static let running = Mutex<[RunningProgramReference]>([])

    fileprivate static func add(_ program: RunningProgram) {
        running.withLock { $0.append(RunningProgramReference(program)) }
    }

    fileprivate static func remove(_ program: RunningProgram) {
        running.withLock { $0.removeAll { $0.program == nil || $0.program === program } }
    }

    /// Whether there are any.
    static var areRunning: Bool { running.withLock { $0.contains { $0.program != nil } } }

    /// Tells all of them to end.
    static func end(by signal: Int32) {
        let programs = running.withLock { $0.compactMap(\.program) }
        for program in programs { program.end(by: signal) }
    }
}
