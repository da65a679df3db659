import ArgumentParser
import OrderModel
import OrderServer
import OrderShell

/// `ordersh serve SOURCE`: the order API over a dataset, to develop clients against and to try filters.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        _superCommandName: "ordersh",
        abstract: "Serves the order API from a snapshot or files: all five endpoints, as Django REST framework would.",
        usage: """
            ordersh serve SOURCE [--port PORT] [--tokens FILE] [OPTIONS]
            ordersh serve --sample N [OPTIONS]
            """,
        discussion: """
            A snapshot is served as it is, and as an import or a sync changes it meanwhile. Files (or - for standard \
            input) are first imported into a temporary one. Without --tokens one token for staff is made and shown.

            A file of tokens has a line for each: a name for the log, the token or sha256: and its hash, and admin or \
            customer and an id. Lines that begin with # are remarks:

            back-office  sha256:5e884898da…  admin
            mina         3f1c0e9a6b7d4c8e9f  customer 17

            Ctrl-C or a request to terminate stops it: running requests are answered, and the status is 0; a second \
            one ends it at once. There is no TLS: for other machines, put a proxy in front.
            """
    )

    @Argument(help: ArgumentHelp("The snapshot, or the files.", valueName: "source"), completion: .file())
    var sources: [String] = []

    @Option(parsing: .unconditional, help: ArgumentHelp("Serve so many invented orders.", valueName: "n"))
    var sample: Int?

    @Flag(help: "Leave broken lines of files out and count them, instead of ending.")
    var skipBadLines = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Where to listen; 0 for any free port (default: 8080).", valueName: "port"),
        transform: { try OptionNumber.read($0, within: 0...UInt16.max) }
    )
    var port: UInt16 = 8080

    @Option(help: ArgumentHelp("The address to listen at.", valueName: "address"))
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp("Who may ask: a file of tokens.", valueName: "file"), completion: .file())
    var tokens: String?

    @Option(
        help: ArgumentHelp("Make and show a token for the customer of this id too; can be repeated.", valueName: "id")
    )
    var customerToken: [Int] = []

    @Flag(help: "Answer /__ordersh/explain?…: how a request is understood.")
    var debug = false

    @Flag(help: "Write no line for each request.")
    var quiet = false

    @OptionGroup var behaviour: ServeBehaviourOptions
    @OptionGroup var faults: ServeFaultOptions
    @OptionGroup var bounds: ServeBoundsOptions

    func run() async throws {
        var settings = try behaviour.settings()
        settings.isDebugging = debug
        settings.faults = try faults.settings()
        let access = try ServeAccess(tokenFile: tokens, customers: customerToken)
        let source = try ServedSource(names: sources, sampleCount: sample)
        let run = ServeRun(
            snapshotPath: try await source.snapshotPath(skippingBadLines: skipBadLines),
            sourceName: source.name,
            access: access,
            settings: settings,
            bounds: bounds.bounds,
            address: ServeAddress(host: host, port: Int(port)),
            logsRequests: !quiet
        )
        try await run.run()
    }
}
