import OrderEngine
import OrderModel
import OrderTestSupport
import Synchronization
import Testing

@testable import OrderServer

@Suite(.timeLimit(.minutes(5))) struct ServedDatasetTests {
    private static func documents(_ generation: Int, count: Int = 50) -> [JSONObject] {
        (1...count).map { id in
            JSONObject([
                JSONMember(key: "id", value: .number(String(id))),
                JSONMember(key: "key", value: .text("k\(id)")),
                JSONMember(key: "notes", value: .text("generation \(generation)")),
            ])
        }
    }

    @Test("a state stays what it is, and the next call has the newest")
    func states() async throws {
        let memory = MemoryDataset(Self.documents(1))
        let served = ServedDataset(memory, settings: ServerSettings())
        let first = try await served.state()
        #expect(try await served.state() === first)
        let listing = Listing(endpoint: .admin)
        let before = try await first.page(of: listing, limit: 5, offset: 0)
        memory.replace(with: Self.documents(2, count: 60))
        let second = try await served.state()
        #expect(second !== first)
        #expect(try await first.page(of: listing, limit: 5, offset: 0).orders == before.orders)
        let after = try await second.page(of: listing, limit: 5, offset: 0)
        #expect(after.count == 60)
        #expect(after.orders != before.orders)
    }

    @Test("an old state goes without anybody asking")
    func release() async throws {
        let memory = MemoryDataset(Self.documents(1))
        let served = ServedDataset(memory, settings: ServerSettings())
        weak var old: ServedState?
        do {
            let state = try await served.state()
            old = state
        }
        served.release()
        #expect(old != nil)
        memory.replace(with: Self.documents(2))
        served.release()
        // The task that opened it may be about to end.
        while old != nil, !Task.isCancelled { await Task.yield() }
        #expect(old == nil)
    }

    @Test("what cannot be read at a moment is tried again")
    func failure() async throws {
        let broken = BrokenDataset()
        let served = ServedDataset(broken, settings: ServerSettings())
        await #expect(throws: BrokenDataset.Unreadable.self) { try await served.state() }
        broken.isBroken.withLock { $0 = false }
        #expect(try await served.state().page(of: Listing(endpoint: .admin), limit: 1, offset: 0).count == 50)
        broken.isBroken.withLock { $0 = true }
        await #expect(throws: BrokenDataset.Unreadable.self) { try await served.state() }
    }

    private final class BrokenDataset: ChangingDataset {
        struct Unreadable: Error {}

        let name = "broken"
        let isBroken = Mutex(true)
        private let memory = MemoryDataset(ServedDatasetTests.documents(1))

        func currentVersion() throws -> DatasetVersion {
            if isBroken.withLock({ $0 }) { throw Unreadable() }
            return memory.currentVersion()
        }

        func openState() throws -> any DatasetState { memory.openState() }
    }

    @Test("every answer is of one state, however many ask while the dataset changes")
    func concurrency() async throws {
        let memory = MemoryDataset(Self.documents(0))
        let served = ServedDataset(memory, settings: ServerSettings())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for generation in 1...20 {
                    memory.replace(with: Self.documents(generation, count: 50 + generation))
                    for _ in 0..<10 { await Task.yield() }
                }
            }
            for task in 0..<8 {
                group.addTask {
                    for turn in 0..<20 {
                        let state = try await served.state()
                        let listing = Listing(
                            endpoint: .admin,
                            ordering: [OrderingTerm(.id, isDescending: turn % 2 == 0)]
                        )
                        let page = try await state.page(of: listing, limit: 100, offset: 0)
                        let tracked = try await state.order(.key("k\(task + 1)")) ?? []
                        let generation = page.count - 50
                        #expect(page.orders.count == page.count)
                        for order in page.orders + [tracked] {
                            let text = String(decoding: order, as: UTF8.self)
                            #expect(text.contains("\"generation \(generation)\""))
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
