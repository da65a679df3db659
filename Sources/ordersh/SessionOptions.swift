import ArgumentParser
import OrderDataset
import OrderModel
import OrderShell

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The options that the shell and scripts share.
struct SessionOptions: ParsableArguments {
    @Option(help: "How answers are written (default: table at a terminal, else csv or what --output's ending says).")
    var format: OutputFormat?

    @Option(
        help: ArgumentHelp("Write answers to a file, which appears complete or not at all.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @Option(
        help: ArgumentHelp("The time zone in which days begin, such as Asia/Tehran (default: UTC).", valueName: "zone")
    )
    var timezone: String?

    @Option(help: ArgumentHelp("What 'now' is: a day such as 2025-12-01, or an instant.", valueName: "time"))
    var asOf: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Give $name a value; can be repeated.", valueName: "name=value")
    )
    var set: [String] = []

    @Flag(help: "Use the built-in sample of invented orders.")
    var sample = false

    @Flag(help: "Leave broken lines of files out and count them, instead of ending the query.")
    var skipBadLines = false

    @Option(
        help: ArgumentHelp("Read the orders of a server by its profile's name.", valueName: "name"),
        completion: .profile
    )
    var profile: String?

    @Option(help: ArgumentHelp("Whose orders to read from a server: admin or customer.", valueName: "scope"))
    var scope: ListEndpoint?

    @Option(help: ArgumentHelp("Trust the certificates of this PEM file too.", valueName: "file"), completion: .file())
    var cacert: String?

    @OptionGroup var guards: GuardOptions

    @Flag(name: .customLong("curl"), help: "Show the requests as curl commands that read $ORDERSH_TOKEN; send nothing.")
    var showsCurl = false

    @Flag(help: "Show the requests that would be sent; send nothing.")
    var dryRun = false

    var choices: SessionChoices {
        SessionChoices(
            format: format,
            output: output,
            timezone: timezone,
            asOf: asOf,
            assignments: set,
            usesSample: sample,
            skipsBadLines: skipBadLines,
            profile: profile,
            server: ServerOptions(scope: scope, certificateFile: cacert),
            guards: guards.guards,
            showsCurl: showsCurl,
            isDryRun: dryRun
        )
    }
}

/// What the options of a session say.
struct SessionChoices: Hashable, Sendable {
    var format: OutputFormat?
    var output: String?
    var timezone: String?
    var asOf: String?
    var assignments: [String] = []
    var usesSample = false
    var skipsBadLines = false
    var profile: String?
    var server = ServerOptions()
    var guards = RunGuards()
    var showsCurl = false
    var isDryRun = false

    /// The settings that a session begins with.
    func settings(_ configuration: Configuration, holdsColumns: Bool = false) throws -> SessionSettings {
        let target = output.map(OutputTarget.init(fileName:)) ?? .standardOutput
        let isForPeople = target == .standardOutput && isatty(STDOUT_FILENO) == 1
        var settings = SessionSettings(
            format: isForPeople ? .table : .csv,
            output: target,
            asOf: try asOf.map(AsOf.init(text:))
        )
        settings.given = SettingValues(standardFormat: settings.format, holdsColumns: holdsColumns)
        settings.given.set(configuration)
        setOptions(&settings.given)
        try settings.settle { try ZoneDirectory.system().rules(named: $0) }
        settings.requiresPushdown = guards.requiresPushdown
        settings.shownRequests = showsCurl ? .curl(certificateFile: nil) : isDryRun ? .plain : nil
        return settings
    }

    /// What the command line says of the settings.
    private func setOptions(_ values: inout SettingValues) {
        func set(_ name: SettingName, _ value: SettingValue?, _ option: String) {
            if let value { values.set(name, value, from: .option(option)) }
        }
        set(.format, format.map(SettingValue.format), "--format")
        set(.timezone, timezone.map(SettingValue.zone), "--timezone")
        set(.maximumRows, guards.allowance.map { .count($0.maximumOrderCount) }, "--max-rows")
        set(.maximumRequests, guards.maximumRequestCount.map(SettingValue.count), "--max-requests")
        set(.timeout, guards.timeout.map(SettingValue.duration), "--timeout")
    }
}

extension OutputFormat: ExpressibleByArgument {}
extension ListEndpoint: ExpressibleByArgument {}

extension AsOf {
    /// Reads a day, or an instant with its zone.
    init(text: String) throws(ShellError) {
        if let instant = Instant(iso8601: text) {
            self = .instant(instant)
            return
        }
        guard let date = CivilDate(iso8601: text) else {
            throw ShellError(
                .usage,
                "--as-of takes a day or an instant, found '\(text)'",
                mend: "such as 2025-12-01 or 2025-12-01T18:00:00Z"
            )
        }
        self = .day(date)
    }
}
