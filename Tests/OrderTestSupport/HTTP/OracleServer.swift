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
    private let data: OracleOrders
    private let process: ChildProcess

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
        try await BlockingThread.run {
            try OracleServer(OracleOrders(count: count, adding: lines), flags: flags)
        }
    }

    private init(_ data: OracleOrders, flags: [String]) throws {
        self.data = data
        process = try ChildProcess(
            Self.python("serve.py")
                + ["--data", data.path, "--akinon-data", data.platformPath, "--port", "0", "--quiet"] + flags
        )
        url = try process.waitForLine { line in
            line.hasPrefix("READY ") ? String(line.dropFirst(6)) : nil
        }
    }

    deinit { stop() }

    /// The orders that the server was started with, in the shape of the admin list, ascending by id.
    package var orders: [JSONObject] { data.orders }

    /// The file that the orders are in, one a line.
    package var dataPath: String { data.path }

    /// The file that the orders of the other platform are in, one a line.
    package var platformPath: String { data.platformPath }

    /// Ends the server.
    package func stop() {
        process.terminate()
    }

    /// The beginning of a command that runs one of the oracle's scripts.
    static func python(_ script: String) -> [String] {
        [
            "/usr/bin/env", variable("ORDERSH_ORACLE_PYTHON") ?? "python3", "-B",
            (variable("ORDERSH_ORACLE") ?? ".") + "/" + script,
        ]
    }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }
}

/// The oracle or its generator, or another server, did not run; says what it wrote.
package struct OracleError: Error, CustomStringConvertible {
    package let output: [UInt8]

    package init(output: [UInt8]) {
        self.output = output
    }

    package var description: String {
        "the server did not start: " + String(decoding: output.suffix(2000), as: UTF8.self)
    }
}
