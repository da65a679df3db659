import OrderHTTP
import Testing

/// The retry decisions, without any waiting.
struct RetryPolicyTests {
    private let broken = AttemptOutcome.failed(.connection(place: "http://x", reason: "refused"))

    @Test func pausesDoubleUpToTheMaximumAndAttemptsEnd() {
        var state = RetryState(
            policy: RetryPolicy(maximumAttempts: 6, firstDelay: .seconds(1), maximumDelay: .seconds(4))
        )
        let decisions = (0..<6).map { _ in state.decide(after: broken, jitter: 1) }
        #expect(
            decisions == [
                .retry(after: .seconds(1)), .retry(after: .seconds(2)), .retry(after: .seconds(4)),
                .retry(after: .seconds(4)), .retry(after: .seconds(4)), .accept,
            ]
        )
        #expect(state.attemptCount == 6)
    }

    @Test func jitterTakesAwayUpToHalf() {
        var state = RetryState(policy: RetryPolicy(firstDelay: .seconds(1)))
        #expect(state.decide(after: broken, jitter: 0) == .retry(after: .milliseconds(500)))
    }

    @Test(arguments: [408, 429, 502, 503, 504])
    func triesTransientStatusesAgain(status: Int) {
        var state = RetryState(policy: RetryPolicy(firstDelay: .seconds(1)))
        let outcome = AttemptOutcome.answered(status: status, retryAfter: nil)
        #expect(state.decide(after: outcome, jitter: 1) == .retry(after: .seconds(1)))
    }

    @Test(arguments: [200, 204, 301, 400, 401, 403, 404, 501, 505])
    func acceptsOtherStatuses(status: Int) {
        var state = RetryState(policy: RetryPolicy())
        #expect(state.decide(after: .answered(status: status, retryAfter: .zero), jitter: 1) == .accept)
    }

    @Test func obeysRetryAfterUpToALimit() {
        let policy = RetryPolicy(firstDelay: .seconds(1), maximumServerDelay: .seconds(30))
        var state = RetryState(policy: policy)
        #expect(
            state.decide(after: .answered(status: 429, retryAfter: .seconds(30)), jitter: 0)
                == .retry(after: .seconds(30))
        )
        #expect(state.decide(after: .answered(status: 429, retryAfter: .seconds(31)), jitter: 0) == .accept)
    }

    @Test(
        arguments: [
            HTTPFailure.tooLarge(place: "http://x", limitBytes: 1),
            .insecure(place: "http://x", problem: .unknownIssuer),
            .foreignRedirect(place: "http://x", target: "http://y"),
            .tooManyRedirects(place: "http://x"),
            .malformed(place: "http://x", reason: "no HTTP"),
            .timedOut(place: "http://x", phase: .total, limit: .seconds(1)),
            .proxyRefused(proxy: "p:1", place: "http://x", wantsCredentials: true),
            .budgetExhausted(limit: 1),
            .certificateFile(path: "/x", reason: "it is empty"),
            .unusableProxy(variable: "all_proxy", reason: "no"),
        ]
    )
    func acceptsFailuresThatNoRetryMends(failure: HTTPFailure) {
        var state = RetryState(policy: RetryPolicy())
        #expect(state.decide(after: .failed(failure), jitter: 1) == .accept)
    }

    @Test(
        arguments: [
            AttemptOutcome.answered(status: 500, retryAfter: nil),
            .failed(.timedOut(place: "http://x", phase: .waiting, limit: .seconds(60))),
            .failed(.timedOut(place: "http://x", phase: .receiving, limit: .seconds(60))),
        ]
    )
    func aServersFaultAndSilenceAreTriedFewerTimes(outcome: AttemptOutcome) {
        var state = RetryState(policy: RetryPolicy(maximumAttempts: 9, maximumCostlyAttempts: 3))
        let decisions = (0..<3).map { _ in state.decide(after: outcome, jitter: 1) }
        #expect(decisions.map { $0 == .accept } == [false, false, true])
        var brief = RetryState(policy: RetryPolicy(maximumAttempts: 1, maximumCostlyAttempts: 3))
        #expect(brief.decide(after: outcome, jitter: 1) == .accept)
    }

    @Test(
        arguments: [
            HTTPFailure.timedOut(place: "http://x", phase: .connecting, limit: .seconds(1)),
            .proxyRefused(proxy: "p:1", place: "http://x", wantsCredentials: false),
        ]
    )
    func triesAgainWhatNeverReachedTheServer(failure: HTTPFailure) {
        var state = RetryState(policy: RetryPolicy(firstDelay: .seconds(1)))
        #expect(state.decide(after: .failed(failure), jitter: 1) == .retry(after: .seconds(1)))
    }

    @Test func oneAttemptMeansNoOther() {
        var state = RetryState(policy: RetryPolicy(maximumAttempts: 1))
        #expect(state.decide(after: broken, jitter: 1) == .accept)
    }
}
