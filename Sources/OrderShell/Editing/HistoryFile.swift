// The statements of earlier sessions.
//
// One JSON object a line: the text (with its newlines), when and against which source it ran. Several sessions may
// append at once, each statement as soon as it is entered, so nothing is lost when one of them dies; lines that can't
// be read are passed over.

import OrderModel
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A statement that was entered earlier.
package struct HistoryEntry: Sendable, Equatable {
    package var text: String
    /// Seconds since 1970.
    package var time: Int
    package var source: String

    package init(text: String, time: Int, source: String) {
        self.text = text
        self.time = time
        self.source = source
    }
}

/// What became of a statement that was to be kept.
package enum HistoryOutcome: Sendable, Equatable {
    case kept
    /// Not for keeping: a leading space, a secret, a repetition.
    case skipped
    /// The file could not be written; a sentence that says why.
    case failed(String)
}

/// The history file, shared by all sessions of a user.
package final class HistoryFile: Sendable {
    /// How many statements a session begins with.
    package static let entryLimit = 2_000

    /// The end of the file that is looked at; statements are short, so this holds more than enough of them.
    private static let readLimitBytes = 16 << 20

    package let path: String
    private let policy: HistoryPolicy
    private let newest = Mutex<String?>(nil)

    /// Names the file, which need not exist; a statement that contains one of `secrets` is never kept.
    package init(path: String, secrets: KnownSecrets = []) {
        self.path = path
        policy = HistoryPolicy(secrets: secrets)
    }

    /// Where the history belongs: `ordersh/history` in `$XDG_STATE_HOME`, or in `.local/state` of the home folder.
    package static func userPath() -> String? {
        UserPaths.state("history")
    }

    /// The newest entries, oldest first; none when there is no readable file.
    package func load(limit: Int = HistoryFile.entryLimit) -> [HistoryEntry] {
        let bytes = WholeFile.read(path, limitBytes: Self.readLimitBytes) ?? []
        var entries: [HistoryEntry] = []
        for line in bytes.split(separator: 0x0A).reversed() where entries.count < limit {
            if let entry = Self.entry(Array(line)), entry.text != entries.last?.text {
                entries.append(entry)
            }
        }
        entries.reverse()
        newest.withLock { $0 = entries.last?.text }
        return entries
    }

    /// Appends a statement at once, unless it is not for keeping.
    package func append(_ text: String, source: String) -> HistoryOutcome {
        guard policy.allows(text) else {
            return .skipped
        }
        let isRepetition = newest.withLock { newest in
            defer { newest = text }
            return newest == text
        }
        if isRepetition {
            return .skipped
        }
        let members = [
            JSONMember(key: "text", value: .text(text)),
            JSONMember(key: "time", value: .number(String(time(nil)))),
            JSONMember(key: "source", value: .text(source)),
        ]
        let line = Array(JSONValue.object(JSONObject(members)).serialized().utf8) + [0x0A]
        return write(line) ? .kept : .failed("The history in \(path) can't be written: \(Self.systemMessage()).")
    }

    private static func entry(_ line: [UInt8]) -> HistoryEntry? {
        guard case .object(let object)? = try? JSONParser.parse(line), case .text(let text)? = object["text"],
            !text.isEmpty
        else {
            return nil
        }
        var entry = HistoryEntry(text: text, time: 0, source: "")
        if case .number(let digits)? = object["time"] {
            entry.time = Int(digits) ?? 0
        }
        if case .text(let source)? = object["source"] {
            entry.source = source
        }
        return entry
    }

    private func write(_ line: [UInt8]) -> Bool {
        UserPaths.makeFolders(above: path)
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else {
            return false
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            errno = EINVAL
            return false
        }
        if status.st_mode & 0o077 != 0 {
            fchmod(descriptor, 0o600)
        }
        Self.lock(descriptor)
        var bytes = line
        if fstat(descriptor, &status) == 0, status.st_size > 0 {
            // Another session may have died within its line: this one still begins on its own.
            var last: UInt8 = 0
            if pread(descriptor, &last, 1, status.st_size - 1) == 1, last != 0x0A {
                bytes = [0x0A] + line
            }
        }
        return Self.appendAll(bytes, to: descriptor)
    }

    private static func appendAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        TerminalOutput(descriptor: descriptor).write(bytes)
    }

    /// Waits for other sessions, a fifth of a second at most.
    ///
    /// A session that hangs with the lock must not hold up this one, and appending goes well without it too,
    /// nearly always. There is nothing to wait on but the lock itself, hence the short sleeps.
    private static func lock(_ descriptor: Int32) {
        var attempts = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0, attempts < 100 {
            usleep(2_000)
            attempts += 1
        }
    }

    private static func systemMessage() -> String {
        OutputError.reason(errno)
    }
}
