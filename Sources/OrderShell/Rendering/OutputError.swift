package import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why an answer could not be written.
package enum OutputError: Failure, Hashable {
    /// The reader of a pipe has left; not a mistake of anybody, see `endsQuietly`.
    case readerLeft
    case notWritable(name: String, errorNumber: Int32)
    case noDirectory(name: String, directory: String)
    case isDirectory(name: String)
    /// A snapshot, or another database, that an answer would take the place of.
    case isDatabase(name: String)
    /// A command that an answer was sent to did not end well.
    case commandFailed(command: String, why: String)
    /// Ctrl-C ended a command that an answer was sent to.
    case commandInterrupted(command: String)
    /// The pager ended with an error, so that nobody knows what of the answer was seen.
    case pagerFailed(command: String, why: String)
    /// The statement was cancelled while its answer was made.
    case cancelled
    /// Half an answer is in a pipe or device, or in a file that can't be made shorter and so doesn't appear.
    case brokenOff(name: String)

    /// Throws when the statement has been cancelled.
    static func checkCancellation() throws(OutputError) {
        if Task.isCancelled { throw .cancelled }
    }

    /// Whether the program should end without a word and with status 0: `ordersh … | head` got what it wanted.
    package var endsQuietly: Bool { self == .readerLeft }

    package var category: FailureCategory {
        switch self {
        case .commandInterrupted, .cancelled: .interrupted
        case .readerLeft, .notWritable, .noDirectory, .isDirectory, .isDatabase, .commandFailed, .pagerFailed,
            .brokenOff:
            .failed
        }
    }

    package var message: String {
        switch self {
        case .readerLeft: "the reader of the output has left"
        case .notWritable(let name, let errorNumber): "cannot write \(name): \(Self.reason(errorNumber))"
        case .noDirectory(let name, let directory): "cannot write \(name): there is no directory '\(directory)'"
        case .isDirectory(let name): "cannot write \(name): it is a directory"
        case .isDatabase(let name): "cannot write \(name): it is a snapshot or another SQLite database"
        case .commandFailed(let command, let why): "the command '\(Self.program(of: command))' failed: \(why)"
        case .commandInterrupted(let command): "the command '\(Self.program(of: command))' was interrupted"
        case .pagerFailed(let command, let why): "the pager '\(Self.program(of: command))' failed: \(why)"
        case .cancelled: "cancelled while the answer was made"
        case .brokenOff(let name): "\(name) can't be completed: half an answer is in it, and it takes no other"
        }
    }

    package var mend: String? {
        switch self {
        case .readerLeft, .commandFailed, .commandInterrupted, .cancelled: nil
        case .pagerFailed: "\\set pager off, then \\last, shows the answer; $PAGER names another pager"
        case .brokenOff: "\\output FILE begins another file, \\output alone goes back to the terminal"
        case .noDirectory(_, let directory): "create it first: mkdir -p '\(directory)'"
        case .isDirectory: "name a file in it"
        case .isDatabase: "name another file, or remove that one first"
        case .notWritable(_, ENOSPC), .notWritable(_, EDQUOT): "free some space, or name a file on another disk"
        case .notWritable(_, EACCES), .notWritable(_, EROFS), .notWritable(_, EPERM):
            "name a file that you may write"
        case .notWritable(_, EFBIG): "raise the limit on the size of files (ulimit -f), or ask for less"
        case .notWritable(_, EBADF): "it was closed by whoever started ordersh; --output names a file"
        case .notWritable: nil
        }
    }

    /// What a command begins with: the rest may hold a password, and messages go into logs and mails.
    static func program(of command: String) -> String {
        String(command.drop(while: \.isWhitespace).prefix { !$0.isWhitespace && !";|&<>()".contains($0) })
    }

    /// The system's words for an error number, beginning in lower case as our messages do.
    package static func reason(_ errorNumber: Int32) -> String {
        guard let words = strerror(errorNumber) else { return "error \(errorNumber)" }
        let text = String(cString: words)
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
