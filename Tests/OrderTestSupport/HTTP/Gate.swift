import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Holds threads back until so many have come, which proves that they were there at once.
package final class Gate: Sendable {
    private let missing: Mutex<Int>
    private let ends: (reading: Int32, writing: Int32)

    package init(count: Int) throws(SystemCallError) {
        missing = Mutex(count)
        ends = try LocalSocket.makePipe()
    }

    deinit { close(ends.reading) }

    /// Returns when enough threads have called it.
    package func enter() {
        let isLast = missing.withLock { missing in
            missing -= 1
            return missing == 0
        }
        if isLast { close(ends.writing) }
        var wait = pollfd(fd: ends.reading, events: Int16(POLLIN), revents: 0)
        while poll(&wait, 1, -1) < 0, errno == EINTR {}
    }

    /// The same from a task, whose thread must not be blocked.
    package func enterFromTask() async {
        await withCheckedContinuation { continuation in
            BlockingThread.start {
                self.enter()
                continuation.resume()
            }
        }
    }
}
