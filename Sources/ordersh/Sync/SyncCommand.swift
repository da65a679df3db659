// `ordersh sync`: the options, the progress, and what is said when it ends, well or not. The work is OrderDataset's.

import ArgumentParser
import OrderDataset
import OrderHTTP
import OrderModel
import OrderRemote
import OrderShell
import Synchronization

/// `ordersh sync PROFILE -o shop.orders`: a server's orders into a snapshot, and later only what has changed.
struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        _superCommandName: "ordersh",
        abstract: "Copies a server's orders into a snapshot, and keeps it up to date: run again, only changes come.",
        usage: "ordersh sync PROFILE|URL -o SNAPSHOT [--where CONDITION] [--full] [OPTIONS]",
        discussion: """
            The server is a profile's name, or a base URL whose token is read from ORDERSH_TOKEN. The first run \
            fetches all orders, or those that fulfil the condition. The same command again fetches what was changed \
            since, by updated_at, and takes out what is gone. Every seven days (--full-every) everything is read \
            anew, and always where the condition has relative dates.

            Whatever goes wrong, and whenever it is interrupted, the snapshot is as it was before, and what was \
            fetched is kept beside it (SNAPSHOT.syncing): the same command goes on from there. So --timeout and \
            --max-requests cut a sync into pieces; a piece that brought the snapshot forward ends with status 0.

            Queries take the snapshot like any file: ordersh -c 'orders select count()' shop.orders
            """
    )

    @Argument(help: ArgumentHelp("The server: a profile's name or a URL.", valueName: "server"), completion: .profile)
    var server: String?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("The snapshot to write, such as shop.orders.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp("Only orders that fulfil this condition.", valueName: "condition")
    )
    var condition: String?

    @Flag(help: "Read everything anew, which also finds what was deleted.")
    var full = false

    @Option(
        help: ArgumentHelp("Read everything anew after this time (default: 7d).", valueName: "time"),
        transform: RunTimeout.init(text:)
    )
    var fullEvery: RunTimeout?

    @Option(
        help: ArgumentHelp(
            "Ask for changes from so long before the last one known (default: 10min); more than the server's clocks "
                + "are apart and its longest transaction takes.",
            valueName: "time"
        ),
        transform: RunTimeout.init(text:)
    )
    var overlap: RunTimeout?

    @Flag(help: "Drop what an interrupted sync has left, and begin anew.")
    var restart = false

    @Option(help: ArgumentHelp("The time zone in which the condition's days begin (default: UTC).", valueName: "zone"))
    var timezone: String?

    @Option(help: ArgumentHelp("Whose orders to read: admin or customer.", valueName: "scope"))
    var scope: ListEndpoint?

    @Option(help: ArgumentHelp("Trust the certificates of this PEM file too.", valueName: "file"), completion: .file())
    var cacert: String?

    @OptionGroup var costs: CostOptions

    func run() async throws {
        let path = try snapshotPath()
        let work = try await SyncWork(command: self, path: path)
        try await work.run()
    }

    private func snapshotPath() throws(ShellError) -> String {
        guard server != nil else {
            throw ShellError(.usage, "no server to sync is named", mend: "ordersh sync PROFILE -o shop.orders")
        }
        guard let output, !output.isEmpty else {
            throw ShellError(.usage, "no snapshot to write is named", mend: "name it with -o, such as -o shop.orders")
        }
        guard output != "-" else {
            throw ShellError(.usage, "a snapshot cannot be written to a pipe", mend: "name a file: -o shop.orders")
        }
        return output
    }
}

/// One run of the command.
struct SyncWork {
    private let path: String
    private let server: RemoteSyncServer
    private let tally = RequestTally()
    private let progress = ProgressLine()
    private let guards: RunGuards
    private var options: SyncRun.Options

    init(command: SyncCommand, path: String) async throws {
        self.path = path
        guards = command.costs.guards
        let progress = progress
        options = SyncRun.Options(programVersion: Main.version, now: Wiring.now)
        options.note = { text in
            progress.clear()
            StandardError.write(VisibleText.of(text))
        }
        options.isFull = command.full
        options.restarts = command.restart
        if let overlap = command.overlap { options.overlap = Self.amount(overlap) }
        if let interval = command.fullEvery { options.fullInterval = Self.amount(interval) }
        options.noteTemporaryFile = PendingFiles.note
        let condition = try command.condition.map { try SyncCondition($0) }
        server = try await Self.server(command, condition, tally, options.note)
        // What cannot be asked is said before anything is.
        _ = try server.selection(at: Wiring.now())
    }

    private static func amount(_ time: RunTimeout) -> TimeAmount {
        TimeAmount(microseconds: time.duration.components.seconds * TimeAmount.microsecondsPerSecond)
    }

    private static func server(
        _ command: SyncCommand,
        _ condition: SyncCondition?,
        _ tally: RequestTally,
        _ note: @escaping @Sendable (String) -> Void
    ) async throws -> RemoteSyncServer {
        var choices = SessionChoices()
        choices.timezone = command.timezone
        choices.server = ServerOptions(scope: command.scope, certificateFile: command.cacert)
        let configuration = try ConfigurationFile.userConfiguration()
        var settings = try choices.settings(configuration)
        let connection: ServerConnection
        switch try SourceName(server: command.server ?? "") {
        case .profile(let name): connection = try await .ofProfile(named: name, options: choices.server)
        case .server(let url): connection = ServerConnection(url: url, options: choices.server)
        case .sample, .file, .files: throw ShellError(.usage, "only a server can be synced")
        }
        for entry in connection.sessionSettings { settings.given.set(entry.name, entry.value, from: entry.origin) }
        try settings.settle { try ZoneDirectory.system().rules(named: $0) }
        var http = connection.httpSettings(settings.given)
        http.budget = RequestBudget(limit: command.costs.maxRequests)
        let source = try connection.source(try connection.transport(http)) { note("warning: \($0)") }
        for warning in source.warnings { note("warning: \(warning)") }
        return RemoteSyncServer(source, condition: condition, zone: settings.zone, tally: tally)
    }

    func run() async throws {
        var options = options
        let (progress, tally, server, path, guards) = (progress, tally, server, path, guards)
        defer { progress.clear() }
        let state = SyncState()
        options.progress = { state.note($0) }
        options.stored = { state.note($0) }
        let isNew = !SnapshotSource.exists(atPath: path)
        let report: SyncReport
        do {
            report = try await SignalMonitor.shared.cancelling(leavesOnInterrupt: true) { [options] in
                try await guards.limitingTime {
                    try await progress.showing {
                        state.text(requestCount: tally.requestCount, elapsed: $0)
                    } during: {
                        try await SyncRun(server: server, into: path, options: options).run()
                    }
                }
            }
        } catch {
            progress.clear()
            guard let stored = state.stored else {
                guard !Self.isRefusal(error), SyncRun.hasLeftover(besideSnapshot: path) else {
                    throw Self.isOutOfRequests(error) ? Self.tooFewRequests(after: error) : error
                }
                StandardError.write("what was fetched is kept; the same command goes on from there")
                throw error
            }
            say(stored, isNew: isNew)
            let isEnough = Self.isLimit(error)
            let reason = isEnough ? (error as? any Failure).map { "\(VisibleText.of($0.message)); " } : nil
            let asOf = stored.description?.sync.map { ", of \(SnapshotText.moment($0.asOf))" } ?? ""
            StandardError.write(
                "\(reason ?? "")an interrupted sync\(asOf), is in the snapshot; the same command fetches what changed since"
                    + " and looks for what is gone"
            )
            if isEnough { return }
            throw error
        }
        progress.clear()
        say(report, isNew: isNew)
    }

    /// Says what the snapshot holds now.
    private func say(_ report: SyncReport, isNew: Bool) {
        if isNew, report.description?.sync?.question.endpoint == .customer {
            StandardError.write("a customer's list has no items and payments, so the snapshot has none")
        }
        StandardError.write(
            Self.summary(of: report, path: path, requestCount: tally.requestCount, time: progress.elapsed)
        )
    }

    /// Whether the run used up what it was given: a run that brought the snapshot forward by then has done its work.
    private static func isLimit(_ error: any Error) -> Bool { isOutOfRequests(error) || error is TimeUsedUp }

    private static func isOutOfRequests(_ error: any Error) -> Bool {
        if case .http(.budgetExhausted)? = error as? RemoteError { true } else { false }
    }

    /// However often a run of so few requests is repeated, it never gets anywhere.
    private static func tooFewRequests(after error: any Error) -> ShellError {
        let message = (error as? any Failure)?.message ?? ""
        return ShellError(
            .failed,
            "\(message) before any order could be kept",
            mend:
                "allow more with --max-requests: it takes 4 at least, and a few more where the server refuses something"
        )
    }

    /// Whether the sync never began, and what is beside the snapshot is none of its own.
    private static func isRefusal(_ error: any Error) -> Bool {
        guard let problem = (error as? SnapshotError)?.problem else { return false }
        switch problem {
        case .sync, .locked: return true
        default: return false
        }
    }

    /// How far the sync is, told by its work and looked at by the progress.
    private final class SyncState: Sendable {
        private let last = Mutex<SyncProgress?>(nil)
        private let lastStored = Mutex<SyncReport?>(nil)

        /// What is in the snapshot for good; nil as long as nothing of this run is.
        var stored: SyncReport? { lastStored.withLock { $0 } }

        func note(_ report: SyncReport) {
            lastStored.withLock { $0 = report }
        }

        func note(_ progress: SyncProgress) {
            last.withLock { $0 = progress }
        }

        func text(requestCount: Int, elapsed: Duration) -> String {
            guard let progress = last.withLock({ $0 }) else {
                let requests = Quantity.requests(requestCount)
                return "waiting for the first orders, \(requests), \(elapsed.components.seconds) s"
            }
            return SyncWork.progressText(progress, requestCount: requestCount, elapsed: elapsed)
        }
    }

    /// `syncing 12,300 of 20,000 orders, 41 requests, 1,230/s, 6 s left`.
    static func progressText(_ state: SyncProgress, requestCount: Int, elapsed: Duration) -> String {
        let rate = Double(state.orderCount) / max(0.001, elapsed / .seconds(1))
        let total = max(state.expectedCount, state.orderCount)
        var text = "syncing \(Quantity.grouped(state.orderCount)) of \(Quantity.orders(total))"
        text += ", \(Quantity.requests(requestCount)), \(Quantity.grouped(Int(rate)))/s"
        if rate > 0, total > state.orderCount {
            text += ", \(Quantity.timeLeft(total - state.orderCount, perSecond: rate)) left"
        }
        return text
    }

    /// `shop.orders: 3 added, 2 changed, 1 unchanged, 4 removed, 20,000 orders, 62 MB, 12 requests, in 0.8 s`.
    static func summary(of report: SyncReport, path: String, requestCount: Int, time: Duration) -> String {
        let changes = report.changes
        var parts = [(changes.addedCount, "added"), (changes.changedCount, "changed")]
            .map { "\(Quantity.grouped($0)) \($1)" }
        parts.append("\(Quantity.grouped(changes.unchangedCount)) unchanged")
        parts.append(
            "\(Quantity.grouped(changes.removedCount)) removed"
                + (report.leavesDeletions ? " (deletions are looked for by full runs only)" : "")
        )
        if let description = report.description {
            parts.append("\(Quantity.orders(description.orderCount)) in all")
            parts.append(Quantity.bytes(description.byteCount))
        }
        parts.append(Quantity.requests(requestCount))
        return "\(VisibleText.of(path)): \(parts.joined(separator: ", ")), in \(Quantity.time(time))"
    }
}
