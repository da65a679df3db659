// The statements of earlier sessions, and of others that run at the same time.
//
// One JSON object a line: the text (with its newlines), when and against which source it ran. Each statement is
// appended as soon as it is entered, so nothing is lost when a session dies, and the others see it at their next
// prompt. Writers hold a lock on the file; a file that has grown too long is written anew beside it and takes its name
// while the lock is held, and whoever waited for the lock opens the new one.

import OrderModel
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The history file, shared by all sessions of a user.
package final class HistoryFile: Sendable {
    /// How many statements are kept, and how many a session can recall.
    package static let entryLimit = 10_000

    /// How far the file may grow; it is then cut to `entryLimit` statements and half of this.
    struct Limits: Sendable {
        var entryCount = HistoryFile.entryLimit
        var sizeBytes = 8 << 20
    }

    /// The end of the file that is looked at, whoever made it so long.
    private static let readLimitBytes = 16 << 20

    /// How much of the file this session has seen.
    private struct Position: Equatable {
        var device: dev_t
        var inode: ino_t
        var offset: Int
    }

    package let path: String
    private let policy: HistoryPolicy
    private let limits: Limits
    private let position = Mutex<Position?>(nil)

    /// Names the file, which need not exist; a statement that contains one of `secrets` is never kept.
    package convenience init(path: String, secrets: KnownSecrets = []) {
        self.init(path: path, secrets: secrets, limits: Limits())
    }

    init(path: String, secrets: KnownSecrets = [], limits: Limits) {
        self.path = path
        self.limits = limits
        policy = HistoryPolicy(secrets: secrets)
    }

    /// Where the history belongs: `ordersh/history` in `$XDG_STATE_HOME`, or in `.local/state` of the home folder.
    package static func userPath() -> String? {
        UserPaths.state("history")
    }

    // MARK: Reading

    /// The newest entries, oldest first; none when there is no readable file.
    package func load(limit: Int = HistoryFile.entryLimit) -> [HistoryEntry] {
        Self.entries(in: WholeFile.read(path, limitBytes: Self.readLimitBytes) ?? [], limit: limit)
    }

    /// What was appended since this was last asked, by this session or another; at first, everything.
    ///
    /// A file that is no history at all is set aside.
    func news() -> HistoryNews {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let errorNumber = errno
            guard errorNumber != ENOENT, errorNumber != ENOTDIR else { return HistoryNews() }
            return setAside(OutputError.reason(errorNumber))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return HistoryNews() }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        // A link to /dev/null is how people say that they want no history.
        case S_IFCHR: return HistoryNews()
        case S_IFDIR: return setAside("it is a folder")
        default: return setAside("it is no ordinary file")
        }
        let known = position.withLock { $0 }
        if let known, known.device == status.st_dev, known.inode == status.st_ino, known.offset <= Int(status.st_size),
            Self.endsLine(descriptor, at: known.offset)
        {
            return newLines(descriptor, known)
        }
        return everything(descriptor, status)
    }

    private func newLines(_ descriptor: Int32, _ known: Position) -> HistoryNews {
        lseek(descriptor, off_t(known.offset), SEEK_SET)
        let bytes = Self.wholeLines(WholeFile.contents(of: descriptor, limitBytes: Self.readLimitBytes) ?? [])
        position.withLock { $0?.offset = known.offset + bytes.count }
        return HistoryNews(texts: Self.entries(in: bytes, limit: limits.entryCount).map(\.text))
    }

    private func everything(_ descriptor: Int32, _ status: stat) -> HistoryNews {
        let start = max(0, Int(status.st_size) - Self.readLimitBytes)
        lseek(descriptor, off_t(start), SEEK_SET)
        let bytes = Self.wholeLines(WholeFile.contents(of: descriptor, limitBytes: Self.readLimitBytes) ?? [])
        let lineCount = bytes.count { $0 == 0x0A }
        let entries = Self.entries(in: bytes, limit: limits.entryCount)
        let isBlank = bytes.count + start == Int(status.st_size) && lineCount == bytes.count
        guard !entries.isEmpty || isBlank else { return setAside("it holds no statements") }
        position.withLock {
            $0 = Position(device: status.st_dev, inode: status.st_ino, offset: start + bytes.count)
        }
        if lineCount > limits.entryCount + limits.entryCount / 10 { compact() }
        return HistoryNews(texts: entries.map(\.text), replacesAll: true)
    }

    /// Gives a file that is no history another name, so that a new one can begin.
    private func setAside(_ why: String) -> HistoryNews {
        let shown = VisibleText.of(path)
        for number in 1...999 {
            let other = "\(path).broken-\(number)"
            var status = stat()
            guard lstat(other, &status) != 0 else { continue }
            guard rename(path, other) == 0 else { break }
            return HistoryNews(
                note: "The history in \(shown) can't be read: \(why). It is now \(VisibleText.of(other))."
            )
        }
        return HistoryNews(note: "The history in \(shown) can't be read: \(why).")
    }

    /// What ends with a line's end: another session may be within its line.
    private static func wholeLines(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes[..<(bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)])
    }

    private static func endsLine(_ descriptor: Int32, at offset: Int) -> Bool {
        var byte: UInt8 = 0
        return offset == 0 || pread(descriptor, &byte, 1, off_t(offset - 1)) == 1 && byte == 0x0A
    }

    /// The newest entries, without those that repeat the one before.
    private static func entries(in bytes: [UInt8], limit: Int) -> [HistoryEntry] {
        var entries: [HistoryEntry] = []
        var parser = JSONParser()
        for line in bytes.split(separator: 0x0A).reversed() where entries.count < limit {
            if let entry = HistoryEntry(line: line, parser: &parser), !isRepetition(entry.text, of: entries.last?.text)
            {
                entries.append(entry)
            }
        }
        return entries.reversed()
    }

    private static func isRepetition(_ text: String, of other: String?) -> Bool {
        other.map { $0.utf8.elementsEqual(text.utf8) } ?? false
    }

    // MARK: Writing

    /// Appends a statement at once, unless it is not for keeping.
    package func append(_ text: String, source: String) -> HistoryOutcome {
        guard policy.allows(text) else { return .skipped }
        let line = HistoryEntry(text: text, time: time(nil), source: source).line
        var outcome = HistoryOutcome.kept
        do throws(HistoryFileError) {
            try withLockedFile { descriptor, size throws(HistoryFileError) in
                guard !isNewest(text, line.count, descriptor, size) else {
                    outcome = .skipped
                    return
                }
                // Another session may have died within its line: this one still begins on its own.
                let bytes = Self.endsLine(descriptor, at: size) ? line : [0x0A] + line
                guard TerminalOutput(descriptor: descriptor).write(bytes) else { throw .system(errno) }
                if size > limits.sizeBytes { try rewrite(descriptor) }
            }
        } catch {
            return .failed("The history in \(VisibleText.of(path)) can't be written: \(error.reason).")
        }
        return outcome
    }

    /// Whether the file's last line has this text; its own line would be `lineCount` bytes long.
    private func isNewest(_ text: String, _ lineCount: Int, _ descriptor: Int32, _ size: Int) -> Bool {
        let count = min(size, lineCount + 4_096)
        var bytes = [UInt8](repeating: 0, count: count)
        guard count > 0, pread(descriptor, &bytes, count, off_t(size - count)) == count else { return false }
        guard let line = bytes.split(separator: 0x0A).last, count == size || line.startIndex > 0 else { return false }
        var parser = JSONParser()
        return Self.isRepetition(text, of: HistoryEntry(line: line, parser: &parser)?.text)
    }

    /// Cuts the file to its limits, unless somebody else holds it.
    package func compact() {
        try? withLockedFile { descriptor, _ throws(HistoryFileError) in try rewrite(descriptor) }
    }

    /// Writes the newest lines into a new file that takes this one's name; the lock is held.
    private func rewrite(_ descriptor: Int32) throws(HistoryFileError) {
        lseek(descriptor, 0, SEEK_SET)
        guard let bytes = WholeFile.contents(of: descriptor, limitBytes: .max) else { throw .system(errno) }
        var kept: [ArraySlice<UInt8>] = []
        var size = 0
        var parser = JSONParser()
        for line in bytes.split(separator: 0x0A).reversed() where HistoryEntry(line: line, parser: &parser) != nil {
            size += line.count + 1
            guard kept.count < limits.entryCount, size <= limits.sizeBytes / 2 || kept.isEmpty else { break }
            kept.append(line)
        }
        do {
            let sink = try FileSink(path: PrivateFile.resolved(path), mode: 0o600)
            for line in kept.reversed() { try sink.write(line + [0x0A]) }
            try sink.commit()
        } catch {
            throw .system(errno)
        }
    }

    /// Opens the file, waits for its lock, two seconds at most, and makes sure that it still is the file of that name.
    private func withLockedFile(
        _ body: (_ descriptor: Int32, _ size: Int) throws(HistoryFileError) -> Void
    ) throws(HistoryFileError) {
        UserPaths.makeFolders(above: path)
        let deadline = ContinuousClock.now + .seconds(2)
        while true {
            let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
            guard descriptor >= 0 else { throw .system(errno) }
            defer { close(descriptor) }
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
            guard status.st_mode & S_IFMT == S_IFREG else {
                if status.st_mode & S_IFMT == S_IFCHR { return }
                throw .system(EINVAL)
            }
            if status.st_mode & 0o077 != 0 { fchmod(descriptor, 0o600) }
            try Self.lock(descriptor, until: deadline)
            var named = stat()
            guard stat(path, &named) == 0, named.st_ino == status.st_ino, named.st_dev == status.st_dev else {
                continue
            }
            guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
            return try body(descriptor, Int(status.st_size))
        }
    }

    /// Waits for other sessions.
    ///
    /// There is nothing to wait on but the lock itself, hence the short sleeps. Where files can't be locked, appending
    /// goes well without, nearly always.
    private static func lock(
        _ descriptor: Int32,
        until deadline: ContinuousClock.Instant
    ) throws(HistoryFileError) {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { return }
            guard ContinuousClock.now < deadline else { throw .isHeld }
            usleep(2_000)
        }
    }
}

/// Why the history could not be written.
private enum HistoryFileError: Error {
    case system(Int32)
    case isHeld

    var reason: String {
        switch self {
        case .system(let number): OutputError.reason(number)
        case .isHeld: "another session holds it"
        }
    }
}
