package import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A real Django REST framework server for the order API, run as a process: the independent reference.
///
/// It is where the environment variable `ORDERSH_ORACLE` says; its Python is `ORDERSH_ORACLE_PYTHON`, or `python3`.
package final class OracleServer: Sendable {
    package let url: String
    /// The orders that the server was started with, in the shape of the admin list, ascending by id.
    package let orders: [JSONObject]
    /// The file that the orders are in, one a line.
    package let dataPath: String
    private let process: ChildProcess
    private let folder: TemporaryFolder

    package static let staffToken = "test-token-staff"

    /// Whether the environment names an oracle.
    package static var isAvailable: Bool { variable("ORDERSH_ORACLE") != nil }

    /// Makes so many orders, starts a server on them and waits until it is ready.
    ///
    /// The flags are the server's own, such as `--max-limit 7`, one argument each.
    package static func start(count: Int = 300, flags: [String] = []) async throws -> OracleServer {
        try await withCheckedThrowingContinuation { continuation in
            BlockingThread.start {
                continuation.resume(with: Result { try OracleServer(count: count, flags: flags) })
            }
        }
    }

    private init(count: Int, flags: [String]) throws {
        let home = Self.variable("ORDERSH_ORACLE") ?? "."
        let python = Self.variable("ORDERSH_ORACLE_PYTHON") ?? "python3"
        folder = try TemporaryFolder()
        let data = folder.path(of: "orders.ndjson")
        dataPath = data
        let maker = try ChildProcess([
            "/usr/bin/env", python, "-B", home + "/make_orders.py", "--count", String(count), "--seed", "7", "--out",
            data,
        ])
        let output = maker.readToEnd()
        guard maker.waitForExit() == 0 else { throw OracleError(output: output) }
        orders = try Self.readOrders(at: data)
        process = try ChildProcess(
            ["/usr/bin/env", python, "-B", home + "/serve.py", "--data", data, "--port", "0", "--quiet"] + flags
        )
        url = try Self.waitUntilReady(process)
    }

    deinit { stop() }

    /// Ends the server.
    package func stop() {
        process.terminate()
    }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    private static func readOrders(at path: String) throws -> [JSONObject] {
        let bytes = try ChildProcess(["/bin/cat", path]).readToEnd()
        return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
            guard case .object(let order) = try JSONParser.parse(line) else {
                throw OracleError(output: Array(line))
            }
            return order
        }
    }

    /// Reads the output up to the line that names the address.
    private static func waitUntilReady(_ process: ChildProcess) throws -> String {
        var output: [UInt8] = []
        while let chunk = process.read() {
            output += chunk
            let text = String(decoding: output, as: UTF8.self)
            for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            where line.hasPrefix("READY ") {
                return String(line.dropFirst(6))
            }
        }
        throw OracleError(output: output)
    }
}

/// The oracle or its generator did not run; says what it wrote.
package struct OracleError: Error, CustomStringConvertible {
    package let output: [UInt8]
    package var description: String {
        "the oracle did not start: " + String(decoding: output.suffix(2000), as: UTF8.self)
    }
}
