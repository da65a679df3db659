package import OrderModel
import Synchronization

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
    private let process: ChildProcess
    private let folder: String

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
        folder = try Self.makeFolder()
        let data = folder + "/orders.ndjson"
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

    /// Ends the server and removes its data.
    package func stop() {
        process.terminate()
        for name in ["orders.ndjson"] { unlink(folder + "/" + name) }
        rmdir(folder)
    }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    private static func makeFolder() throws -> String {
        var path = Array("/tmp/ordersh-oracle-XXXXXX".utf8CString)
        guard mkdtemp(&path) != nil else { throw SystemCallError("mkdtemp") }
        return String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
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

/// A process with its output on a pipe.
final class ChildProcess: Sendable {
    private let identifier: pid_t
    private let output: Int32
    private let exitStatus = Mutex<Int32?>(nil)

    init(_ arguments: [String]) throws(SystemCallError) {
        let ends = try LocalSocket.makePipe()
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends.writing, 1)
        posix_spawn_file_actions_adddup2(&actions, ends.writing, 2)
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, arguments[0], &actions, nil, words, environ)
        close(ends.writing)
        guard code == 0 else {
            close(ends.reading)
            throw SystemCallError("posix_spawn", code: code)
        }
        identifier = child
        output = ends.reading
    }

    deinit {
        terminate()
        close(output)
    }

    /// The next bytes of the output, nil at its end.
    func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        #if canImport(Glibc)
            let count = Glibc.read(output, &buffer, buffer.count)
        #elseif canImport(Musl)
            let count = Musl.read(output, &buffer, buffer.count)
        #else
            let count = Darwin.read(output, &buffer, buffer.count)
        #endif
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    func readToEnd() -> [UInt8] {
        var all: [UInt8] = []
        while let chunk = read() { all += chunk }
        return all
    }

    /// Waits for the end and gives the exit status, or minus the signal that ended it.
    @discardableResult
    func waitForExit() -> Int32 {
        exitStatus.withLock { known in
            if let known { return known }
            var status: Int32 = 0
            while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
            let result = status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
            known = result
            return result
        }
    }

    func terminate() {
        let isRunning = exitStatus.withLock { $0 == nil }
        if isRunning { kill(identifier, SIGTERM) }
        waitForExit()
    }
}
