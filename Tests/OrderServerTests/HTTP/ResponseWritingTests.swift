import NIOCore
import Testing

@testable import OrderServer

/// Answers as bytes.
struct ResponseWritingTests {
    private func text(_ answer: APIAnswer, _ change: (inout ResponseWriting.Circumstances) -> Void = { _ in }) -> String
    {
        var circumstances = ResponseWriting.Circumstances(date: Array("now".utf8))
        change(&circumstances)
        let bytes = ResponseWriting.bytes(of: answer, circumstances, allocator: ByteBufferAllocator())
        return String(buffer: bytes)
    }

    @Test func writesHeadersAndBody() {
        let answer = APIAnswer(status: 404, headers: [("Allow", "GET")], body: Array("{}".utf8))
        let head = "HTTP/1.1 404 Not Found\r\nDate: now\r\nServer: ordersh\r\nAllow: GET\r\nContent-Length: 2\r\n"
        #expect(text(answer) == head + "\r\n{}")
        #expect(text(answer) { $0.isHeadOnly = true } == head + "\r\n")
        #expect(text(answer) { $0.ending = .close } == head + "Connection: close\r\n\r\n{}")
        #expect(text(answer) { $0.isOldProtocol = true } == head + "Connection: keep-alive\r\n\r\n{}")
    }

    @Test(arguments: [
        ("Location", "/a\r\nSet-Cookie: b"), ("Location", "/a\nb"), ("a b", "c"), ("a:b", "c"), ("", "c"),
        ("A\r\nB", "c"), ("Content-Length", "7"), ("content-length", "7"), ("Transfer-Encoding", "chunked"),
        ("Connection", "upgrade"), ("date", "never"),
    ])
    func leavesOutWhatBreaksAResponse(name: String, value: String) {
        let plain = text(APIAnswer(status: 200))
        #expect(text(APIAnswer(status: 200, headers: [(name, value)])) == plain)
    }

    @Test(arguments: [204, 304])
    func givesNoBodyWhereThereIsNone(status: Int) {
        let written = text(APIAnswer(status: status, body: Array("body".utf8)))
        #expect(!written.contains("body") && !written.contains("Content-Length"))
    }
}
