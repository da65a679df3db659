// What is written about requests, and that nothing waits for it.

import OrderTestSupport
import Testing

@testable import OrderServer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The access log of a running listener.
struct AccessLogTests {
    /// A pipe whose reader is a test.
    private final class Pipe: Sendable {
        let reading: Int32
        let writing: Int32

        init() throws {
            var ends: [Int32] = [0, 0]
            try #require(pipe(&ends) == 0)
            (reading, writing) = (ends[0], ends[1])
        }

        /// All that was written, after the end of writing.
        func readToEnd() -> String {
            close(writing)
            var all: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(reading, &buffer, buffer.count)
                guard count > 0 else { break }
                all += buffer[..<count]
            }
            close(reading)
            return String(decoding: all, as: UTF8.self)
        }
    }

    @Test func hasALineForEveryAnswer() async throws {
        let pipe = try Pipe()
        let listener = try await RunningListener.start(
            log: AccessLog(descriptor: pipe.writing),
            ListenerState.Answering(
                answer: { request in
                    var answer = RunningListener.echo(request)
                    answer.callerName = request.authorization == nil ? nil : "the\u{1B}[31mshop"
                    return answer
                },
                redact: { $0.utf8.elementsEqual("/?token=geheim".utf8) ? "/?token=•••" : $0 }
            )
        )
        _ = try await listener.exchange("GET /?token=geheim HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        _ = try await listener.exchange("HEAD /\u{1B}[2J HTTP/1.0\r\nAuthorization: Token x\r\n\r\n")
        _ = try await listener.exchange(
            "GET /\(String(repeating: "a", count: 999)) HTTP/1.0\r\nAuthorization: y\r\n\r\n"
        )
        _ = try await listener.exchange("nonsense\r\n\r\n")
        try await listener.stop()
        let text = pipe.readToEnd()
        let lines = text.split(separator: "\n")
        let shown = lines.map { $0.split(separator: " ").dropFirst().dropLast().joined(separator: " ") }
        try #require(shown.count == 4, "\(text)")
        #expect(shown[0] == "127.0.0.1 - GET /?token=••• 200 \("GET / token=geheim a - -".utf8.count)")
        #expect(shown[1].hasPrefix("127.0.0.1 - - - 400 "))
        #expect(shown[2].hasPrefix("127.0.0.1 the\u{FFFD}[31mshop GET /aaaa"))
        #expect(shown[2].contains("aaa… 200 "))
        #expect(shown[2].utf8.count < 400)
        #expect(shown[3].hasPrefix("127.0.0.1 - - - 400 "))
        #expect(!text.contains("\u{1B}") && !text.contains("geheim"))
        for line in lines {
            let (first, last) = (line.prefix { $0 != " " }, line.split(separator: " ").last ?? "")
            #expect(first.count == 24 && first.hasSuffix("Z") && first.contains("T"))
            #expect(last.hasSuffix("ms"))
        }
    }

    @Test func tellsProblemsWithTheirTime() async throws {
        let pipe = try Pipe()
        let log = AccessLog(descriptor: pipe.writing, hasRequests: false)
        let listener = try await RunningListener.start(
            log: log,
            ListenerState.Answering { request in
                for _ in 0..<1000 { log.report("error: the disk is gone\n  try: another") }
                return RunningListener.echo(request)
            }
        )
        for _ in 0..<3 { _ = try await listener.exchange("GET / HTTP/1.0\r\n\r\n") }
        try await listener.stop()
        let text = pipe.readToEnd()
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("  try: ") }
        // One request after the other: what the log's thread took between them, it told once a second only.
        let counts = lines.map { line in
            let words = line.split(separator: " ", maxSplits: 3)
            #expect(words[0].count == 24 && words[0].hasSuffix("Z"), "\(line)")
            #expect(line.hasSuffix(" error: the disk is gone"))
            return words.count > 3 && words[2] == "times" ? Int(words[1]) ?? 0 : 1
        }
        #expect(counts.reduce(0, +) == 3000, "\(text)")
        #expect(!text.contains("GET"))
    }

    @Test func holdsNobodyUpWhenNobodyReads() async throws {
        let pipe = try Pipe()
        let log = AccessLog(descriptor: pipe.writing)
        let listener = try await RunningListener.start(
            log: log,
            ListenerState.Answering { request in
                log.report("error: \(request.path)")
                return RunningListener.echo(request)
            }
        )
        // More than a pipe takes.
        let path = String(repeating: "a", count: 280)
        let count = try await listener.talk { client in
            (0..<3000).count { number in
                client.send("GET /\(path)\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
                return client.answer()?.status == 200
            }
        }
        #expect(count == 3000)
        try await listener.stop()
        close(pipe.reading)
        close(pipe.writing)
    }

    @Test func outlivesAClosedReader() async throws {
        let pipe = try Pipe()
        close(pipe.reading)
        let listener = try await RunningListener.echoing(log: AccessLog(descriptor: pipe.writing))
        for _ in 0..<3 { _ = try await listener.exchange("GET / HTTP/1.0\r\n\r\n") }
        try await listener.stop()
        close(pipe.writing)
    }
}
