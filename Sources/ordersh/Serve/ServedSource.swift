// What `serve` is told to serve. Requests are answered from a snapshot, which finds an order without a scan and says
// when it has changed; whatever else there is becomes one first.

import OrderDataset
import OrderModel
import OrderShell

/// What is to be served.
struct ServedSource {
    private let kind: Kind

    private enum Kind {
        case snapshot(String)
        case files([String])
        case sample(count: Int)
    }

    init(names: [String], sampleCount: Int?) throws {
        if let sampleCount {
            guard names.isEmpty else {
                throw ShellError(.usage, "--sample and '\(names[0])' both name a source", mend: "leave one of them out")
            }
            guard (0...Self.greatestSample).contains(sampleCount) else {
                let limit = Quantity.grouped(Self.greatestSample)
                throw ShellError(.usage, "--sample takes a number from 0 to \(limit), found \(sampleCount)")
            }
            kind = .sample(count: sampleCount)
            return
        }
        guard !names.isEmpty else {
            throw ShellError(
                .usage,
                "what to serve is not said",
                mend: "name a snapshot or files, such as: ordersh serve shop.orders; or --sample 1000"
            )
        }
        try Self.refuseServers(among: names)
        switch try LocalDataset(names) {
        case .snapshot(let path): kind = .snapshot(path)
        case .files(let paths): kind = .files(paths)
        }
    }

    private static let greatestSample = 10_000_000

    /// A server's orders could be gone with the next request; a copy of them can be served.
    private static func refuseServers(among names: [String]) throws {
        let name: String
        switch try SessionChoices().sourceName(names, try ConfigurationFile.userConfiguration()) {
        case .server(let url)?: name = url
        case .profile(let profile)?: name = profile
        case .sample?, .file?, .files?, nil: return
        }
        throw ShellError(
            .usage,
            "'\(name)' is a server already; only what is on this machine can be served",
            mend: "copy it first: ordersh sync '\(name)' -o shop.orders; then: ordersh serve shop.orders"
        )
    }

    /// The name that messages show.
    var name: String {
        switch kind {
        case .snapshot(let path): path
        case .files(let paths):
            paths.count == 1
                ? paths[0] == FileSource.standardInputPath ? FileSource.standardInputName : paths[0]
                : "\(paths.count) files"
        case .sample: "the sample"
        }
    }

    /// The snapshot to serve; a temporary one of whatever is none.
    func snapshotPath(skippingBadLines: Bool) async throws -> String {
        switch kind {
        case .snapshot(let path): return path
        case .files(let paths):
            let folder = try ServedFolder()
            try await Self.importing(paths, into: folder.snapshotPath, skippingBadLines)
            return folder.snapshotPath
        case .sample(let count):
            let folder = try ServedFolder()
            try await OutputWork.run(to: .file(folder.samplePath)) { sink in
                var orders = SampleOrders(count: count)
                var lines: [UInt8] = []
                while orders.nextLines(&lines) {
                    try Task.checkCancellation()
                    try sink.write(lines)
                }
            }
            try await Self.importing(count == 0 ? [] : [folder.samplePath], into: folder.snapshotPath, false)
            folder.removeSample()
            return folder.snapshotPath
        }
    }

    private static func importing(_ paths: [String], into snapshotPath: String, _ skipsBadLines: Bool) async throws {
        var options = SnapshotImport.Options(time: Wiring.now(), programVersion: Main.version)
        options.skipsBadLines = skipsBadLines
        options.noteTemporaryFile = PendingFiles.note
        let work = SnapshotImport(paths: paths, into: snapshotPath, options: options)
        let progress = ProgressLine()
        defer { progress.clear() }
        let report = try await SignalMonitor.shared.cancelling(leavesOnInterrupt: true) {
            try await work.run { progress.show("reading", byteCount: $0.byteCount, of: $0.totalByteCount) }
        }
        progress.clear()
        for warning in report.warnings { StandardError.write("warning: \(VisibleText.of(warning))") }
    }
}
