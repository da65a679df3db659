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

    /// Whether the program should end without a word and with status 0: `ordersh … | head` got what it wanted.
    package var endsQuietly: Bool { self == .readerLeft }

    package var category: FailureCategory {
        if case .commandInterrupted = self { .interrupted } else { .failed }
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
        }
    }

    package var mend: String? {
        switch self {
        case .readerLeft, .commandFailed, .commandInterrupted: nil
        case .noDirectory(_, let directory): "create it first: mkdir -p '\(directory)'"
        case .isDirectory: "name a file in it"
        case .isDatabase: "name another file, or remove that one first"
        case .notWritable(_, ENOSPC), .notWritable(_, EDQUOT): "free some space, or name a file on another disk"
        case .notWritable(_, EACCES), .notWritable(_, EROFS), .notWritable(_, EPERM):
            "name a file that you may write"
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
