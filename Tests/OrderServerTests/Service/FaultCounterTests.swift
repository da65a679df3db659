import Testing

@testable import OrderServer

@Suite struct FaultCounterTests {
    private static func fates(_ settings: FaultSettings, _ count: Int) -> [String] {
        let counter = FaultCounter(settings)
        return (0..<count).map { _ in
            switch counter.next() {
            case .answered: "ok"
            case .cut: "cut"
            case .answeredInstead(let answer): answer.delivery == .hangUp ? "drop" : String(answer.status)
            }
        }
    }

    @Test func nothingGoesWrongUnlessOrdered() {
        #expect(Self.fates(FaultSettings(), 4) == ["ok", "ok", "ok", "ok"])
    }

    @Test func failuresTakeTurns() {
        var settings = FaultSettings()
        settings.failsEvery = 2
        #expect(Self.fates(settings, 8) == ["ok", "500", "ok", "502", "ok", "429", "ok", "500"])
    }

    @Test func aDropComesBeforeAFailureAndThatBeforeACut() {
        var settings = FaultSettings()
        settings.dropsEvery = 6
        settings.failsEvery = 3
        settings.cutsEvery = 2
        #expect(Self.fates(settings, 6) == ["ok", "cut", "500", "cut", "ok", "drop"])
    }

    @Test(arguments: [(429, "3"), (503, "3"), (500, nil), (502, nil), (504, nil)])
    func whoIsThrottledIsToldWhenToComeAgain(_ status: Int, _ retryAfter: String?) {
        var settings = FaultSettings()
        settings.failsEvery = 1
        settings.failStatuses = [status]
        settings.retryAfter = "3"
        guard case .answeredInstead(let answer) = FaultCounter(settings).next() else {
            Issue.record("nothing failed")
            return
        }
        #expect(answer.status == status)
        #expect(answer.headers.first { $0.name == "Retry-After" }?.value == retryAfter)
        #expect(!answer.body.isEmpty)
        if status == 429 { #expect(String(decoding: answer.body, as: UTF8.self).contains(" in 3 seconds.")) }
    }
}
