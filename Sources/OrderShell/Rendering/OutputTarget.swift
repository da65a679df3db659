import OrderLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where an answer goes: `--output FILE`, `\output FILE`, what `\>` and `\|` name, or standard output.
package enum OutputTarget: Sendable, Hashable {
    case standardOutput
    case file(String)
    /// The input of a command of the system's shell.
    case command(String)

    /// The file that a user names: `-` is standard output, and `~` the user's own folder.
    package init(fileName name: String) {
        guard name != "-" else {
            self = .standardOutput
            return
        }
        let isBelowHome = name == "~" || name.utf8.starts(with: "~/".utf8)
        self = .file(isBelowHome ? (UserPaths.variable("HOME") ?? "~") + name.dropFirst() : name)
    }

    var isCommand: Bool {
        if case .command = self { true } else { false }
    }

    init(_ destination: AnswerDestination) {
        switch destination {
        case .file(let name): self.init(fileName: name)
        case .command(let command): self = .command(command)
        }
    }

    /// Opens the target.
    ///
    /// A device or named pipe is written straight, since it cannot be replaced.
    package func open() throws(OutputError) -> any OutputSink {
        switch self {
        case .standardOutput: DescriptorSink.standardOutput()
        case .command(let command): try CommandSink(command: command)
        case .file(let path):
            switch try ExistingTarget(path: path) {
            case .special: try SpecialFileSink(path: path)
            case .none: try FileSink(path: path, mode: nil)
            case .regular(let resolvedPath, let mode): try FileSink(path: resolvedPath, shownPath: path, mode: mode)
            }
        }
    }
}

/// Which file a path leads to, whatever other names it has; nil where there is none.
struct FileIdentity: Equatable {
    private let device: UInt64
    private let number: UInt64

    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(truncatingIfNeeded: status.st_ino)
    }
}

/// What stands at the path of an output file before it is written.
private enum ExistingTarget {
    case none
    /// A file, by the path that all links lead to, and its permissions.
    case regular(path: String, mode: mode_t)
    /// A device, a named pipe, a socket.
    case special

    init(path: String) throws(OutputError) {
        let name = "'\(path)'"
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT, !path.isEmpty else { throw .notWritable(name: name, errorNumber: errno) }
            self = .none
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw .isDirectory(name: name)
        case S_IFREG:
            // Replacing a file needs no permission to write it, but whoever protected it did not want that.
            guard access(path, W_OK) == 0 else { throw .notWritable(name: name, errorNumber: errno) }
            guard !Self.isDatabase(path) else { throw .isDatabase(name: name) }
            self = .regular(path: Self.resolved(path), mode: status.st_mode & 0o777)
        default: self = .special
        }
    }

    /// Whether a file is a snapshot, or any other database of SQLite: the work of an import, gone with one slip.
    private static func isDatabase(_ path: String) -> Bool {
        let magic = Array("SQLite format 3\0".utf8)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: magic.count)
        return read(descriptor, &head, head.count) == head.count && head == magic
    }

    /// The path behind symbolic links, so that a link stays one and its file is replaced.
    private static func resolved(_ path: String) -> String {
        guard let pointer = realpath(path, nil) else { return path }
        defer { free(pointer) }
        return String(cString: pointer)
    }
}

/// Writes straight to a device or a named pipe.
private final class SpecialFileSink: RewindableSink {
    private let descriptor: Int32
    private let sink: DescriptorSink

    init(path: String) throws(OutputError) {
        let name = "'\(path)'"
        descriptor = try Self.isPipe(path) ? Self.openPipe(path) : Self.open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .notWritable(name: name, errorNumber: errno) }
        sink = DescriptorSink(descriptor: descriptor, name: name)
    }

    deinit {
        close(descriptor)
    }

    func write(_ bytes: [UInt8]) throws(OutputError) { try sink.write(bytes) }
    func flush() throws(OutputError) { try sink.flush() }
    func commit() throws(OutputError) { try sink.flush() }
    func discard() { sink.discard() }
    var byteCount: Int { sink.byteCount }
    func rewind(to byteCount: Int) -> Bool { sink.rewind(to: byteCount) }

    private static func isPipe(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    }

    /// Waits for a reader, as all programs do, but not longer than the statement runs.
    private static func openPipe(_ path: String) throws(OutputError) -> Int32 {
        var descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK)
        while descriptor < 0, errno == ENXIO || errno == EINTR {
            try OutputError.checkCancellation()
            _ = poll(nil, 0, readerWaitMilliseconds)
            descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK)
        }
        if descriptor >= 0 { _ = fcntl(descriptor, F_SETFL, O_WRONLY) }
        return descriptor
    }

    private static let readerWaitMilliseconds: Int32 = 50

    private static func open(_ path: String, _ flags: Int32) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, flags)
        #elseif canImport(Musl)
            Musl.open(path, flags)
        #else
            Darwin.open(path, flags)
        #endif
    }
}
