import Synchronization
import Testing

@testable import OrderServer

@Suite(.timeLimit(.minutes(5))) struct WorkLimitTests {
    /// Notes which pieces of work began, in their order.
    private final class Notes: Sendable {
        private let names = Mutex<[String]>([])

        func add(_ name: String) { names.withLock { $0.append(name) } }
        var all: [String] { names.withLock { $0 } }
    }

    private let notes = Notes()
    private let gate = AsyncGate()

    /// Work of a caller that is noted when it begins, and goes on until the gate opens.
    private func begin(_ name: String, of caller: String? = nil, in limit: WorkLimit) -> Task<Void, any Error> {
        Task { [notes, gate] in
            try await WorkLimit.$caller.withValue(caller) {
                try await limit.run {
                    notes.add(name)
                    await gate.wait()
                }
            }
        }
    }

    private func wait(until isSo: () -> Bool) async {
        while !isSo(), !Task.isCancelled { await Task.yield() }
    }

    @Test("as many at a time as allowed and never more, and all in the end", arguments: [1, 2, 5])
    func bound(count: Int) async throws {
        let limit = WorkLimit(count)
        let tasks = (0..<20).map { begin("\($0)", in: limit) }
        await wait { limit.waitingCount == 20 - count && notes.all.count == count }
        #expect(notes.all.count == count)
        gate.open()
        for task in tasks { try await task.value }
        #expect(notes.all.count == 20)
    }

    @Test("what came first is first")
    func row() async throws {
        let limit = WorkLimit(1)
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<10 {
            tasks.append(begin("\(number)", in: limit))
            await wait { notes.all.count == 1 && limit.waitingCount == number }
        }
        gate.open()
        for task in tasks { try await task.value }
        #expect(notes.all == (0..<10).map(String.init))
    }

    @Test("a caller has one turn at a time, and callers have theirs by turns")
    func callers() async throws {
        let limit = WorkLimit(2)
        var tasks: [Task<Void, any Error>] = []
        for number in 1...4 {
            tasks.append(begin("greedy \(number)", of: "greedy", in: limit))
            await wait { notes.all.count == 1 && limit.waitingCount == number - 1 }
        }
        // The second place stays free for somebody else.
        tasks.append(begin("first", of: "first", in: limit))
        await wait { notes.all.count == 2 }
        #expect(notes.all == ["greedy 1", "first"])
        tasks.append(begin("second", of: "second", in: limit))
        await wait { limit.waitingCount == 4 }
        gate.open()
        for task in tasks { try await task.value }
        let all = notes.all
        #expect(all.filter { $0.hasPrefix("greedy") } == (1...4).map { "greedy \($0)" })
        let second = try #require(all.firstIndex(of: "second"))
        #expect(second < (try #require(all.firstIndex(of: "greedy 3"))))
    }

    @Test("whoever is cancelled in the row fails, and the others get their turn; a failure passes the turn on")
    func cancellation() async throws {
        struct Failed: Error {}
        let limit = WorkLimit(1)
        let first = begin("first", in: limit)
        await wait { notes.all == ["first"] }
        let waiting = begin("waiting", in: limit)
        await wait { limit.waitingCount == 1 }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(limit.waitingCount == 0)
        gate.open()
        try await first.value
        await #expect(throws: Failed.self) { try await limit.run { throw Failed() } }
        #expect(try await limit.run { 2 } == 2)
        #expect(notes.all == ["first"])
    }
}
