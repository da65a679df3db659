import Testing

@testable import OrderHTTP
@testable import ordersh

@Suite struct TraceTextTests {
    private func text(
        _ outcome: HTTPEvent.Outcome,
        attempt: Int = 1,
        received: Int = 0,
        body: Int = 0,
        retry: HTTPEvent.Retry? = nil
    ) throws -> String {
        TraceText.of(
            HTTPEvent(
                address: try WebAddress("https://shop.example/api/orders/?limit=20"),
                proxy: nil,
                attemptNumber: attempt,
                outcome: outcome,
                duration: .milliseconds(43),
                receivedByteCount: received,
                bodyByteCount: body,
                retry: retry
            )
        )
    }

    private let start = "GET https://shop.example/api/orders/?limit=20 "

    @Test func answersWithTheirCost() throws {
        #expect(try text(.answered(status: 200), received: 18_240, body: 18_000) == start + "200, 43 ms, 18.2 kB")
        #expect(
            try text(.answered(status: 200), received: 18_240, body: 212_000)
                == start + "200, 43 ms, 18.2 kB (212 kB unpacked)"
        )
    }

    @Test func whatIsTriedAgain() throws {
        let retry = HTTPEvent.Retry(delay: .seconds(2), isAskedFor: true)
        #expect(
            try text(.answered(status: 429), attempt: 2, received: 90, retry: retry)
                == start + "429, 43 ms, 90 bytes, attempt 2, waiting 2 s, as the server asked (429)"
        )
    }

    @Test func redirectsAndFailures() throws {
        let target = try WebAddress("https://shop.example/orders/")
        #expect(
            try text(.redirected(status: 301, to: target)) == start + "301 to https://shop.example/orders/, 43 ms"
        )
        let failure = HTTPFailure.connection(place: "https://shop.example", reason: "\u{1B}[31mrefused")
        #expect(try text(.failed(failure)).hasPrefix(start + "failed: no answer from https://shop.example"))
        #expect(try !text(.failed(failure)).unicodeScalars.contains("\u{1B}"))
        #expect(try text(.cancelled) == start + "cancelled, 43 ms")
    }
}
