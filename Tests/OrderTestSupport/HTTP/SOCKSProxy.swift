import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A small SOCKS 5 proxy on 127.0.0.1 that wants no name and takes host names only.
///
/// Whatever host is asked for, it connects to 127.0.0.1, so that names need not exist.
package final class SOCKSProxy: Sendable {
    private let server: RawServer
    private let seen: Seen

    private final class Seen: Sendable {
        let targets = Mutex<[String]>([])
    }

    package init() throws(SystemCallError) {
        let seen = Seen()
        self.seen = seen
        server = try RawServer { connection in
            guard let greeting = connection.read(2), connection.read(Int(greeting[1])) != nil else { return }
            connection.send([5, 0])
            // Version, "connect", reserved, "host name", and its length.
            guard let head = connection.read(5), head[..<4] == [5, 1, 0, 3],
                let name = connection.read(Int(head[4])), let port = connection.read(2)
            else { return }
            let number = UInt16(port[0]) << 8 | UInt16(port[1])
            seen.targets.withLock { $0.append("\(String(decoding: name, as: UTF8.self)):\(number)") }
            let origin = try? LocalSocket.connect(port: number)
            connection.send([5, origin == nil ? 5 : 0, 0, 1, 0, 0, 0, 0, 0, 0])
            if let origin { ForwardProxy.join(connection, origin) }
        }
    }

    package var place: String { "127.0.0.1:\(server.port)" }

    /// What was asked for so far, each as `host:port`.
    package var targets: [String] { seen.targets.withLock { $0 } }
}
