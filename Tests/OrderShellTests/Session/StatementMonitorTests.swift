import OrderEngine
import OrderModel
import Synchronization
import Testing

@testable import OrderShell

@Suite struct StatementMonitorTests {
    @Test(arguments: [
        (
            ScanProgress(orderCount: 500, requestCount: 5), 2000 as Int?,
            "reading 500 of 2,000 orders, 5 requests, 250/s, 6 s left"
        ),
        (ScanProgress(orderCount: 1, requestCount: 1), nil, "reading 1 order, 1 request, 0/s"),
        (ScanProgress(), nil, "waiting for the first orders, 2 s"),
        (ScanProgress(orderCount: 12_000), nil, "reading 12,000 orders, 6,000/s"),
        (ScanProgress(orderCount: 30, requestCount: 1), 20, "reading 30 of 30 orders, 1 request, 15/s"),
    ])
    func tellsHowFar(progress: ScanProgress, expected: Int?, text: String) {
        #expect(StatementMonitor.text(progress, of: expected, elapsed: .seconds(2)) == text)
    }

    @Test(arguments: [
        (24_000_000, "reading 12,000 orders, 24.0 MB of 48.0 MB, 12.0 MB/s, 2 s left"),
        (48_000_000, "12,000 orders read, making the answer, 2 s"),
    ])
    func tellsHowFarAFileIs(byteCount: Int, text: String) {
        let progress = ScanProgress(orderCount: 12_000, byteCount: byteCount)
        #expect(StatementMonitor.text(progress, ofBytes: 48_000_000, elapsed: .seconds(2)) == text)
    }

    @Test func withNobodyToAskItRefusesAndNamesTheOption() async throws {
        let monitor = StatementMonitor(allowance: FetchAllowance(maximumOrderCount: 100), progress: nil, ask: nil)
        try await monitor.willFetch(orderCount: 100, upTo: 100, requestCount: 1)
        let error = await #expect(throws: ShellError.self) {
            try await monitor.willFetch(orderCount: 20_000, upTo: 20_000, requestCount: 200)
        }
        #expect(error?.category == .failed)
        #expect(
            error?.message
                == "this would fetch about 20,000 orders in 200 requests; no more than 100 are fetched unasked"
        )
        #expect(error?.mend?.contains("--max-rows 20000") == true)
    }

    @Test func ofAScanThatMayStopEarlyItTellsHowFarItMayGo() async throws {
        let monitor = StatementMonitor(allowance: FetchAllowance(maximumOrderCount: 100), progress: nil, ask: nil)
        try await monitor.willFetch(orderCount: 100, upTo: 2500, requestCount: 25)
        let error = await #expect(throws: ShellError.self) {
            try await monitor.willFetch(orderCount: 200, upTo: 2500, requestCount: 25)
        }
        #expect(error?.message.contains("would fetch up to 2,500 orders in 25 requests") == true)
        #expect(error?.mend?.contains("--max-rows 2500") == true)
    }

    @Test func anyNumberMayBeAllowed() async throws {
        let monitor = StatementMonitor(allowance: FetchAllowance(maximumOrderCount: nil), progress: nil, ask: nil)
        try await monitor.willFetch(orderCount: .max, upTo: .max, requestCount: .max)
    }

    @Test("several readers share one question", arguments: [true, false])
    func asksOnce(answer: Bool) async throws {
        let questions = Mutex<[String]>([])
        let monitor = StatementMonitor(allowance: FetchAllowance(maximumOrderCount: 10), progress: nil) { text in
            questions.withLock { $0.append(text) }
            await Task.yield()
            return answer
        }
        let passed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (try? await monitor.willFetch(orderCount: 11, upTo: 11, requestCount: 2)) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(passed == (answer ? 8 : 0))
        #expect(questions.withLock { $0 } == ["This fetches about 11 orders in 2 requests. Go on? [y/N] "])
    }

    @Test(arguments: [
        ("none", FetchAllowance(maximumOrderCount: nil)), ("0", FetchAllowance(maximumOrderCount: 0)),
        ("5", FetchAllowance(maximumOrderCount: 5)),
    ])
    func readsTheOption(text: String, allowance: FetchAllowance) {
        #expect(FetchAllowance(text) == allowance)
    }

    @Test(arguments: ["", "-1", "many", "1k"])
    func refusesOtherTexts(text: String) {
        #expect(FetchAllowance(text) == nil)
    }
}
