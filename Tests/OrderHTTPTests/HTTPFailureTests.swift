import OrderHTTP
import OrderModel
import Testing

struct HTTPFailureTests {
    @Test(
        arguments: [
            (HTTPFailure.connection(place: "http://x", reason: "Connection refused"), FailureCategory.unavailable),
            (.timedOut(place: "http://x", phase: .waiting, limit: .seconds(60)), .unavailable),
            (.insecure(place: "http://x", problem: .unknownIssuer), .unavailable),
            (.malformed(place: "http://x", reason: "no valid HTTP"), .unavailable),
            (.proxyRefused(proxy: "p:1", place: "http://x", wantsCredentials: false), .unavailable),
            (.proxyRefused(proxy: "p:1", place: "http://x", wantsCredentials: true), .credentials),
            (.tooLarge(place: "http://x", limitBytes: 5), .failed),
            (.foreignRedirect(place: "http://x", target: "http://y"), .unavailable),
            (.tooManyRedirects(place: "http://x"), .unavailable),
        ]
    )
    func namesThePlaceAndHasAStatus(failure: HTTPFailure, category: FailureCategory) {
        #expect(failure.category == category)
        #expect(failure.message.contains("http://x"))
        #expect(!failure.message.hasSuffix("."))
    }

    @Test(arguments: HTTPFailure.TimeoutPhase.allCases)
    func everyTimeoutNamesThePlaceAndTheTime(phase: HTTPFailure.TimeoutPhase) {
        let failure = HTTPFailure.timedOut(place: "http://x", phase: phase, limit: .seconds(60))
        #expect(failure.message.contains("http://x"))
        #expect(failure.message.contains("60 s"))
    }

    @Test func timeoutsDifferByPhase() {
        let messages = HTTPFailure.TimeoutPhase.allCases.map {
            HTTPFailure.timedOut(place: "http://x", phase: $0, limit: .seconds(60)).message
        }
        #expect(Set(messages).count == HTTPFailure.TimeoutPhase.allCases.count)
    }

    @Test(
        arguments: [
            ("http://h/api/", "https://h", "write the address with https://"),
            ("http://h:8000/api/", "https://h", "write the address with https://"),
            ("http://h/api/", "https://other", "use the new address if you trust it"),
            ("https://h/api/", "http://h", "use the new address if you trust it"),
        ]
    )
    func aRedirectToEncryptionSaysHowToWriteTheAddress(place: String, target: String, mend: String) {
        #expect(HTTPFailure.foreignRedirect(place: place, target: target).mend == mend)
    }

    @Test(
        arguments: [
            (HTTPFailure.budgetExhausted(limit: 3), FailureCategory.failed, "--max-requests"),
            (.certificateFile(path: "/a.pem", reason: "it is empty"), .usage, "PEM"),
            (.unusableProxy(variable: "HTTPS_PROXY", reason: "no"), .usage, "HTTPS_PROXY"),
        ]
    )
    func whatTheUserGaveHasAMend(failure: HTTPFailure, category: FailureCategory, mend: String) {
        #expect(failure.category == category)
        #expect(failure.mend?.contains(mend) == true)
    }
}
