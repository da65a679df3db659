import OrderEngine
import OrderModel
import OrderReference
import OrderTestSupport
import Synchronization
import Testing

@testable import OrderServer

/// Lists and lookups over generated orders, against lists made the slow way.
@Suite(.timeLimit(.minutes(5))) struct ServedStateTests {
    @Test("generated lists", arguments: UInt64(1)...4)
    func lists(seed: UInt64) async throws {
        var generator = OrderDocuments(seed: seed)
        for _ in 0..<2 {
            let documents = generator.documents(generator.random.pick([0, 1, 300, 320]))
            let settings = generator.settings()
            let state = try await ServedDataset(MemoryDataset(documents), settings: settings).state()
            for _ in 0..<12 {
                let listing = generator.listing()
                let expected = try PlainListing(listing: listing, settings: settings).orders(of: documents)
                let page = try await state.page(of: listing, limit: .max, offset: 0)
                let writer = OrderWriter(settings)
                let shape: OrderWriter.Shape = listing.endpoint == .admin ? .admin : .customer
                #expect(page.count == expected.count, "\(listing)")
                #expect(page.orders == expected.map { writer.write($0, as: shape) }, "\(listing)")
                let (limit, offset) = (generator.random.below(20), generator.random.below(400))
                let part = try await state.page(of: listing, limit: limit, offset: offset)
                #expect(part.count == page.count)
                #expect(part.orders == Array(page.orders.dropFirst(offset).prefix(limit)))
            }
        }
    }

    @Test("an order that cannot be read fails the lists that need it, and is named", arguments: UInt64(1)...3)
    func oddOrders(seed: UInt64) async throws {
        var generator = OrderDocuments(seed: seed, oddity: 30)
        let documents = generator.documents(200)
        var failures = 0
        for _ in 0..<25 {
            let settings = generator.settings()
            let state = try await ServedDataset(MemoryDataset(documents), settings: settings).state()
            let listing = generator.listing()
            let plain = Result { try PlainListing(listing: listing, settings: settings).orders(of: documents) }
            do {
                let page = try await state.page(of: listing, limit: .max, offset: 0)
                let expected = try plain.get()
                let shape: OrderWriter.Shape = listing.endpoint == .admin ? .admin : .customer
                let writer = OrderWriter(settings)
                #expect(page.orders == expected.map { writer.write($0, as: shape) }, "\(listing)")
            } catch let error as EvaluationError {
                failures += 1
                #expect(throws: (any Error).self, "\(listing)") { try plain.get() }
                #expect(error.place.hasPrefix("order 1"))
            }
        }
        #expect(failures > 0)
    }

    @Test("own orders, keys and numbers", arguments: [false, true])
    func lookups(customerSeesDeleted: Bool) async throws {
        var generator = OrderDocuments(seed: 7)
        let documents = generator.documents(150)
        var settings = ServerSettings()
        settings.customerSeesDeleted = customerSeesDeleted
        let state = try await ServedDataset(MemoryDataset(documents), settings: settings).state()
        let writer = OrderWriter(settings)
        var found = 0
        for document in documents {
            let order = Order(document: document, origin: Origin(source: "test"))
            let id = try #require(document.wholeIdentifier)
            let ownership = OrderOwnership(order)
            let isShown = customerSeesDeleted || !ownership.isDeleted
            if document.isOrderOfOtherPlatform {
                #expect(try await state.order(.platformOrder(number: "n\(id)")) == writer.write(order, as: .platform))
                #expect(try await state.order(.key("n\(id)")) == nil)
            } else if case .text(let key)? = document["key"] {
                let expected = isShown ? writer.write(order, as: .detail) : nil
                #expect(try await state.order(.key(key)) == expected)
                #expect(try await state.order(.platformOrder(number: key)) == nil)
                found += expected == nil ? 0 : 1
            }
            for customer in 0..<6 {
                let isOwn = ownership.customer == customer && isShown
                let answer = try await state.order(.ownOrder(id: id, customer: customer))
                #expect(answer == (isOwn ? writer.write(order, as: .detail) : nil))
            }
        }
        #expect(found > 50)
        for lookup in [
            ServedLookup.key(""), .key("none"), .platformOrder(number: "1"), .ownOrder(id: .max, customer: 1),
        ] {
            #expect(try await state.order(lookup) == nil)
        }
    }

    @Test("ids that occur, those of the other platform left out")
    func knownIdentifiers() async throws {
        let lines = """
            {"id":1,"customer_data":{"id":5},"payment_method_data":null,"payments":[{"payment_method_data":{"id":8}}]}
            {"id":2,"customer":{"id":6},"billing_city":{"id":9},"shipping_method":{"id":"4"},"payments":[]}
            {"id":3,"number":"n3","date_placed":"2025-01-01T00:00:00Z","payment_option":77}
            """
        let state = try await ServedDataset(MemoryDataset(lines: lines), settings: ServerSettings()).state()
        let known: [(ParameterName, Int)] = [
            (.customer, 5), (.customerIn, 6), (.billingCity, 9), (.shippingMethod, 4), (.paymentMethod, 8),
        ]
        for (name, identifier) in known { #expect(try await state.knows(name, identifier), "\(name)") }
        let unknown: [(ParameterName, Int)] = [
            (.customer, 8), (.paymentMethod, 77), (.paymentMethod, 5), (.billingCountry, 9), (.idMinimum, 1),
            (.search, 1),
        ]
        for (name, identifier) in unknown { #expect(try await !state.knows(name, identifier), "\(name)") }
    }

    @Test("ties come in another order each time, by a fault")
    func shuffledTies() async throws {
        var generator = OrderDocuments(seed: 3)
        let documents = generator.documents(300)
        var settings = ServerSettings()
        settings.faults.shufflesTies = true
        let state = try await ServedDataset(MemoryDataset(documents), settings: settings).state()
        let listing = Listing(endpoint: .admin, ordering: [OrderingTerm(.status)])
        let first = try await state.page(of: listing, limit: .max, offset: 0).orders
        let second = try await state.page(of: listing, limit: .max, offset: 0).orders
        #expect(first != second)
        #expect(Set(first) == Set(second))
    }

    @Test("a remembered list takes the room of its orders, once it is made")
    func rememberedLists() async throws {
        let memory = MemoryDataset(SampleOrders(count: 5000).map(\.document))
        let state = ServedState(memory.openState(), settings: ServerSettings())
        let all = Listing(endpoint: .admin)
        var none = Listing(endpoint: .admin)
        none.matchesNothing = true
        #expect(try await state.page(of: none, limit: 1, offset: 0).count == 0)
        let empty = state.listByteCount
        #expect(try await state.page(of: all, limit: 1, offset: 0).count == 5000)
        #expect(state.listByteCount >= 2 * empty + 5000 * MemoryLayout<OrderPlace>.stride)
    }

    @Test("two lists are made at a time")
    func makingLists() async throws {
        let state = try await ServedDataset(MemoryDataset([]), settings: ServerSettings()).state()
        let gate = AsyncGate()
        let started = Counter()
        let tasks = (0..<4).map { _ in
            Task {
                try await state.reading {
                    started.add()
                    await gate.wait()
                }
            }
        }
        while state.making.waitingCount < 2, !Task.isCancelled { await Task.yield() }
        while started.count < 2, !Task.isCancelled { await Task.yield() }
        #expect(started.count == 2)
        gate.open()
        for task in tasks { try await task.value }
    }

    @Test("a document that is not there fails the page instead of moving the others")
    func missingDocument() async throws {
        let lines = (1...3).map { "{\"id\":\($0),\"notes\":[]}" }.joined(separator: "\n")
        let state = ForgetfulState(all: try MemoryDataset(lines: lines).openState(), missing: 2)
        let served = ServedState(state, settings: ServerSettings())
        let error = await #expect(throws: EvaluationError.self) {
            try await served.page(of: Listing(endpoint: .admin), limit: 3, offset: 0)
        }
        #expect(error?.place == "order \(state.missing)")
    }

    private final class Counter: Sendable {
        private let value = Mutex(0)

        func add() { value.withLock { $0 += 1 } }
        var count: Int { value.withLock { $0 } }
    }

    /// A state whose orders come as whole orders, one of which is not found again.
    private struct ForgetfulState: DatasetState {
        let all: any DatasetState
        let missing: Int

        var name: String { all.name }
        var capabilities: SourceCapabilities { all.capabilities }
        var version: DatasetVersion { all.version }

        func makeScan(for request: ScanRequest) throws -> any OrderScan {
            var fields = request.fields
            if let notes = Schema.field(named: "notes", in: .orders) { fields.insert(notes) }
            return try all.makeScan(for: ScanRequest(fields: fields))
        }

        func order(_ lookup: Lookup) async throws -> Order? {
            lookup == .identifier(missing) ? nil : try await all.order(lookup)
        }
    }

    @Test("an order without an id cannot be served")
    func orderWithoutIdentifier() async throws {
        let state = try await ServedDataset(MemoryDataset(lines: #"{"key":"a"}"#), settings: ServerSettings()).state()
        await #expect(throws: EvaluationError.self) {
            try await state.page(of: Listing(endpoint: .admin), limit: 1, offset: 0)
        }
    }
}
