import Synchronization
import Testing

@testable import OrderServer

struct SharedValueTests {
    private struct Broken: Error {}

    @Test("many who want it at once have it made once")
    func once() async throws {
        let count = Mutex(0)
        let shared = SharedValue {
            for _ in 0..<20 { await Task.yield() }
            return count.withLock { count in
                count += 1
                return count
            }
        }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 { group.addTask { try await shared.value() } }
            for try await value in group { #expect(value == 1) }
        }
        #expect(shared.present == 1)
    }

    @Test("a failure is told to all, and the next one tries again")
    func failure() async throws {
        let attempts = Mutex(0)
        let shared = SharedValue {
            let attempt = attempts.withLock { attempts in
                attempts += 1
                return attempts
            }
            if attempt == 1 { throw Broken() }
            return attempt
        }
        await #expect(throws: Broken.self) { try await shared.value() }
        #expect(try await shared.value() == 2)
        #expect(try await shared.value() == 2)
    }

    @Test("whoever is cancelled leaves, and the others get it")
    func cancellationOfOne() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let shared = SharedValue {
            for await _ in gate.stream { break }
            try Task.checkCancellation()
            return 1
        }
        let patient = Task { try await shared.value() }
        let impatient = Task { try await shared.value() }
        impatient.cancel()
        await #expect(throws: CancellationError.self) { try await impatient.value }
        gate.continuation.yield()
        #expect(try await patient.value == 1)
    }

    @Test("when all have left, the making is cancelled, and the next one begins anew")
    func cancellationOfAll() async throws {
        let wasCancelled = AsyncStream<Void>.makeStream()
        let attempts = Mutex(0)
        let shared = SharedValue {
            let attempt = attempts.withLock { attempts in
                attempts += 1
                return attempts
            }
            guard attempt == 1 else { return attempt }
            return try await withTaskCancellationHandler {
                while true {
                    try Task.checkCancellation()
                    await Task.yield()
                }
            } onCancel: {
                wasCancelled.continuation.yield()
            }
        }
        let only = Task { try await shared.value() }
        while attempts.withLock({ $0 }) == 0 { await Task.yield() }
        only.cancel()
        await #expect(throws: CancellationError.self) { try await only.value }
        for await _ in wasCancelled.stream { break }
        #expect(try await shared.value() == 2)
    }
}
