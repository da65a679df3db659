import ArgumentParser
import OrderDataset
import OrderModel
import OrderShell

/// `ordersh import FILE… -o shop.orders`: files into a snapshot, which answers at once what files must be read for.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        _superCommandName: "ordersh",
        abstract: "Reads files of orders into a snapshot: one file that answers queries at once.",
        usage: "ordersh import FILE… -o SNAPSHOT [--skip-bad-lines]",
        discussion: """
            FILE is NDJSON, a JSON array, an API page or CSV, also gzipped, or - for standard input. A snapshot that \
            is there already is brought up to date: an order with a known id takes the place of the old one, all \
            others stay. Whatever goes wrong, and whenever it is interrupted, the snapshot is as it was before, or \
            holds all of the import.

            Queries take a snapshot like any file: ordersh -c 'orders select count()' shop.orders
            """
    )

    @Argument(help: ArgumentHelp("The files to read.", valueName: "file"), completion: .file())
    var files: [String] = []

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("The snapshot to write, such as shop.orders.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @Flag(help: "Leave broken lines out and count them, instead of ending the import.")
    var skipBadLines = false

    func run() async throws {
        let path = try snapshotPath()
        var options = SnapshotImport.Options(time: Wiring.environment().now(), programVersion: Main.version)
        options.skipsBadLines = skipBadLines
        options.noteTemporaryFile = PendingFiles.note
        let work = SnapshotImport(paths: files, into: path, options: options)
        let progress = ProgressLine()
        defer { progress.clear() }
        let report = try await SignalMonitor.shared.cancelling(leavesOnInterrupt: true) {
            try await work.run { state in
                progress.show("importing", byteCount: state.byteCount, of: state.totalByteCount)
            }
        }
        progress.clear()
        for warning in report.warnings { StandardError.write("warning: \(VisibleText.of(warning))") }
        StandardError.write(Self.summary(of: report, path: path, time: progress.elapsed))
    }

    /// `shop.orders: 3 orders added, 2 changed, 1 unchanged, 412 MB, in 7.93 s`.
    static func summary(of report: SnapshotImportReport, path: String, time: Duration) -> String {
        let changes = report.changes
        var parts = ["\(Quantity.orders(changes.addedCount)) added"]
        if changes.changedCount > 0 { parts.append("\(Quantity.grouped(changes.changedCount)) changed") }
        if changes.unchangedCount > 0 { parts.append("\(Quantity.grouped(changes.unchangedCount)) unchanged") }
        if changes.skippedCount > 0 { parts.append("\(Quantity.grouped(changes.skippedCount)) broken and left out") }
        if changes.addedCount != report.description.orderCount {
            parts.append("\(Quantity.grouped(report.description.orderCount)) in all")
        }
        parts.append(Quantity.bytes(report.description.byteCount))
        return "\(VisibleText.of(path)): \(parts.joined(separator: ", ")), in \(Quantity.time(time))"
    }

    private func snapshotPath() throws(ShellError) -> String {
        guard !files.isEmpty else {
            throw ShellError(.usage, "no file to import is named", mend: "ordersh import orders.ndjson -o shop.orders")
        }
        guard let output, !output.isEmpty else {
            throw ShellError(.usage, "no snapshot to write is named", mend: "name it with -o, such as -o shop.orders")
        }
        guard output != "-" else {
            throw ShellError(.usage, "a snapshot cannot be written to a pipe", mend: "name a file: -o shop.orders")
        }
        for file in files where file != FileSource.standardInputPath && SnapshotSource.isSnapshot(atPath: file) {
            throw ShellError(
                .usage,
                "'\(file)' is a snapshot already",
                mend: "its orders come out with: ordersh export '\(file)' | ordersh import - -o '\(output)'"
            )
        }
        guard files.count(where: { $0 == FileSource.standardInputPath }) < 2 else {
            throw ShellError(.usage, "standard input is named twice", mend: "name - once")
        }
        return output
    }
}
