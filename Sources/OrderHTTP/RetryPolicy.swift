/// How often and after which pauses a request is tried again.
package struct RetryPolicy: Sendable, Hashable {
    /// All attempts, the first one included.
    package var maximumAttempts: Int
    /// All attempts where another one seldom helps and always costs: after a 500 and after silence.
    package var maximumCostlyAttempts: Int
    /// The pause before the second attempt, before jitter; it doubles each time.
    package var firstDelay: Duration
    package var maximumDelay: Duration
    /// The longest pause that a server may ask for; asked for more, the request fails at once.
    package var maximumServerDelay: Duration

    package init(
        maximumAttempts: Int = 4,
        maximumCostlyAttempts: Int = 3,
        firstDelay: Duration = .milliseconds(250),
        maximumDelay: Duration = .seconds(8),
        maximumServerDelay: Duration = .seconds(30)
    ) {
        self.maximumAttempts = maximumAttempts
        self.maximumCostlyAttempts = maximumCostlyAttempts
        self.firstDelay = firstDelay
        self.maximumDelay = maximumDelay
        self.maximumServerDelay = maximumServerDelay
    }
}

/// What came of one attempt.
package enum AttemptOutcome: Sendable, Hashable {
    /// An answer, with the pause that its `Retry-After` asks for.
    case answered(status: Int, retryAfter: Duration?)
    case failed(HTTPFailure)
}

/// Whether to try again.
package enum RetryDecision: Sendable, Hashable {
    /// The outcome stands.
    case accept
    case retry(after: Duration)
}

/// The attempts of one request: decides about the next one, and does nothing itself.
package struct RetryState: Sendable {
    package let policy: RetryPolicy
    package private(set) var attemptCount = 0

    package init(policy: RetryPolicy) {
        self.policy = policy
    }

    /// Takes in what came of an attempt and says what to do.
    ///
    /// The jitter, 0 to 1, is chance that keeps many clients from coming back at one moment.
    package mutating func decide(after outcome: AttemptOutcome, jitter: Double) -> RetryDecision {
        attemptCount += 1
        guard attemptCount < limit(after: outcome) else { return .accept }
        guard case .answered(_, let asked?) = outcome else { return .retry(after: ownDelay(jitter: jitter)) }
        guard asked <= policy.maximumServerDelay else { return .accept }
        return .retry(after: max(asked, .zero) + policy.firstDelay * jitter)
    }

    /// How many attempts an outcome is worth; 1 when no other would change it.
    ///
    /// A 500 asks nobody to come again, and mostly is a fault that comes again too. But an application server under
    /// load, Django behind its workers and its database for one, answers with it as well, and a scan of many
    /// pages should not end by one such answer: it is tried a few times, and then believed.
    private func limit(after outcome: AttemptOutcome) -> Int {
        switch outcome {
        case .answered(let status, _) where Self.transientStatuses.contains(status): policy.maximumAttempts
        case .answered(status: 500, _): min(policy.maximumAttempts, policy.maximumCostlyAttempts)
        case .answered: 1
        case .failed(.connection), .failed(.proxyRefused(_, _, wantsCredentials: false)): policy.maximumAttempts
        case .failed(.timedOut(_, .total, _)): 1
        case .failed(.timedOut(_, .waiting, _)), .failed(.timedOut(_, .receiving, _)):
            min(policy.maximumAttempts, policy.maximumCostlyAttempts)
        case .failed(.timedOut): policy.maximumAttempts
        case .failed: 1
        }
    }

    /// Statuses that ask to come again.
    static let transientStatuses: Set<Int> = [408, 429, 502, 503, 504]

    /// Half of the doubled pause for certain, the other half by chance.
    private func ownDelay(jitter: Double) -> Duration {
        var delay = policy.firstDelay
        for _ in 1..<max(attemptCount, 1) where delay < policy.maximumDelay { delay = delay * 2 }
        return min(delay, policy.maximumDelay) * (0.5 + 0.5 * jitter)
    }
}
