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
    /// The flags are the server's own, such as `--max-limit 7`, one argument each; the lines are more orders, in JSON.
    package static func start(
        count: Int = 300,
        adding lines: [String] = [],
        flags: [String] = []
    ) async throws -> OracleServer {
        try await withCheckedThrowingContinuation { continuation in
            BlockingThread.start {
                continuation.resume(with: Result { try OracleServer(count: count, adding: lines, flags: flags) })
            }
        }
    }

    private init(count: Int, adding lines: [String], flags: [String]) throws {
        folder = try TemporaryFolder()
        let data = folder.path(of: "orders.ndjson")
        dataPath = data
        try Self.makeOrders(["--count", String(count), "--seed", "7", "--out", data])
        if !lines.isEmpty {
            let all = TemporaryFolder.text(of: data) + lines.map { $0 + "\n" }.joined()
            try TemporaryFolder.write(Array(all.utf8), to: data)
        }
        orders = try Self.readOrders(at: data)
        process = try ChildProcess(
            Self.python("serve.py") + ["--data", data, "--port", "0", "--quiet"] + flags
        )
        url = try Self.waitUntilReady(process)
    }

    /// A file of the other platform's orders that the server has.
    package func makePlatformOrders() throws -> String {
        let path = folder.path(of: "platform.ndjson")
        try Self.makeOrders(["--akinon", "--count", "25", "--seed", "1", "--out", path])
        return path
    }

    private static func makeOrders(_ arguments: [String]) throws {
        let maker = try ChildProcess(python("make_orders.py") + arguments)
        let output = maker.readToEnd()
        guard maker.waitForExit() == 0 else { throw OracleError(output: output) }
    }

    /// The beginning of a command that runs one of the oracle's scripts.
    private static func python(_ script: String) -> [String] {
        [
            "/usr/bin/env", variable("ORDERSH_ORACLE_PYTHON") ?? "python3", "-B",
            (variable("ORDERSH_ORACLE") ?? ".") + "/" + script,
        ]
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
        try TemporaryFolder.text(of: path).utf8.split(separator: UInt8(ascii: "\n")).map { line in
            guard case .object(let order) = try JSONParser.parse(Array(line)) else {
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
