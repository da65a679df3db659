import OrderDataset
import OrderModel
import OrderServer
import OrderShell

/// Where the server listens.
struct ServeAddress {
    let host: String
    /// 0 for any free one.
    let port: Int

    /// Whether only programs of this machine reach it.
    var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    /// The server's URL at the port that it got, as programs of this machine reach it.
    func url(port: Int) -> String {
        switch host {
        case "0.0.0.0": "http://127.0.0.1:\(port)"
        case "::": "http://[::1]:\(port)"
        default: "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        }
    }
}

/// One run of the server, from its first word to its end.
struct ServeRun {
    let snapshotPath: String
    let sourceName: String
    let access: ServeAccess
    let settings: ServerSettings
    let bounds: HTTPBounds
    let address: ServeAddress
    let logsRequests: Bool

    func run() async throws {
        let orderCount = try SnapshotSource(path: snapshotPath).description().orderCount
        let dataset = try SnapshotDataset(path: snapshotPath)
        let log = AccessLog(hasRequests: logsRequests)
        let service = OrderService(
            dataset: dataset,
            tokens: access.table,
            settings: settings,
            report: { log.report(FailureText.of($0)) }
        )
        defer {
            service.end()
            dataset.end()
        }
        let listener = HTTPListener(service, bounds: bounds, log: log)
        warn()
        let observation = SignalMonitor.shared.observe([.interrupt, .terminate, .hangUp]) { _ in
            StandardError.write("stopping")
        }
        defer { observation.end() }
        let grace = Int32((bounds.stopSeconds + Self.spareSeconds) * 1000)
        let (address, access, sourceName) = (address, access, sourceName)
        do {
            try await SignalMonitor.shared.cancelling(leavesOnInterrupt: true, graceMilliseconds: grace) {
                try await listener.run(host: address.host, port: address.port) { port in
                    let url = address.url(port: port)
                    StandardError.write(Self.greeting(url, sourceName, orderCount, access))
                }
            }
        } catch is CancellationError {
            // It was told to stop, and did.
        }
    }

    /// What a stop may take beyond the time that requests get.
    private static let spareSeconds = 3.0

    private func warn() {
        guard !address.isLoopback else { return }
        StandardError.write(
            "warning: other machines can reach \(VisibleText.of(address.host)), and tokens and orders are sent as they "
                + "are; put a proxy with TLS in front"
        )
    }

    /// Where it is, who may ask, and a line to try.
    private static func greeting(_ url: String, _ sourceName: String, _ orderCount: Int, _ access: ServeAccess)
        -> String
    {
        var lines = ["serving \(VisibleText.of(sourceName)), \(Quantity.orders(orderCount)), at \(url)"]
        for (owner, token) in access.made { lines.append("a token for \(owner), good for this run: \(token)") }
        if let (_, token) = access.made.first {
            lines.append("try: ORDERSH_TOKEN=\(token) ordersh \(url)")
        }
        return lines.joined(separator: "\n")
    }
}
