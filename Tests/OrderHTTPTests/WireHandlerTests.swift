import OrderHTTP
import OrderModel
import OrderTestSupport
import Testing

/// Requests go out as they were written, whatever a general URL parser would make of them.
struct WireHandlerTests {
    @Test(
        arguments: [
            "/", "/api/orders/", "/api/orders", "/api/orders/?search=a%2Bb", "/?a=b+c", "/?a=%20&b=%c3%bc&c=%C3%BC",
            "/?created_from=2025-01-01T00:00:00%2B03:30", "/?status_in=new,hold", "/?a=1?2/3", "/?a=[1]|2^{3}`\"<>\\",
            "/a//b/../c/./d", "/%2e%2e/%2F", "/%zz?%", "/?", "/?a&&b=", "/a;b=c:d@e!$'()*",
        ]
    )
    func theRequestLineIsExact(target: String) async throws {
        let server = try RawServer { connection in
            while let head = connection.readHead() {
                let line = head.split(separator: "\r\n").first ?? ""
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(line.utf8.count)\r\n\r\n\(line)")
            }
        }
        let answer = try await HTTPTransport().get(HTTPRequest(WebAddress(server.url + target)))
        #expect(String(decoding: answer.body, as: UTF8.self) == "GET \(target) HTTP/1.1")
    }

    @Test func theHeadHoldsNothingElse() async throws {
        let server = try RawServer { connection in
            while let head = connection.readHead() {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(head.utf8.count)\r\n\r\n\(head)")
            }
        }
        let request = HTTPRequest(try WebAddress(server.url + "/a"), token: AccessToken("geheim"))
        let answer = try await HTTPTransport().get(request)
        let lines = String(decoding: answer.body, as: UTF8.self).split(separator: "\r\n").map(String.init)
        #expect(
            lines.sorted() == [
                "Accept-Encoding: gzip", "Accept: application/json", "Authorization: Token geheim", "GET /a HTTP/1.1",
                "Host: 127.0.0.1:\(server.port)", "User-Agent: ordersh",
            ]
        )
    }

    @Test func concurrentRequestsGetTheirOwnAnswersOnFewConnections() async throws {
        let server = try LocalServer { .json(#"{"target":"\#($0.target)"}"#) }
        let transport = HTTPTransport()
        let url = server.url
        let wrong = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let answer = try await transport.get(HTTPRequest(WebAddress("\(url)/?number=\(number)")))
                    return answer.body != Array(#"{"target":"/?number=\#(number)"}"#.utf8)
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wrong == 0)
        #expect(server.requests.count == 200)
        #expect(server.connectionCount <= 64)
    }

    @Test func sixteenRequestsAreUnderWayAtOnce() async throws {
        let gate = try Gate(count: 16)
        let server = try LocalServer { _ in
            gate.enter()
            return .json("{}")
        }
        let transport = HTTPTransport()
        let request = HTTPRequest(try WebAddress(server.url))
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<16 { group.addTask { try await transport.get(request).status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 16))
    }
}
