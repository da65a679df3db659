/// How often and after which pauses a request is tried again.
package struct RetryPolicy: Sendable, Hashable {
    /// All attempts, the first one included.
    package var maximumAttempts: Int
    /// The pause before the second attempt, before jitter; it doubles each time.
    package var firstDelay: Duration
    package var maximumDelay: Duration
    /// The longest pause that a server may ask for; asked for more, the request fails at once.
    package var maximumServerDelay: Duration

    package init(
        maximumAttempts: Int = 4,
        firstDelay: Duration = .milliseconds(250),
        maximumDelay: Duration = .seconds(8),
        maximumServerDelay: Duration = .seconds(30)
    ) {
        self.maximumAttempts = maximumAttempts
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
        guard attemptCount < policy.maximumAttempts else { return .accept }
        switch outcome {
        case .failed(let failure):
            return failure.isTransient ? .retry(after: ownDelay(jitter: jitter)) : .accept
        case .answered(let status, let retryAfter):
            guard Self.transientStatuses.contains(status) else { return .accept }
            guard let retryAfter else { return .retry(after: ownDelay(jitter: jitter)) }
            guard retryAfter <= policy.maximumServerDelay else { return .accept }
            return .retry(after: max(retryAfter, .zero) + policy.firstDelay * jitter)
        }
    }

    /// Statuses that ask to come again; 500 is not among them, since it mostly comes again too.
    static let transientStatuses: Set<Int> = [408, 429, 502, 503, 504]

    /// Half of the doubled pause for certain, the other half by chance.
    private func ownDelay(jitter: Double) -> Duration {
        var delay = policy.firstDelay
        for _ in 1..<max(attemptCount, 1) where delay < policy.maximumDelay { delay = delay * 2 }
        return min(delay, policy.maximumDelay) * (0.5 + 0.5 * jitter)
    }
}
