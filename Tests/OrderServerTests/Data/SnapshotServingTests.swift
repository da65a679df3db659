import OrderDataset
import OrderEngine
import OrderModel
import OrderTestSupport
import Testing

@testable import OrderServer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A snapshot that is served while imports change it.
@Suite(.timeLimit(.minutes(5))) struct SnapshotServingTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path(of: "shop.orders") }

    init() throws {
        folder = try TemporaryFolder()
    }

    private func importing(_ generation: Int, count: Int) async throws {
        let lines = (1...count).map { id in
            """
            {"id":\(id),"key":"k\(id)","status":"new","notes":"generation \(generation)",\
            "created_at":"2025-01-01T00:00:0\(id % 10)Z","items":[],"payments":[]}
            """
        }
        let file = try folder.write(lines.joined(separator: "\n"), to: "\(generation).ndjson")
        let options = SnapshotImport.Options(time: Instant(microseconds: 0), programVersion: "test")
        _ = try await SnapshotImport(paths: [file], into: path, options: options).run()
    }

    @Test("every answer is wholly of one state while imports go on")
    func importsMeanwhile() async throws {
        try await importing(0, count: 40)
        let served = ServedDataset(try SnapshotDataset(path: path), settings: ServerSettings())
        let newest = 5
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for generation in 1...newest { try await importing(generation, count: 40 + generation) }
            }
            for _ in 0..<3 {
                group.addTask {
                    var last = 0
                    while last < newest, !Task.isCancelled {
                        let state = try await served.state()
                        let page = try await state.page(of: Listing(endpoint: .admin), limit: 100, offset: 0)
                        let tracked = try await state.order(.key("k7")) ?? []
                        let generation = page.count - 40
                        #expect(generation >= last)
                        last = generation
                        for order in page.orders + [tracked] {
                            #expect(String(decoding: order, as: UTF8.self).contains("\"generation \(generation)\""))
                        }
                        served.release()
                    }
                }
            }
            // A failure cancels the others.
            for try await _ in group {}
        }
    }

    @Test("an import is seen at once, an old state goes on, and the log does not stay")
    func logOfChanges() async throws {
        try await importing(0, count: 40)
        do {
            let served = ServedDataset(try SnapshotDataset(path: path), settings: ServerSettings())
            let listing = Listing(endpoint: .admin)
            try await changing(served, listing)
            // Nobody reads an old state any more, and the newest began while the log was full.
            served.release()
            #expect(try await served.state().page(of: listing, limit: 100, offset: 0).count == 43)
            #expect(folder.text(of: "shop.orders-wal").isEmpty)
        }
        // The look for newer states may be under way, and be the last to let go.
        let isInOrder = { !folder.names.contains { $0.hasSuffix("-wal") || $0.hasSuffix("-shm") } }
        while !isInOrder(), !Task.isCancelled { await Task.yield() }
        #expect(isInOrder())
    }

    /// Imports three times, while somebody goes on with the first state.
    private func changing(_ served: ServedDataset, _ listing: Listing) async throws {
        let old = try await served.state()
        for generation in 1...3 {
            try await importing(generation, count: 40 + generation)
            #expect(try await served.state().page(of: listing, limit: 1, offset: 0).count == 40 + generation)
            #expect(try await old.page(of: listing, limit: 100, offset: 0).count == 40)
        }
    }

    @Test("a new file in the place is another state; one that is gone is an error until it is there again")
    func replacedFile() async throws {
        try await importing(0, count: 40)
        let dataset = try SnapshotDataset(path: path)
        let served = ServedDataset(dataset, settings: ServerSettings())
        let listing = Listing(endpoint: .admin)
        #expect(try await served.state().page(of: listing, limit: 1, offset: 0).count == 40)
        let version = try dataset.currentVersion()
        #expect(try dataset.currentVersion() == version)
        for name in folder.names where name.hasPrefix("shop.orders") { unlink(folder.path(of: name)) }
        await #expect(throws: (any Error).self) { try await served.state() }
        try await importing(1, count: 45)
        #expect(try dataset.currentVersion() != version)
        #expect(try await served.state().page(of: listing, limit: 1, offset: 0).count == 45)
    }

    @Test("a file that is overwritten in its place is read anew, or fails", arguments: [44, nil])
    func overwrittenFile(count: Int?) async throws {
        let other = folder.path(of: "other.orders")
        if let count {
            try await importing(1, count: count)
            #expect(rename(path, other) == 0)
        } else {
            try folder.write("", to: "other.orders")
        }
        try await importing(0, count: 40)
        let served = ServedDataset(try SnapshotDataset(path: path), settings: ServerSettings())
        let listing = Listing(endpoint: .admin)
        #expect(try await served.state().page(of: listing, limit: 100, offset: 0).count == 40)
        // Another process, as closing a file lets go of all locks that a process has on it.
        #expect(try ChildProcess(["/bin/cp", other, path]).waitForExit() == 0)
        // The first finds out, the second lets go of the state.
        served.release()
        served.release()
        if let count {
            #expect(try await served.state().page(of: listing, limit: 100, offset: 0).count == count)
        } else {
            await #expect(throws: (any Error).self) { try await served.state() }
        }
    }

    @Test("lists of a snapshot with odd orders and orders of the other platform")
    func agreement() async throws {
        var generator = OrderDocuments(seed: 21)
        let documents = generator.documents(260)
        let text = documents.map { JSONValue.object($0).serialized() }.joined(separator: "\n")
        let file = try folder.write(text, to: "orders.ndjson")
        let options = SnapshotImport.Options(time: Instant(microseconds: 0), programVersion: "test")
        _ = try await SnapshotImport(paths: [file], into: path, options: options).run()
        let settings = generator.settings()
        let state = try await ServedDataset(try SnapshotDataset(path: path), settings: settings).state()
        let writer = OrderWriter(settings)
        for _ in 0..<12 {
            let listing = generator.listing()
            let expected = try PlainListing(listing: listing, settings: settings).orders(of: documents)
            let page = try await state.page(of: listing, limit: .max, offset: 0)
            let shape: OrderWriter.Shape = listing.endpoint == .admin ? .admin : .customer
            #expect(page.orders == expected.map { writer.write($0, as: shape) }, "\(listing)")
        }
        for document in documents where document.isOrderOfOtherPlatform {
            guard let id = document.wholeIdentifier else { continue }
            #expect(try await state.order(.platformOrder(number: "n\(id)")) != nil)
            #expect(try await state.order(.key("n\(id)")) == nil)
        }
    }
}
