// `ordersh profile …`: lists, shows, adds, removes and tries the servers that the configuration names. None of it ever
// shows a token.

import ArgumentParser
import OrderDataset
import OrderEngine
import OrderHTTP
import OrderModel
import OrderRemote
import OrderShell

/// `ordersh profile`: the servers that the configuration knows by name.
struct ProfileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        _superCommandName: "ordersh",
        abstract: "Lists, shows, adds, removes and tries servers by name.",
        discussion: """
            Profiles stand in $XDG_CONFIG_HOME/ordersh/config.json, or in ~/.config/ordersh/config.json. A token is \
            kept as it is, as env:NAME (an environment variable) or as command:COMMAND (the first line that a \
            command prints); it is never shown.
            """,
        subcommands: [List.self, Show.self, Add.self, Remove.self, Test.self]
    )

    func run() async throws {
        throw ExitCode(StandardOutput.write(Self.helpMessage() + "\n"))
    }

    /// The user's file; an error where the environment names no home.
    static func file() throws(ShellError) -> ConfigurationFile {
        guard let file = ConfigurationFile.user() else {
            throw ShellError(.usage, "there is no home folder for the configuration", mend: "set HOME")
        }
        return file
    }

    /// Writes lines to standard output.
    static func show(_ lines: [String]) throws {
        guard !lines.isEmpty else { return }
        let status = StandardOutput.write(lines.map { $0 + "\n" }.joined())
        if status != 0 { throw ExitCode(status) }
    }
}

extension ProfileCommand {
    /// `ordersh profile list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the profiles and their addresses.")

        func run() async throws {
            let profiles = try ProfileCommand.file().read().profiles
            let width = profiles.map(\.name.count).max() ?? 0
            try ProfileCommand.show(
                profiles.map { profile in
                    profile.name + String(repeating: " ", count: width - profile.name.count)
                        + "  \(profile.url)" + (profile.scope.map { "  \($0.rawValue)" } ?? "")
                }
            )
            if profiles.isEmpty {
                StandardError.write("there are no profiles; add one with: ordersh profile add NAME --url URL")
            }
        }
    }

    /// `ordersh profile show NAME [--origin]`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows what a profile says, the token as dots.")

        @Argument(help: ArgumentHelp("The profile.", valueName: "name"), completion: .profile)
        var name: String

        @Flag(help: "Say where each value comes from.")
        var origin = false

        func run() async throws {
            let file = try ProfileCommand.file()
            let profile = try file.read().profile(name)
            let rows = profile.shownMembers
            let nameWidth = rows.map(\.key.count).max() ?? 0
            let valueWidth = rows.map(\.value.count).max() ?? 0
            try ProfileCommand.show(
                rows.map { row in
                    let key = row.key + String(repeating: " ", count: nameWidth - row.key.count)
                    guard origin else { return "\(key)  \(row.value)" }
                    let value = row.value + String(repeating: " ", count: valueWidth - row.value.count)
                    return "\(key)  \(value)  "
                        + (row.origin.map { "\(file.path): profiles.\(name).\($0)" } ?? "default")
                }
            )
        }
    }

    /// `ordersh profile remove NAME`.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Removes a profile.")

        @Argument(help: ArgumentHelp("The profile.", valueName: "name"), completion: .profile)
        var name: String

        func run() async throws {
            try ProfileCommand.file().removeProfile(name)
            StandardError.write("profile '\(name)' is removed")
        }
    }

    /// `ordersh profile test NAME`: one request, and what came of it.
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends one request with a profile and says what came.",
            discussion: """
                Where no scope is given and the token is a customer's, a second request asks for the customer's own \
                orders, as queries do.
                """
        )

        @Argument(help: ArgumentHelp("The profile.", valueName: "name"), completion: .profile)
        var name: String

        @OptionGroup var options: ServerArguments

        func run() async throws {
            let configuration = try ProfileCommand.file().read()
            let profile = try configuration.profile(name)
            var settings = SettingValues()
            settings.set(configuration)
            let answer = try await SignalMonitor.shared.cancelling(leavesOnInterrupt: true) { [settings] in
                let connection = try await ServerConnection(profile, in: configuration, options: options.server)
                let transport = try connection.transport(settings)
                let source = try RemoteSource(connection.server, transport: transport)
                for warning in source.warnings { StandardError.write("warning: \(VisibleText.of(warning))") }
                return try await Self.ask(source)
            }
            let line = "\(name): \(Quantity.orders(answer.count)) at \(profile.url), in \(Quantity.time(answer.time))"
            guard let scope = answer.noticed?.rawValue else { return try ProfileCommand.show([line]) }
            try ProfileCommand.show([line + ", scope \(scope) (noticed)"])
            StandardError.write(
                "add the profile with --scope \(scope), and no request is spent on the list that the token may not read"
            )
        }

        private struct Answer: Sendable {
            let count: Int
            let time: Duration
            /// The list that turned out to be the token's, where nothing had said so.
            var noticed: ListEndpoint?
        }

        /// Asks for one order; again where the token is seen to be a customer's, as queries do.
        private static func ask(_ source: RemoteSource) async throws -> Answer {
            var parameters = FilterParameters()
            parameters.limit = 1
            let start = ContinuousClock.now
            do {
                let count = try await source.page(parameters, monitor: nil).count
                return Answer(count: count, time: ContinuousClock.now - start)
            } catch is CapabilitiesChanged {
                let count = try await source.page(parameters, monitor: nil).count
                var answer = Answer(count: count, time: ContinuousClock.now - start)
                if case .api(let endpoint, _) = source.capabilities { answer.noticed = endpoint }
                return answer
            }
        }
    }
}

/// The options that say how a server is reached, wherever it is named.
struct ServerArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Whose orders to read: admin or customer.", valueName: "scope"))
    var scope: ListEndpoint?

    @Option(help: ArgumentHelp("Trust the certificates of this PEM file too.", valueName: "file"), completion: .file())
    var cacert: String?

    var server: ServerOptions { ServerOptions(scope: scope, certificateFile: cacert) }
}

extension Profile {
    /// A line of `profile show`.
    fileprivate struct ShownMember {
        let key: String
        let value: String
        /// The key of the profile that says it; nil for what holds without one.
        let origin: String?

        init(_ key: Key, _ value: String?, otherwise: String) {
            self.init(key.rawValue, value ?? otherwise, origin: value.map { _ in key.rawValue })
        }

        init(_ key: String, _ value: String, origin: String?) {
            self.key = key
            self.value = VisibleText.of(value)
            self.origin = origin
        }
    }

    /// What the profile says and what holds where it says nothing; nothing that nobody may see.
    fileprivate var shownMembers: [ShownMember] {
        var rows = [
            ShownMember(.url, url, otherwise: ""),
            ShownMember(.scope, scope?.rawValue, otherwise: "admin, or what the server allows"),
            ShownMember(.token, token?.shownText, otherwise: "none"),
            ShownMember(.zone, zoneName, otherwise: "the session's"),
            ShownMember(.certificates, certificatePath, otherwise: "the system's"),
        ]
        if scope == nil, let implied = (try? RemoteLocation(url))?.impliedScope {
            rows[1] = ShownMember(Key.scope.rawValue, implied.rawValue, origin: Key.url.rawValue)
        }
        for member in habits.json.members {
            let key = Key.habits.rawValue + "." + member.key
            let value = if case .text(let text) = member.value { text } else { member.value.serialized() }
            rows.append(ShownMember(key, value, origin: key))
        }
        return rows
    }
}
