// Other programs that the shell runs: the user's editor, a pager, what an answer is sent to, what prints a token.

import CEdit
import OrderModel
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A command line for `/bin/sh`, to be run with the terminal as ours.
///
/// It stays in our group of processes: whoever has the terminal shares it with us, Ctrl-Z stops both and `fg` goes on
/// with both. Signals do to it what they do to any program, whatever we do about them.
package struct ChildProgram: Sendable {
    /// What `/bin/sh` is given.
    private let words: [String]

    /// A command as it would be typed; `arguments` are its `$1`, `$2` and so on, which nothing expands.
    package init(_ command: String, arguments: [String] = []) {
        words = ["/bin/sh", "-c", command, "sh"] + arguments
    }

    /// Starts it in the foreground with these as its standard input and output.
    ///
    /// Until it has been waited for, Ctrl-C and Ctrl-\ are its business alone.
    package func start(
        input: Int32 = STDIN_FILENO,
        output: Int32 = STDOUT_FILENO
    ) throws(ChildProgramError) -> RunningProgram {
        try start(input: input, output: output, feed: nil)
    }

    /// Starts it in the foreground with a pipe as its standard input, which `RunningProgram.feed` writes to.
    package func startFed(output: Int32 = STDOUT_FILENO) throws(ChildProgramError) -> RunningProgram {
        guard let pipe = WakePipe() else { throw ChildProgramError(errorNumber: errno) }
        // The program's end waits, as pipes do for programs; ours does not, so that whoever writes can be stopped.
        _ = fcntl(pipe.reading, F_SETFL, 0)
        defer { close(pipe.reading) }
        do {
            return try start(input: pipe.reading, output: output, feed: pipe.writing)
        } catch {
            close(pipe.writing)
            throw error
        }
    }

    private func start(input: Int32, output: Int32, feed: Int32?) throws(ChildProgramError) -> RunningProgram {
        cedit_hold_interrupts()
        do {
            let identifier = try spawn(input: input, output: output)
            return RunningProgram(identifier: identifier, feed: feed)
        } catch {
            cedit_release_interrupts()
            throw error
        }
    }

    /// Starts the process, in a group of its own when it `leadsGroup`; a nil `input` is an empty one.
    func spawn(input: Int32?, output: Int32, leadsGroup: Bool = false) throws(ChildProgramError) -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGXFSZ, SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGWINCH, SIGCONT] {
            sigaddset(&signals, signal)
        }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (leadsGroup ? POSIX_SPAWN_SETPGROUP : 0)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var identifier: pid_t = 0
        let code = posix_spawn(&identifier, words[0], &actions, &attributes, arguments, environ)
        guard code == 0 else { throw ChildProgramError(errorNumber: code) }
        return identifier
    }
}

/// Why a program could not be started.
package struct ChildProgramError: Error {
    package let errorNumber: Int32

    /// The system's words.
    package var reason: String { OutputError.reason(errorNumber) }
}

/// How a program ended.
package enum ProgramStatus: Sendable, Hashable {
    case left(status: Int32)
    case killed(signal: Int32)

    /// Takes what `waitpid` gives.
    init(waitStatus: Int32) {
        let signal = waitStatus & 0x7F
        self = signal == 0 ? .left(status: (waitStatus >> 8) & 0xFF) : .killed(signal: signal)
    }

    package var isSuccess: Bool { self == .left(status: 0) }

    /// For a message: "it left with status 1".
    package var words: String {
        switch self {
        case .left(let status): "it left with status \(status)"
        case .killed(let signal): "it was ended by signal \(signal)"
        }
    }
}
