import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Asks a server of this machine, on a plain socket: shares no code with the client that is tested.
package enum LocalClient {
    /// What was answered.
    package struct Answer: Sendable {
        package let status: Int
        package let body: [UInt8]
    }

    /// Gets a target such as `/api/orders/?limit=1`; the server's address is as `http://127.0.0.1:8000`.
    package static func get(_ target: String, from url: String, token: String?) throws(SystemCallError) -> Answer {
        let port = url.split(separator: ":").last.flatMap { UInt16($0) } ?? 0
        let connection = try LocalSocket.connect(port: port)
        defer { close(connection) }
        var lines = ["GET \(target) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Accept: application/json"]
        if let token { lines.append("Authorization: Token \(token)") }
        LocalSocket.write(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8), to: connection)
        var received: [UInt8] = []
        guard let head = LocalSocket.readHead(from: connection, into: &received) else {
            throw SystemCallError("recv", code: ECONNRESET)
        }
        let words = head.split { " \r\n".contains($0) }.map { $0.lowercased() }
        let status = words.count > 1 ? Int(words[1]) ?? 0 : 0
        let place = words.firstIndex(of: "content-length:") ?? words.endIndex
        let length = words.dropFirst(place + 1).first.flatMap { Int($0) }
        LocalSocket.read(length ?? 0, from: connection, into: &received)
        return Answer(status: status, body: received)
    }
}
