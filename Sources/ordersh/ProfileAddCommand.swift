// `ordersh profile add`: everything that a profile may say as options, checked before anything is written. A token is
// best read from standard input, since a command line can be seen by others and stays in the shell's history.

import ArgumentParser
import OrderDataset
import OrderModel
import OrderRemote
import OrderShell

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension ProfileCommand {
    /// `ordersh profile add NAME --url URL …`.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a profile.",
            usage: "ordersh profile add NAME --url URL [--token-stdin] [OPTIONS]"
        )

        @Argument(help: ArgumentHelp("The profile's name: letters, digits, '-', '_' and '.'.", valueName: "name"))
        var name: String

        @Option(help: ArgumentHelp("The server's address, such as https://shop.example.", valueName: "url"))
        var url: String

        @Option(help: ArgumentHelp("Whose orders to read: admin or customer.", valueName: "scope"))
        var scope: ListEndpoint?

        @Option(
            help: ArgumentHelp(
                "The token, or env:NAME or command:COMMAND; others can see what stands on a command line.",
                valueName: "token"
            )
        )
        var token: String?

        @Option(help: ArgumentHelp("Take the token from an environment variable.", valueName: "variable"))
        var tokenEnv: String?

        @Option(help: ArgumentHelp("Take the token from the first line that a command prints.", valueName: "command"))
        var tokenCommand: String?

        @Flag(help: "Read the token from standard input, at a terminal without showing it.")
        var tokenStdin = false

        @Option(help: ArgumentHelp("The time zone in which the shop's days begin.", valueName: "zone"))
        var timezone: String?

        @Option(
            help: ArgumentHelp("Trust the certificates of this PEM file too.", valueName: "file"),
            completion: .file()
        )
        var cacert: String?

        func run() async throws {
            guard Profile.isName(name) else {
                throw ShellError(.usage, "'\(name)' cannot name a profile", mend: Profile.nameRule)
            }
            let file = try ProfileCommand.file()
            // What is wrong with the file, or the name taken, is said before a token is asked for.
            guard try !file.read().hasProfile(name) else { throw ConfigurationFile.taken(name) }
            var profile = Profile(name: name, url: try checkedAddress())
            profile.scope = scope
            if let timezone {
                profile.zoneName = try ZoneDirectory.system().rules(named: timezone).name
            }
            profile.certificatePath = try cacert.map(Self.absolutePath)
            profile.token = try tokenSource()
            try file.add(profile)
            StandardError.write(
                "profile '\(name)' is in \(VisibleText.of(file.path)); try it: ordersh profile test \(name)"
            )
        }

        private func checkedAddress() throws -> String {
            _ = try RemoteLocation(url)
            return url
        }

        /// Where the token comes from; asks for it last.
        private func tokenSource() throws(ShellError) -> TokenSource? {
            let texts = [token, tokenEnv.map { "env:" + $0 }, tokenCommand.map { "command:" + $0 }].compactMap { $0 }
            guard texts.count + (tokenStdin ? 1 : 0) < 2 else {
                throw ShellError(.usage, "the token is given in more than one way", mend: "give it in one")
            }
            if tokenStdin {
                let text = try SecretInput.line(asking: "Token for \(name): ")
                guard TokenSource.isToken(text) else { throw Self.noToken("what was typed is") }
                return .literal(SecretText(text))
            }
            guard let text = texts.first else { return nil }
            guard let source = TokenSource(text) else {
                throw Self.noToken(
                    tokenEnv != nil
                        ? "--token-env names" : tokenCommand != nil ? "--token-command gives" : "--token gives"
                )
            }
            if case .literal = source {
                StandardError.write(
                    "warning: others can see a token on a command line, and shells keep it; use --token-stdin"
                )
            }
            return source
        }

        /// Says nothing of the text: a mistyped token is nearly one.
        private static func noToken(_ what: String) -> ShellError {
            ShellError(.usage, "\(what) no token", mend: "it must be \(TokenSource.forms)")
        }

        private static func absolutePath(_ path: String) throws(ShellError) -> String {
            guard let resolved = realpath(path, nil) else {
                throw ShellError(.usage, "cannot read \(path): \(OutputError.reason(errno))")
            }
            defer { free(resolved) }
            return String(cString: resolved)
        }
    }
}

/// Reads a secret from standard input.
enum SecretInput {
    /// The first line; at a terminal it is asked for and not shown.
    static func line(asking question: String) throws(ShellError) -> String {
        var saved = termios()
        let isTerminal = isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &saved) == 0
        guard isTerminal else { return try read() }
        var silent = saved
        silent.c_lflag &= ~tcflag_t(ECHO)
        silent.c_lflag |= tcflag_t(ECHONL)
        TerminalOutput.standardError.write(question)
        // An interrupted question must not leave a terminal that shows nothing.
        let observation = SignalMonitor.shared.observe([.interrupt, .terminate, .hangUp]) { [saved] signal in
            var saved = saved
            tcsetattr(STDIN_FILENO, TCSANOW, &saved)
            TerminalOutput.standardError.write("\n")
            _exit(signal.exitStatus ?? 130)
        }
        defer { observation.end() }
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer { tcsetattr(STDIN_FILENO, TCSANOW, &saved) }
        return try read()
    }

    private static func read() throws(ShellError) -> String {
        guard let line = readLine(strippingNewline: true) else {
            throw ShellError(.usage, "standard input holds no token")
        }
        return line
    }
}
