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
        var written = cache.withLock { cache in
            places.map { cache.value(of: Key(place: $0, shape: shape)) }
        }
        let missing = written.indices.filter { written[$0] == nil }
        if !missing.isEmpty {
            for (index, order) in zip(missing, try await directory.orders(at: missing.map { places[$0] })) {
                written[index] = WrittenOrder(order, by: writer, as: shape)
            }
            cache.withLock { cache in
                for index in missing {
                    guard let order = written[index] else { continue }
                    cache.insert(order, for: Key(place: places[index], shape: shape), byteCount: order.byteCount)
                }
            }
        }
        return written.compactMap(\.self)
    }

    func forget() {
        cache.withLock { $0 = BoundedCache(limitBytes: 0) }
    }
}
