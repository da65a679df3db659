import OrderModel

/// Where a profile's token comes from.
package enum TokenSource: Sendable, Hashable {
    /// The token itself.
    case literal(SecretText)
    /// `env:NAME`: an environment variable.
    case environment(String)
    /// `command:…`: the first line that a command prints.
    case command(String)

    /// Reads what stands in the configuration; nil when it can be none.
    package init?(_ text: String) {
        if text.hasPrefix(Self.environmentPrefix) {
            let name = text.dropFirst(Self.environmentPrefix.count)
            guard Self.isVariableName(name) else { return nil }
            self = .environment(String(name))
        } else if text.hasPrefix(Self.commandPrefix) {
            let command = text.dropFirst(Self.commandPrefix.count)
            guard !command.allSatisfy(\.isWhitespace), !command.utf8.contains(0) else { return nil }
            self = .command(String(command))
        } else {
            guard Self.isToken(text) else { return nil }
            self = .literal(SecretText(text))
        }
    }

    /// What a text must be to be read.
    package static let forms = "the token alone, env:NAME or command:COMMAND"

    /// What stands in the configuration.
    var text: String {
        switch self {
        case .literal(let secret): secret.value
        case .environment(let name): Self.environmentPrefix + name
        case .command(let command): Self.commandPrefix + command
        }
    }

    /// The text to show, a token itself as dots.
    package var shownText: String {
        if case .literal(let secret) = self { return secret.description }
        return text
    }

    /// Whether a text can stand in a request's header.
    package static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private static let environmentPrefix = "env:"
    private static let commandPrefix = "command:"

    private static func isVariableName(_ name: Substring) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"): true
            default: false
            }
        }
    }

    /// The token; runs the command, so ask once.
    ///
    /// Errors name the profile.
    package func token(
        ofProfile profile: String,
        variable: (String) -> String? = UserPaths.variable
    ) async throws -> SecretText {
        switch self {
        case .literal(let secret): return secret
        case .environment(let name):
            guard let value = variable(name) else {
                throw ShellError(
                    .usage,
                    "profile '\(profile)' takes its token from \(name), which is not set",
                    mend: "export \(name)=… first"
                )
            }
            return try Self.checked(value, "the variable \(name), for the token of profile '\(profile)',")
        case .command(let command):
            let name = "the token command of profile '\(profile)'"
            let line = try await TokenCommand(command: command, name: name).firstLine()
            return try Self.checked(line, "what \(name) printed first")
        }
    }

    private static func checked(_ text: String, _ name: String) throws(ShellError) -> SecretText {
        guard isToken(text) else {
            let problem = text.isEmpty ? "is empty" : "holds characters that no token has"
            throw ShellError(.usage, "\(name) \(problem)", mend: "it must be the token alone, without 'Token'")
        }
        return SecretText(text)
    }
}
