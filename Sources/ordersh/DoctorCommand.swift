import ArgumentParser
import OrderDataset
import OrderEngine
import OrderHTTP
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

/// `ordersh doctor PROFILE`: whether a server can be used, and what it does where the API's documents are silent.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        _superCommandName: "ordersh",
        abstract: "Looks a server over: connection, token, clock, endpoints, and its habits.",
        usage: "ordersh doctor PROFILE|URL [--write] [--no-probe]",
        discussion: """
            The habits (the end of a range of days, the zone, empty texts, the largest page, the order of null, which \
            filters can be trusted) are found out with about \(ServerProbe.usualRequestCount) requests. Kept in the \
            profile, they let later queries do with fewer. The token of a URL is read from ORDERSH_TOKEN.
            """
    )

    @Argument(help: ArgumentHelp("A profile, or the URL of an order API.", valueName: "profile"), completion: .profile)
    var server: String

    @Flag(help: "Write what is found into the profile without asking.")
    var write = false

    @Flag(name: .customLong("no-probe"), help: "Don't find out the server's habits.")
    var skipsProbe = false

    @OptionGroup var options: ServerArguments

    func run() async throws {
        let failure = try await SignalMonitor.shared.cancelling(leavesOnInterrupt: true) { try await examine() }
        if let failure { throw ExitCode(failure.exitStatus) }
    }

    /// Prints what is found; what an exit status should say of the first failure.
    private func examine() async throws -> FailureCategory? {
        let isURL = server.contains("://")
        let configuration = try ConfigurationFile.userConfiguration()
        let connection =
            isURL
            ? ServerConnection(url: server, options: options.server)
            : try await ServerConnection(try configuration.profile(server), in: configuration, options: options.server)
        if isURL, write {
            throw ShellError(
                .usage,
                "--write needs a profile",
                mend: "add one with: ordersh profile add NAME --url URL"
            )
        }
        if connection.profile != nil {
            // Reading a file that others may read or change, and that holds a token, has failed already.
            try show("permissions", .ok, "nobody else can read the tokens of the configuration")
        }
        var settings = SettingValues()
        settings.set(configuration)
        let tally = RequestTally()
        var http = connection.httpSettings(settings)
        http.observer = { _ in tally.note(ScanProgress(requestCount: 1)) }
        let source = try RemoteSource(connection.server, transport: try connection.transport(http))
        let progress = ProgressLine()
        let findings = try await progress.showing {
            Self.progressText("examining the server", tally, $0)
        } during: {
            try await Doctor(source, now: Wiring.now).examine()
        }
        for finding in findings { try show(finding.name, finding.state, finding.text, finding.mend) }
        if let failed = findings.first(where: { $0.state == .failed }) { return failed.category }
        guard !skipsProbe else { return nil }
        let zones = try zones(of: connection.profile)
        let report = try await progress.showing {
            Self.progressText("finding out its habits", tally, $0)
        } during: {
            try await ServerProbe(source, zones: zones, world: ZoneDirectory.system().regions()).run()
        }
        for finding in report.findings {
            let text = finding.answer.map { "\($0): \(finding.evidence)" } ?? finding.evidence
            try show(finding.subject, finding.answer == nil ? .unknown : .ok, text)
        }
        StandardError.write("the habits took \(report.requestCount) requests")
        if let profile = connection.profile { try await offer(report.habits, to: profile) }
        return nil
    }

    /// `finding out its habits, 12 requests, 3 s`.
    static func progressText(_ what: String, _ tally: RequestTally, _ elapsed: Duration) -> String {
        "\(what), \(Quantity.requests(tally.requestCount)), \(elapsed.components.seconds) s"
    }

    /// The zones in which the server's days may begin: the profile's.
    private func zones(of profile: Profile?) throws -> [TimeZoneRules] {
        let directory = ZoneDirectory.system()
        let names = [profile?.zoneName, profile?.habits.zoneName].compactMap(\.self)
        return try names.map { try directory.rules(named: $0) }
    }

    private func offer(_ habits: ServerHabits, to profile: Profile) async throws {
        let new = habits.completed(by: profile.habits)
        guard new != profile.habits else { return StandardError.write("profile '\(profile.name)' knows all of it") }
        if !write {
            guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
                return StandardError.write("--write keeps this in the profile")
            }
            guard try await Question.ask("write this into profile '\(profile.name)'? [y/N] ") else { return }
        }
        try ProfileCommand.file().updateProfile(profile.name) { $0.habits = new }
        StandardError.write("profile '\(profile.name)' has it now")
    }

    /// One line of the report; what is to be done stands below.
    private func show(
        _ name: String,
        _ state: DoctorFinding.State,
        _ text: String,
        _ mend: String? = nil
    ) throws {
        let mark = state.rawValue + String(repeating: " ", count: max(0, 7 - state.rawValue.count))
        var lines = ["\(mark)  \(VisibleText.of(name)): \(VisibleText.of(text))"]
        if let mend { lines.append("         \(VisibleText.of(mend))") }
        try ProfileCommand.show(lines)
    }
}
