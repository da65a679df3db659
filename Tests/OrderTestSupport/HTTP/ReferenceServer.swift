package import OrderModel

/// A server of the API that the client is tried on besides the tests' own: the oracle, or `ordersh serve`.
package enum ReferenceServer: Sendable {
    case oracle(OracleServer)
    case program(ServeProgram)

    package enum Kind: Sendable, CaseIterable {
        case oracle
        case program
    }

    /// Starts a server of either kind on as many of the oracle's orders; the flags are the oracle's.
    ///
    /// Answers of `ordersh serve` are never compressed, so that it does without `--gzip`.
    package static func start(_ kind: Kind, count: Int, flags: [String] = []) async throws -> ReferenceServer {
        switch kind {
        case .oracle: .oracle(try await OracleServer.start(count: count, flags: flags))
        case .program:
            .program(try await ServeProgram.start(count: count, oracleFlags: flags.filter { $0 != "--gzip" }))
        }
    }

    package var url: String {
        switch self {
        case .oracle(let server): server.url
        case .program(let server): server.url
        }
    }

    /// The orders that the server was started with, in the shape of the admin list.
    package var orders: [JSONObject] {
        switch self {
        case .oracle(let server): server.orders
        case .program(let server): server.orders
        }
    }

    package func stop() {
        switch self {
        case .oracle(let server): server.stop()
        case .program(let server): server.stop()
        }
    }
}
