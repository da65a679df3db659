import Synchronization
import Testing

@testable import OrderServer

struct WorkLimitTests {
    private final class Gauge: Sendable {
        private let counts = Mutex((running: 0, most: 0, done: 0))

        func enter() {
            counts.withLock {
                $0.running += 1
                $0.most = max($0.most, $0.running)
            }
        }
        func leave() {
            counts.withLock {
                $0.running -= 1
                $0.done += 1
            }
        }
        var most: Int { counts.withLock { $0.most } }
        var done: Int { counts.withLock { $0.done } }
    }

    @Test("never more at a time than allowed, and all in the end", arguments: [1, 2, 5])
    func bound(count: Int) async throws {
        let limit = WorkLimit(count)
        let gauge = Gauge()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await limit.run {
                        gauge.enter()
                        for _ in 0..<5 { await Task.yield() }
                        gauge.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(gauge.most <= count)
        #expect(gauge.done == 50)
    }

    @Test("whoever is cancelled in the row fails, and the others get their turn; a failure passes the turn on")
    func cancellation() async throws {
        struct Failed: Error {}
        let limit = WorkLimit(1)
        let (blocker, opening) = AsyncStream.makeStream(of: Void.self)
        let (running, beginning) = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try await limit.run {
                beginning.finish()
                for await _ in blocker {}
            }
        }
        for await _ in running {}
        let waiting = Task { try await limit.run { 1 } }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        opening.finish()
        try await first.value
        await #expect(throws: Failed.self) { try await limit.run { throw Failed() } }
        #expect(try await limit.run { 2 } == 2)
    }
}
