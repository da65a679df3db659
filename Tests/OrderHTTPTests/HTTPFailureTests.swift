import OrderModel
import Testing

@testable import OrderHTTP

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

    @Test(
        arguments: [
            (
                "handshakeFailed(sslError([Error: 1 error:10:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER at /a/b]))",
                "wrong version number"
            ),
            ("uncleanShutdown", "no encrypted connection could be made"),
        ]
    )
    func aLibrarysNameBecomesWords(text: String, reason: String) {
        #expect(HTTPFailure.encryptionReason(text) == reason)
    }
}
