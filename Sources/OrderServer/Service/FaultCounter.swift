import OrderModel
import Synchronization

/// Decides which requests are answered wrongly on purpose, by counting them.
final class FaultCounter: Sendable {
    private let settings: FaultSettings
    private let counts = Mutex(Counts())

    private struct Counts {
        var requests = 0
        var failures = 0
    }

    /// What becomes of a request.
    enum Fate: Sendable {
        case answered
        case cut
        case answeredInstead(APIAnswer)
    }

    init(_ settings: FaultSettings) {
        self.settings = settings
    }

    /// Counts a request of the API.
    func next() -> Fate {
        guard settings.dropsEvery > 0 || settings.failsEvery > 0 || settings.cutsEvery > 0 else { return .answered }
        return counts.withLock { counts in
            counts.requests += 1
            if Self.isHit(counts.requests, settings.dropsEvery) {
                var answer = APIAnswer(status: 500)
                answer.delivery = .hangUp
                return .answeredInstead(answer)
            }
            if Self.isHit(counts.requests, settings.failsEvery), !settings.failStatuses.isEmpty {
                defer { counts.failures += 1 }
                return .answeredInstead(failure(settings.failStatuses[counts.failures % settings.failStatuses.count]))
            }
            return Self.isHit(counts.requests, settings.cutsEvery) ? .cut : .answered
        }
    }

    private static func isHit(_ number: Int, _ every: Int) -> Bool { every > 0 && number.isMultiple(of: every) }

    private func failure(_ status: Int) -> APIAnswer {
        var answer: APIAnswer
        switch status {
        case 429:
            // Django REST framework tells the seconds twice; a date has none.
            let seconds = Int(settings.retryAfter).map { " Expected available in \($0) second\($0 == 1 ? "" : "s")." }
            answer = .detail("Request was throttled." + (seconds ?? ""), status: status)
        default: answer = .page(status: status)
        }
        if status == 429 || status == 503 { answer.headers.append(("Retry-After", settings.retryAfter)) }
        return answer
    }
}
