// The access log: a line for every answer, and the server's own problems. Lines are gathered in memory and written a few times a second by a thread of
// its own, because whoever reads standard error may stop reading: then lines are lost, and no request waits.

import NIOPosix
import OrderModel
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A line for each answered request and each problem, written beside the requests.
package final class AccessLog: Sendable {
    /// What a line says.
    struct Entry: Sendable {
        var time: ServerClock.Reading
        var client: String
        /// The name of the token that was used.
        var caller: String?
        /// Nil, as the target, where what came was no request.
        var method: String?
        var target: String?
        var status: Int
        var byteCount: Int
        var microseconds: Int
    }

    private struct State {
        var problems = ReportedProblems()
        var entries: [Entry] = []
        var byteCount = 0
        var lostCount = 0
        var isEnding = false
        var isBroken = false
    }

    private let descriptor: Int32
    private let hasRequests: Bool
    private let clock = ServerClock()
    private let state = Mutex(State())
    private let writing = Mutex<Task<Void, Never>?>(nil)
    private let thread = NIOThreadPool(numberOfThreads: 1)

    /// A log on an open file, standard error unless another is named; without requests it has problems only.
    package init(descriptor: Int32 = 2, hasRequests: Bool = true) {
        self.descriptor = descriptor
        self.hasRequests = hasRequests
    }

    /// Takes a problem of the server, as lines for its operator; nobody waits.
    package func report(_ text: String) {
        state.withLock { state in
            guard !state.isBroken else { return }
            state.problems.note(text)
        }
    }

    /// Takes a line; it is lost when too many wait already.
    func write(_ entry: Entry) {
        guard hasRequests else { return }
        state.withLock { state in
            guard !state.isBroken else { return }
            if state.byteCount > Self.waitingByteCount {
                state.lostCount += 1
            } else {
                state.entries.append(entry)
                state.byteCount += 128 + (entry.target?.utf8.count ?? 0)
            }
        }
    }

    private static let waitingByteCount = 2 << 20

    /// Begins to write what comes; `redact` takes the tokens out of a target.
    func start(redact: @escaping @Sendable (String) -> String) {
        thread.start()
        let task = Task {
            let lines = AccessLogLines(redact: redact)
            while !state.withLock({ $0.isEnding }) {
                try? await Task.sleep(for: .milliseconds(100))
                await flush(lines)
            }
            await flush(lines)
        }
        writing.withLock { $0 = task }
    }

    /// Writes the rest, unless nobody takes it for a second.
    func finish() async {
        state.withLock { $0.isEnding = true }
        guard let writing = writing.withLock({ $0 }) else { return }
        let (end, ending) = AsyncStream.makeStream(of: Bool.self)
        Task {
            await writing.value
            ending.yield(true)
        }
        Task {
            try? await Task.sleep(for: .seconds(1))
            ending.yield(false)
        }
        // Not in this task, which may be cancelled and would not wait.
        let isWritten = await Task { await end.first { _ in true } ?? false }.value
        if isWritten { thread.shutdownGracefully { _ in } }
    }

    private func flush(_ lines: AccessLogLines) async {
        let (entries, lostCount, problems) = state.withLock { state in
            defer {
                state.entries.removeAll()
                state.byteCount = 0
                state.lostCount = 0
            }
            return (state.entries, state.lostCount, state.problems.take(at: .now, isEnd: state.isEnding))
        }
        guard !entries.isEmpty || lostCount > 0 || !problems.isEmpty else { return }
        let isWritten = try? await thread.runIfActive { [descriptor, clock] in
            let bytes = lines.bytes(of: entries, lostCount: lostCount) + lines.bytes(of: problems, at: clock.now())
            return Self.write(bytes, to: descriptor)
        }
        if isWritten != true { state.withLock { $0.isBroken = true } }
    }

    /// Writes all of it, however long it takes; false when nothing can be written there any more.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                #if canImport(Glibc)
                    Glibc.write(descriptor, bytes.baseAddress, bytes.count)
                #elseif canImport(Musl)
                    Musl.write(descriptor, bytes.baseAddress, bytes.count)
                #else
                    Darwin.write(descriptor, bytes.baseAddress, bytes.count)
                #endif
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&wait, 1, -1)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}
