import OrderModel
import OrderReference
import Synchronization

/// An order as an endpoint sends it, and who may see it.
struct WrittenOrder: Sendable {
    let body: [UInt8]
    let ownership: OrderOwnership
    /// The key, or the number of an order of the other platform; nil where it cannot be read.
    private let key: String?

    init(_ order: Order, by writer: OrderWriter, as shape: OrderWriter.Shape) {
        body = writer.write(order, as: shape)
        ownership = OrderOwnership(order)
        key = KeyDirectory.key(of: order)
    }

    func hasKey(_ wanted: String) -> Bool { key?.utf8.elementsEqual(wanted.utf8) ?? false }

    var byteCount: Int { body.count + MemoryLayout<WrittenOrder>.stride }
}

/// Orders that were written lately, so that pages that are asked for again are put together from them.
final class WrittenOrders: Sendable {
    private let writer: OrderWriter
    private let cache = Mutex(BoundedCache<Key, WrittenOrder>(limitBytes: limitBytes))

    private struct Key: Hashable {
        let place: OrderPlace
        let shape: OrderWriter.Shape
    }

    private static let limitBytes = 32 << 20

    init(_ writer: OrderWriter) {
        self.writer = writer
    }

    /// Orders as an endpoint sends them, in the places' order.
    func orders(
        at places: [OrderPlace],
        as shape: OrderWriter.Shape,
        in directory: OrderDirectory
    ) async throws -> [WrittenOrder] {
        let known = cache.withLock { cache in places.map { cache.value(of: Key(place: $0, shape: shape)) } }
        let present = known.compactMap(\.self)
        if present.count == places.count { return present }
        // Reading and writing many orders takes long, which must not hold up an event loop.
        return try await withTaskExecutorPreference(globalConcurrentExecutor) {
            var orders: [WrittenOrder] = []
            orders.reserveCapacity(places.count)
            for start in stride(from: 0, to: places.count, by: Self.pieceCount) {
                let piece = start..<min(start + Self.pieceCount, places.count)
                orders += try await write(Array(places[piece]), known[piece], shape, directory)
            }
            return orders
        }
    }

    /// One order as an endpoint sends it.
    func order(
        at place: OrderPlace,
        as shape: OrderWriter.Shape,
        in directory: OrderDirectory
    ) async throws -> WrittenOrder {
        guard let order = try await orders(at: [place], as: shape, in: directory).first else {
            throw directory.missing(place)
        }
        return order
    }

    /// How many orders of a page are read at a time.
    private static let pieceCount = 128

    /// Some orders of a page, of which those are known that were written lately.
    private func write(
        _ places: [OrderPlace],
        _ known: ArraySlice<WrittenOrder?>,
        _ shape: OrderWriter.Shape,
        _ directory: OrderDirectory
    ) async throws -> [WrittenOrder] {
        let missing = zip(places, known).filter { $1 == nil }.map(\.0)
        var new: [(place: OrderPlace, order: WrittenOrder)] = []
        for (place, order) in zip(missing, try await directory.orders(at: missing)) {
            try Task.checkCancellation()
            new.append((place, WrittenOrder(order, by: writer, as: shape)))
        }
        cache.withLock { cache in
            for (place, order) in new {
                cache.insert(order, for: Key(place: place, shape: shape), byteCount: order.byteCount)
            }
        }
        var next = new.makeIterator()
        return known.compactMap { $0 ?? next.next()?.order }
    }

    func forget() {
        cache.withLock { $0 = BoundedCache(limitBytes: 0) }
    }
}
