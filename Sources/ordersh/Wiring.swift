import OrderDataset
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

/// Puts the concrete parts together: the one place that knows all kinds of sources.
enum Wiring {
    /// What the shell needs, by what the command line says.
    ///
    /// With `holdsColumns`, columns of files stay in memory, since more questions will come; with `asks`, somebody is
    /// there to be asked.
    static func environment(
        _ choices: SessionChoices = SessionChoices(),
        holdsColumns: Bool = false,
        asks: Bool = false
    ) -> ShellEnvironment {
        var options = FileOptions()
        options.skipsBadLines = choices.skipsBadLines
        let progress = ProgressLine()
        let note: @Sendable (String) -> Void = { text in
            progress.clear()
            StandardError.write(text)
        }
        let trace = RequestTrace()
        let budget = RequestBudget()
        var environment = ShellEnvironment(
            openSource: { [options, server = choices.server] name, settings in
                var options = options
                // One question alone reads what it needs and no more.
                options.columnBudgetBytes = holdsColumns ? settings.bytes(.columnMemory) ?? 0 : 0
                // A run has one budget, whatever it opens; at the prompt each statement has its own.
                if budget.usedCount == 0 { budget.begin(limit: settings.count(.maximumRequests)) }
                return try await open(name, options, server) { connection in
                    var http = connection.httpSettings(settings)
                    http.budget = budget
                    http.observer = { event in
                        if trace.isOn { note(TraceText.of(event)) }
                    }
                    return try open(connection, http, note)
                }
            },
            now: now,
            note: note,
            terminalWidth: { isatty(STDOUT_FILENO) == 1 ? TerminalSize.columns : nil }
        )
        environment.terminalHeight = { isatty(STDOUT_FILENO) == 1 ? TerminalSize.rows : nil }
        environment.palette = Palette.ofTerminal(STDOUT_FILENO)
        environment.progress = progress
        environment.zoneRules = { try ZoneDirectory.system().rules(named: $0) }
        environment.trace = trace
        if asks {
            // What can show no styles is a dumb terminal, or none.
            if Palette.ofTerminal(STDOUT_FILENO) != .none {
                environment.pagerCommand = {
                    Pager.command(pager: UserPaths.value("PAGER"), path: UserPaths.variable("PATH") ?? "")
                }
            }
            environment.ask = Question.ask
            if let path = HistoryFile.userPath() { environment.history = { HistoryFile(path: path).load() } }
            environment.statementBegins = { budget.begin(limit: $0.count(.maximumRequests)) }
        }
        return environment
    }

    private static func open(
        _ name: SourceName,
        _ options: FileOptions,
        _ server: ServerOptions,
        connect: (ServerConnection) throws -> OpenedSource
    ) async throws -> OpenedSource {
        switch name {
        case .sample: return OpenedSource(SampleSource())
        case .file(let path): return try open([path], options)
        case .files(let paths): return try open(paths, options)
        case .server(let url):
            return try connect(ServerConnection(url: url, options: server))
        case .profile(let name):
            return try connect(try await ServerConnection.ofProfile(named: name, options: server))
        }
    }

    private static func open(
        _ connection: ServerConnection,
        _ http: HTTPSettings,
        _ note: @escaping @Sendable (String) -> Void
    ) throws -> OpenedSource {
        let source = try connection.source(try connection.transport(http)) {
            note("warning: \(VisibleText.of($0))")
        }
        var opened = OpenedSource(source, warnings: source.warnings)
        opened.settings = connection.sessionSettings
        opened.certificateFile = connection.certificateFile
        return opened
    }

    /// Opens files as one source, or a snapshot.
    private static func open(_ names: [String], _ options: FileOptions) throws -> OpenedSource {
        switch try LocalDataset(names) {
        case .snapshot(let path):
            let source = try SnapshotSource(path: path)
            return OpenedSource(source) { now in SnapshotText.details(of: try source.description(), at: now) }
        case .files(let paths):
            var opened = OpenedSource(try FileSource(paths: paths, options: options))
            opened.paths = paths
            return opened
        }
    }

    @Sendable static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
