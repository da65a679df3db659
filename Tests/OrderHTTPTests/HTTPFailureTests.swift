import OrderHTTP
import OrderModel
import Testing

struct HTTPFailureTests {
    @Test(
        arguments: [
            (HTTPFailure.connection(place: "http://x", reason: "Connection refused"), FailureCategory.unavailable),
            (.timedOut(place: "http://x", phase: .waiting), .unavailable),
            (.insecure(place: "http://x", reason: "expired"), .unavailable),
            (.malformed(place: "http://x", reason: "no valid HTTP"), .unavailable),
            (.tooLarge(place: "http://x", limitBytes: 5), .failed),
            (.foreignRedirect(place: "http://x", target: "http://y"), .failed),
            (.tooManyRedirects(place: "http://x"), .failed),
        ]
    )
    func namesThePlaceAndHasAStatus(failure: HTTPFailure, category: FailureCategory) {
        #expect(failure.category == category)
        #expect(failure.message.contains("http://x"))
        #expect(!failure.message.hasSuffix("."))
    }
}
