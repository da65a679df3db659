package import OrderModel

/// Why the server cannot listen.
package enum ListenerFailure: Failure, Hashable {
    /// There is no such port.
    case port(Int)
    /// Another program listens there.
    case taken(host: String, port: Int)
    /// The system keeps the port for programs with more rights.
    case notAllowed(port: Int)
    /// The name has no address, or one of another machine.
    case foreignHost(String)
    case other(host: String, port: Int, reason: String)

    package var category: FailureCategory {
        switch self {
        case .port: .usage
        case .taken, .notAllowed, .foreignHost, .other: .failed
        }
    }

    package var message: String {
        switch self {
        case .port(let port): "there is no port \(port)"
        case .taken(let host, let port): "port \(port) of \(ServerText.line(host)) is taken by another program"
        case .notAllowed(let port): "port \(port) may not be used by this user"
        case .foreignHost(let host): "\(ServerText.line(host)) is not an address of this machine"
        case .other(let host, let port, let reason):
            "cannot listen on port \(port) of \(ServerText.line(host)): \(ServerText.line(reason))"
        }
    }

    package var mend: String? {
        switch self {
        case .port: "ports are 1 to 65535; 0 picks a free one"
        case .taken: "end that program, or choose another port; 0 picks a free one"
        case .notAllowed: "choose a port from 1024 up, such as 8080"
        case .foreignHost: "127.0.0.1 serves this machine only, 0.0.0.0 every network it is in"
        case .other: nil
        }
    }
}
