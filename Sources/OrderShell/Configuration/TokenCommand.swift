// Runs the command that prints a token. It waits on a thread of its own, since a password manager may ask its user.

import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A command of the configuration, run by `/bin/sh`.
///
/// Its standard error is ours. At a terminal it belongs to our group of processes, so that it can ask for a password;
/// elsewhere it leads one of its own, which can be ended whole.
struct TokenCommand: Sendable {
    let command: String
    /// How errors name it; the command itself may hold a secret.
    let name: String
    var timeLimit = Duration.seconds(30)

    /// No token is longer.
    private static let longestOutputBytes = 65_536

    /// The first line of its output, when it has ended well; cancelling the task ends it.
    func firstLine() async throws -> String {
        guard let wake = WakePipe() else { throw failure("cannot be run", OutputError.reason(errno)) }
        // The thread is done with the pipe before this returns.
        defer { wake.close() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isStarted = DedicatedThread.start {
                    continuation.resume(with: Result { try run(until: wake) })
                }
                if !isStarted { continuation.resume(throwing: failure("cannot be run", "no thread can be had")) }
            }
        } onCancel: {
            wake.wake()
        }
    }

    private func run(until wake: WakePipe) throws -> String {
        guard let output = WakePipe() else { throw failure("cannot be run", OutputError.reason(errno)) }
        defer { output.close() }
        // A command that prints faster than it is read must wait, as it would anywhere else.
        _ = fcntl(output.writing, F_SETFL, 0)
        let child = try Child(command: command, output: output.writing, name: self)
        var bytes: [UInt8] = []
        let deadline = ContinuousClock.now + timeLimit
        while true {
            let status = child.status()
            bytes += output.drain(maximumCount: Self.longestOutputBytes + 1)
            if let status {
                guard status == 0 else { throw failure("failed", ProgramStatus(waitStatus: status).words) }
                break
            }
            guard bytes.count <= Self.longestOutputBytes else {
                child.end()
                throw failure("prints no token", "its output is longer than 64 kB")
            }
            if !wake.drain().isEmpty {
                child.end()
                throw CancellationError()
            }
            guard ContinuousClock.now < deadline else {
                child.end()
                throw failure("has not ended", "it was given \(timeLimit.components.seconds) seconds")
            }
            Self.wait(for: output, or: wake)
        }
        let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
        guard let text = String(validating: line, as: UTF8.self) else {
            throw failure("prints no token", "its output is no UTF-8")
        }
        return text
    }

    /// Waits for output, and now and then only for time: that the command has ended shows in nothing to wait for.
    private static func wait(for output: WakePipe, or wake: WakePipe) {
        var descriptors = [output.reading, wake.reading].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        _ = poll(&descriptors, nfds_t(descriptors.count), 5)
    }

    fileprivate func failure(_ what: String, _ why: String) -> ShellError {
        ShellError(.failed, "\(name) \(what): \(why)", mend: "run it by hand to see what it says")
    }
}

/// A running command; ended and forgotten when it is dropped.
private final class Child {
    private let identifier: pid_t
    private let leadsGroup: Bool
    private var hasEnded = false

    init(command: String, output: Int32, name: TokenCommand) throws(ShellError) {
        leadsGroup = isatty(STDIN_FILENO) != 1
        do throws(ChildProgramError) {
            // What stands on our standard input is for us.
            identifier = try ChildProgram(command)
                .spawn(input: leadsGroup ? nil : STDIN_FILENO, output: output, leadsGroup: leadsGroup)
        } catch {
            throw name.failure("cannot be run", error.reason)
        }
    }

    deinit { end() }

    /// The status that it left with; nil while it runs.
    func status() -> Int32? {
        var status: Int32 = 0
        let result = waitpid(identifier, &status, WNOHANG)
        guard result == identifier else { return nil }
        hasEnded = true
        return status
    }

    /// Ends it at once.
    func end() {
        guard !hasEnded else { return }
        hasEnded = true
        kill(leadsGroup ? -identifier : identifier, SIGKILL)
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    }
}
