import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A small proxy on 127.0.0.1 that keeps what it can read: heads of requests, and no byte of what it tunnels.
///
/// Whatever host is asked for, it connects to 127.0.0.1, so that names need not exist.
package final class ForwardProxy: Sendable {
    private let server: RawServer
    private let seen: Seen

    private final class Seen: Sendable {
        let heads = Mutex<[String]>([])
    }

    /// Starts a proxy that asks for these credentials, as the header has them, if there are any.
    package init(authorization: String? = nil) throws(SystemCallError) {
        let seen = Seen()
        self.seen = seen
        server = try RawServer { connection in
            while let head = connection.readHead() {
                seen.heads.withLock { $0.append(head) }
                if let authorization, !head.lowercased().contains("proxy-authorization: \(authorization)".lowercased())
                {
                    connection.send(
                        "HTTP/1.1 407 Authenticate\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n"
                    )
                    continue
                }
                guard Self.pass(head, connection) else { return }
            }
        }
    }

    package var place: String { "127.0.0.1:\(server.port)" }
    package var url: String { server.url }

    /// The heads of all requests to the proxy itself, in their order.
    package var heads: [String] { seen.heads.withLock { $0 } }

    /// Does what a request asks for; false when the connection is over.
    private static func pass(_ head: String, _ connection: RawConnection) -> Bool {
        let words = head.prefix { $0 != "\r\n" }.split(separator: " ")
        guard words.count == 3 else { return false }
        if words[0] == "CONNECT" {
            guard let port = words[1].split(separator: ":").last.flatMap({ UInt16($0) }),
                let origin = try? LocalSocket.connect(port: port)
            else {
                connection.send("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n")
                return true
            }
            connection.send("HTTP/1.1 200 Connected\r\n\r\n")
            join(connection, origin)
            return false
        }
        return forward(head, target: words[1], connection)
    }

    /// Sends one request on without the proxy's own headers, and its answer back until the server closes.
    private static func forward(_ head: String, target: Substring, _ connection: RawConnection) -> Bool {
        let parts = target.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return false }
        let rest = parts[2].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let port = rest[0].split(separator: ":").last.flatMap({ UInt16($0) }),
            let origin = try? LocalSocket.connect(port: port)
        else {
            connection.send("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n")
            return true
        }
        let path = "/" + (rest.count > 1 ? rest[1] : "")
        let headers = head.split(separator: "\r\n").dropFirst().filter { !$0.lowercased().hasPrefix("proxy-") }
        let lines = ["GET \(path) HTTP/1.1"] + headers.map(String.init) + ["Connection: close"]
        LocalSocket.write(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8), to: origin)
        shutdown(origin, Int32(SHUT_WR))
        copy(from: origin, to: connection.descriptor)
        close(origin)
        return false
    }

    /// Passes bytes on in both directions until one side ends.
    static func join(_ connection: RawConnection, _ origin: Int32) {
        let ends = [connection.descriptor, origin]
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            var waits = ends.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&waits, nfds_t(waits.count), -1) > 0 else { break }
            guard let source = waits.firstIndex(where: { $0.revents != 0 }) else { continue }
            let count = recv(ends[source], &buffer, buffer.count, 0)
            guard count > 0, LocalSocket.write(Array(buffer[..<count]), to: ends[1 - source]) else { break }
        }
        close(origin)
    }

    private static func copy(from source: Int32, to target: Int32) {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = recv(source, &buffer, buffer.count, 0)
            guard count > 0, LocalSocket.write(Array(buffer[..<count]), to: target) else { return }
        }
    }
}
