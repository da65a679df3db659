// Our own server as a program, on a free port of this machine. It takes the oracle's switches, so that one case of a
// test runs on both; a switch that it has no counterpart for is the caller's to leave out.

package import OrderModel

/// `ordersh serve` as a process; stops when it is released.
package final class ServeProgram: Sendable {
    package let url: String
    /// The orders that the server was started with.
    package let orders: [JSONObject]
    private let process: ChildProcess
    private let folder: TemporaryFolder

    /// Serves orders of memory.
    package static func start(
        _ orders: [JSONObject],
        oracleFlags: [String] = []
    ) async throws -> ServeProgram {
        try await BlockingThread.run {
            let folder = try TemporaryFolder()
            let lines = orders.map { JSONValue.object($0).serialized() + "\n" }.joined()
            let path = try folder.write(lines, to: "orders.ndjson")
            return try ServeProgram(paths: [path], orders: orders, oracleFlags: oracleFlags, in: folder)
        }
    }

    /// Serves files, or a snapshot, which hold the orders and perhaps more.
    package static func start(
        paths: [String],
        holding orders: [JSONObject] = [],
        oracleFlags: [String] = []
    ) async throws -> ServeProgram {
        try await BlockingThread.run {
            try ServeProgram(paths: paths, orders: orders, oracleFlags: oracleFlags, in: TemporaryFolder())
        }
    }

    /// Serves orders that the oracle's generator makes, and those of the other platform.
    package static func start(count: Int, oracleFlags: [String] = []) async throws -> ServeProgram {
        let data = try await BlockingThread.run { try OracleOrders(count: count) }
        return try await start(paths: [data.path, data.platformPath], holding: data.orders, oracleFlags: oracleFlags)
    }

    private init(paths: [String], orders: [JSONObject], oracleFlags: [String], in folder: TemporaryFolder) throws {
        self.orders = orders
        self.folder = folder
        let tokens = try folder.write(Self.tokens(orders), to: "tokens")
        process = try ChildProcess(
            [BuiltProgram.path("ordersh"), "serve"] + paths
                + ["--port", "0", "--quiet", "--tokens", tokens] + ServeFlags.translated(oracleFlags)
        )
        url = try process.waitForLine { line in
            line.hasPrefix("serving ") ? line.split(separator: " ").last.map(String.init) : nil
        }
    }

    deinit { stop() }

    /// Tells the server to stop, and waits until it has.
    package func stop() {
        process.terminate()
    }

    /// The oracle's tokens, as far as ours can say the same: of staff and of each customer.
    private static func tokens(_ orders: [JSONObject]) -> String {
        let customers = orders.compactMap { order -> Int? in
            guard case .object(let customer)? = order["customer_data"] else { return nil }
            return customer.wholeIdentifier
        }
        let staff = ["admin", "staff", "i1"].map { "\($0) test-token-\($0) admin\n" }
        let own = Set(customers).sorted().map { "customer-\($0) test-token-customer-\($0) customer \($0)\n" }
        return (staff + own).joined()
    }
}

/// The switches of `ordersh serve` that do what those of the oracle do.
package enum ServeFlags {
    /// Switches of the oracle that ours has no counterpart for: orders that come and go by themselves, and compression.
    package static func hasCounterparts(_ flags: [String]) -> Bool {
        Set(flags).isDisjoint(with: ["--insert-while-paging", "--delete-while-paging", "--gzip", "--computed"])
    }

    private static let names = [
        "--created-to-date": "--created-to", "--range-filter": "--date-form", "--tz": "--timezone",
        "--fk-filter": "--unknown-id", "--bool-filter": "--booleans", "--render-tz": "--render-timezone",
    ]

    private static let values = [
        "--decimals string": "text", "--fk-filter model": "refused", "--bool-filter drf": "any",
        "--render-tz current": "server", "--max-limit 0": "none",
    ]

    private static let faults = [
        "--ignore-filter": "ignore=", "--invert-filter": "invert=", "--drop-connections": "drop=",
        "--truncate-body": "cut=",
    ]

    /// Our switches for the oracle's.
    package static func translated(_ flags: [String]) -> [String] {
        var translated: [String] = []
        var rest = flags[...]
        var failsEvery: String?
        var failStatuses = "500,502,429"
        while let name = rest.popFirst() {
            // A switch without a value is followed by another, or by nothing.
            guard let value = rest.first, !value.hasPrefix("--") else {
                translated += name == "--unstable-ties" ? ["--fault", "shuffle-ties"] : [name]
                continue
            }
            rest.removeFirst()
            switch name {
            case "--fail-every": failsEvery = value
            case "--fail-status": failStatuses = value
            case "--latency-ms": translated += ["--latency", value + "ms"]
            case _ where faults[name] != nil: translated += ["--fault", (faults[name] ?? "") + value]
            default: translated += [names[name] ?? name, values["\(name) \(value)"] ?? value]
            }
        }
        if let failsEvery { translated += ["--fault", "fail=\(failsEvery):\(failStatuses)"] }
        return translated
    }
}
