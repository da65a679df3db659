// A small file of the user's own: read with its permissions, replaced whole, one writer at a time.

import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that only its owner should read.
struct PrivateFile: Sendable {
    let path: String

    struct Contents {
        let bytes: [UInt8]
        let mode: mode_t
    }

    /// What is in it; nil when there is no such file.
    ///
    /// A link is followed, to a file that is the user's or the system's own.
    func read(limitBytes: Int) throws(ShellError) -> Contents? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let errorNumber = errno
            guard errorNumber == ENOENT || errorNumber == ENOTDIR else {
                throw unusable(OutputError.reason(errorNumber))
            }
            var status = stat()
            guard lstat(path, &status) != 0 else { throw unusable("it is a link to nothing") }
            return nil
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unusable(OutputError.reason(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw unusable(status.st_mode & S_IFMT == S_IFDIR ? "it is a folder" : "it is no ordinary file")
        }
        guard status.st_uid == geteuid() || status.st_uid == 0 else { throw unusable("it belongs to another user") }
        guard let bytes = WholeFile.contents(of: descriptor, limitBytes: limitBytes + 1) else {
            throw unusable(OutputError.reason(errno))
        }
        guard bytes.count <= limitBytes else { throw unusable("it is longer than \(limitBytes >> 10) kB") }
        return Contents(bytes: bytes, mode: status.st_mode)
    }

    /// Puts a text in its place, for its owner alone: all of it or nothing.
    func replace(with text: String) throws(OutputError) {
        let sink = try FileSink(path: path, mode: 0o600)
        try sink.write(Array(text.utf8))
        try sink.commit()
    }

    /// Runs `body` while no other process does; waits for one that does.
    ///
    /// The lock is a file of its own beside this one, since this one is replaced.
    func withLock<Result>(waiting limit: Duration = .seconds(5), _ body: () throws -> Result) throws -> Result {
        let lockPath = path + ".lock"
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else {
            throw OutputError.notWritable(name: "'\(path)'", errorNumber: errno)
        }
        // Closing it lets the next one in.
        defer { close(descriptor) }
        let deadline = ContinuousClock.now + limit
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw OutputError.notWritable(name: "'\(path)'", errorNumber: errno)
            }
            guard ContinuousClock.now < deadline else {
                throw ShellError(.failed, "cannot change \(path): another ordersh is changing it", mend: "try again")
            }
            // There is nothing to wait on but the lock itself, which is held for the writing of one small file.
            usleep(2_000)
        }
        return try body()
    }

    /// The path with its links followed, as far as there are any.
    static func resolved(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private func unusable(_ why: String) -> ShellError {
        ShellError(.usage, "cannot read \(path): \(why)")
    }
}

/// Words for a command line that a message tells the user to type.
package enum ShellWord {
    /// The word as it is, or in quotes where the shell would see more in it.
    package static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "/._-+:@%,".utf8.contains(byte)
                }
            }
        guard !isPlain else { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
