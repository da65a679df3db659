import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A process with its output on a pipe.
package final class ChildProcess: Sendable {
    private let identifier: pid_t
    private let output: Int32
    private let exitStatus = Mutex<Int32?>(nil)

    package init(_ arguments: [String]) throws(SystemCallError) {
        let ends = try LocalSocket.makePipe()
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends.writing, 1)
        posix_spawn_file_actions_adddup2(&actions, ends.writing, 2)
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        #if canImport(Darwin)
            var attributes: posix_spawnattr_t?
        #else
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Threads of task pools block signals, and a child would inherit that: it could not be ended.
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var child: pid_t = 0
        let code = posix_spawn(&child, arguments[0], &actions, &attributes, words, environ)
        close(ends.writing)
        guard code == 0 else {
            close(ends.reading)
            throw SystemCallError("posix_spawn", code: code)
        }
        identifier = child
        output = ends.reading
    }

    deinit {
        terminate()
        close(output)
    }

    /// The next bytes of the output, nil at its end.
    package func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        #if canImport(Glibc)
            let count = Glibc.read(output, &buffer, buffer.count)
        #elseif canImport(Musl)
            let count = Musl.read(output, &buffer, buffer.count)
        #else
            let count = Darwin.read(output, &buffer, buffer.count)
        #endif
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    package func readToEnd() -> [UInt8] {
        var all: [UInt8] = []
        while let chunk = read() { all += chunk }
        return all
    }

    /// Reads the output up to the line that something is found in.
    package func waitForLine<Found>(_ find: (Substring) -> Found?) throws -> Found {
        var output: [UInt8] = []
        while let chunk = read() {
            output += chunk
            let text = String(decoding: output, as: UTF8.self)
            for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                if let found = find(line) { return found }
            }
        }
        throw OracleError(output: output)
    }

    /// Waits for the end and gives the exit status, or minus the signal that ended it.
    @discardableResult
    package func waitForExit() -> Int32 {
        exitStatus.withLock { known in
            if let known { return known }
            var status: Int32 = 0
            while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
            let result = status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
            known = result
            return result
        }
    }

    /// Ends the process at once, whatever it is doing; without effect when it has ended.
    package func endAtOnce() {
        let isRunning = exitStatus.withLock { $0 == nil }
        if isRunning { kill(identifier, SIGKILL) }
    }

    package func terminate() {
        let isRunning = exitStatus.withLock { $0 == nil }
        if isRunning { kill(identifier, SIGTERM) }
        waitForExit()
    }
}
