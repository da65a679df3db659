// A small HTTP/1.1 server for tests, on plain sockets so that it shares no code with the client it tests. A
// closure answers each request; besides answering properly it can do what broken servers do: half a body, a
// wrong length, a closed connection, no answer at all.

import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A scripted HTTP server on a free port of 127.0.0.1; stops when it is released.
package final class LocalServer: Sendable {
    private let listener: LocalListener
    private let state = Mutex(State())

    private struct State {
        var requests: [LocalRequest] = []
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// Starts a server that answers with a closure, called on any thread.
    package init(_ answer: @escaping @Sendable (LocalRequest) -> LocalResponse) throws(SystemCallError) {
        listener = try LocalListener()
        listener.start { [weak self] connection in
            LocalServer.serve(connection, answer) { self?.record($0) }
        }
    }

    deinit { stop() }

    package var port: Int { listener.port }
    package var url: String { "http://127.0.0.1:\(port)" }

    /// All requests so far, in their order.
    package var requests: [LocalRequest] { state.withLock { $0.requests } }

    /// Returns as soon as there has been a request.
    package func waitForRequest() async {
        await withCheckedContinuation { continuation in
            let hasCome = state.withLock { state in
                if state.requests.isEmpty { state.waiting.append(continuation) }
                return !state.requests.isEmpty
            }
            if hasCome { continuation.resume() }
        }
    }

    /// How many connections clients have opened.
    package var connectionCount: Int { listener.connectionCount }

    /// Ends all connections and accepts no more.
    package func stop() { listener.stop() }

    private func record(_ request: LocalRequest) {
        let waiting = state.withLock { state in
            state.requests.append(request)
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Answers the requests of one connection, one after the other.
    private static func serve(
        _ connection: Int32,
        _ answer: (LocalRequest) -> LocalResponse,
        record: (LocalRequest) -> Void
    ) {
        var received: [UInt8] = []
        while let head = LocalSocket.readHead(from: connection, into: &received) {
            guard let request = LocalRequest(head: head) else { return }
            record(request)
            let response = answer(request)
            switch response.ending {
            case .proper:
                LocalSocket.write(response.bytes, to: connection)
            case .hangUp(let count):
                LocalSocket.write(Array(response.bytes.prefix(count ?? response.bytes.count)), to: connection)
                return
            case .stall(let count):
                LocalSocket.write(Array(response.bytes.prefix(count)), to: connection)
                // Returns when the client gives up or the server stops.
                _ = LocalSocket.readHead(from: connection, into: &received)
                return
            }
        }
    }
}

/// A request as the server received it.
package struct LocalRequest: Sendable {
    package let method: String
    /// Path and query, as sent.
    package let target: String
    package let headers: [(name: String, value: String)]

    package var path: String { String(target.prefix { $0 != "?" }) }
    package var query: String { String(target.dropFirst(path.count).dropFirst()) }

    /// The value of a parameter of the query, not decoded; nil when it isn't there.
    package func parameter(_ name: String) -> String? {
        for pair in query.split(separator: "&") where pair.hasPrefix(name + "=") {
            return String(pair.dropFirst(name.count + 1))
        }
        return nil
    }

    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    fileprivate init?(head: String) {
        let lines = head.split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        method = String(words[0])
        target = String(words[1])
        headers = lines.dropFirst().compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
        }
    }
}

/// What the server answers, and how it ends the connection.
package struct LocalResponse: Sendable {
    package enum Ending: Sendable {
        /// Keeps the connection open for the next request.
        case proper
        /// Closes the connection after so many bytes, head included; nil for all of them.
        case hangUp(afterBytes: Int?)
        /// Sends so many bytes, and then nothing more until the client gives up.
        case stall(afterBytes: Int)
    }

    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    package var ending = Ending.proper
    /// The length that the head tells; nil for the true one.
    package var claimedLength: Int?

    package init(status: Int = 200, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package static func json(_ text: String, status: Int = 200) -> LocalResponse {
        LocalResponse(status: status, headers: [("Content-Type", "application/json")], body: Array(text.utf8))
    }

    package static func html(_ text: String, status: Int = 200) -> LocalResponse {
        LocalResponse(status: status, headers: [("Content-Type", "text/html; charset=utf-8")], body: Array(text.utf8))
    }

    package static func redirect(to location: String, status: Int = 301) -> LocalResponse {
        LocalResponse(status: status, headers: [("Location", location)])
    }

    /// The full length told, half of the body sent, then the connection closed.
    package func cutInHalf() -> LocalResponse {
        var response = self
        response.ending = .hangUp(afterBytes: head.utf8.count + body.count / 2)
        return response
    }

    /// The connection closed without a byte.
    package static var hangUp: LocalResponse {
        var response = LocalResponse()
        response.ending = .hangUp(afterBytes: 0)
        return response
    }

    /// No byte, and the connection stays open.
    package static var silence: LocalResponse {
        var response = LocalResponse()
        response.ending = .stall(afterBytes: 0)
        return response
    }

    private var head: String {
        var lines = ["HTTP/1.1 \(status) Status"] + headers.map { "\($0.name): \($0.value)" }
        lines.append("Content-Length: \(claimedLength ?? body.count)")
        return lines.map { $0 + "\r\n" }.joined() + "\r\n"
    }

    fileprivate var bytes: [UInt8] { Array(head.utf8) + body }
}
