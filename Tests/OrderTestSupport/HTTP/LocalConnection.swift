// A client that shares no code with the one that is tested: for tests that send thousands of requests, or look at
// headers, or send what no sound client would.

import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A connection to a server of this machine that is kept from one request to the next.
package final class LocalConnection: Sendable {
    /// What was answered.
    package struct Answer: Sendable {
        package let status: Int
        package let headers: [(name: String, value: String)]
        package let body: [UInt8]

        /// The value of a header, whatever the case of its name; several are joined by commas.
        package func header(_ name: String) -> String? {
            let values = headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
            return values.isEmpty ? nil : values.joined(separator: ", ")
        }
    }

    private let port: UInt16
    private let descriptor = Mutex<Int32?>(nil)

    /// A connection to the server at an address such as `http://127.0.0.1:8000`, opened when it is first needed.
    package init(to url: String) {
        port = url.split(separator: ":").last.flatMap { UInt16($0.prefix { $0.isNumber }) } ?? 0
    }

    deinit {
        if let open = descriptor.withLock({ $0 }) { close(open) }
    }

    /// What the header `Host` must say.
    package var host: String { "127.0.0.1:\(port)" }

    /// Sends a request without a body and waits for the answer, on a thread that may wait.
    package func send(
        _ method: String = "GET",
        _ target: String,
        headers: [(name: String, value: String)] = []
    ) async throws -> Answer {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: \(host)"]
        lines += headers.map { "\($0.name): \($0.value)" }
        if !["GET", "HEAD"].contains(method) { lines.append("Content-Length: 0") }
        let head = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        return try await BlockingThread.run {
            try self.exchange(head, hasBody: method.uppercased() != "HEAD")
        }
    }

    private func exchange(_ head: [UInt8], hasBody: Bool) throws -> Answer {
        try descriptor.withLock { open in
            // A kept connection may have been closed by the server meanwhile: then a new one is tried, once.
            if let kept = open {
                open = nil
                if let answer = try Self.answer(to: head, on: kept, hasBody: hasBody, keep: &open) { return answer }
            }
            let fresh = try LocalSocket.connect(port: port)
            guard let answer = try Self.answer(to: head, on: fresh, hasBody: hasBody, keep: &open) else {
                throw SystemCallError("recv", code: ECONNRESET)
            }
            return answer
        }
    }

    /// One exchange; nil when the server closed the connection instead.
    private static func answer(
        to head: [UInt8],
        on connection: Int32,
        hasBody: Bool,
        keep: inout Int32?
    ) throws -> Answer? {
        var received: [UInt8] = []
        guard LocalSocket.write(head, to: connection),
            let text = LocalSocket.readHead(from: connection, into: &received)
        else {
            close(connection)
            return nil
        }
        var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        let words = lines.removeFirst().split(separator: " ")
        let headers = lines.map { line in
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimming(" \t") }
            return (name: parts.first ?? "", value: parts.count > 1 ? parts[1] : "")
        }
        var answer = Answer(status: words.count > 1 ? Int(words[1]) ?? 0 : 0, headers: headers, body: [])
        let length = hasBody ? answer.header("Content-Length").flatMap { Int($0) } ?? 0 : 0
        LocalSocket.read(length, from: connection, into: &received)
        answer = Answer(status: answer.status, headers: headers, body: received)
        if received.count == length, answer.header("Connection")?.lowercased() != "close" {
            keep = connection
        } else {
            close(connection)
        }
        return answer
    }
}

extension Substring {
    /// Without some characters at both ends.
    fileprivate func trimming(_ characters: String) -> String {
        var rest = self
        while let first = rest.first, characters.contains(first) { rest.removeFirst() }
        while let last = rest.last, characters.contains(last) { rest.removeLast() }
        return String(rest)
    }
}
