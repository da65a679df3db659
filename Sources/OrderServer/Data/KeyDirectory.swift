import OrderEngine
import OrderModel
import OrderReference

/// Finds orders by their keys, or by the numbers of the other platform.
///
/// It keeps eight bytes for an order: a part of the key's hash, and the place. Whoever finds an order compares its key.
struct KeyDirectory: Sendable {
    /// The upper half is of the hash, the lower half is the place.
    private let entries: [UInt64]

    init(of source: any DatasetState, _ directory: OrderDirectory) async throws {
        guard let field = Self.field else {
            entries = []
            return
        }
        var fields = NeededFields()
        fields.insert(.identifier)
        fields.insert(field)
        let parts = try await source.readAll(ScanRequest(fields: fields)) { batch in
            var entries: [UInt64] = []
            let rows = TableRows(orders: batch.columns)
            if rows.count > 0, case .own(let column)? = rows.column(of: field) {
                for (row, place) in directory.places(of: try rows.identifiers()).enumerated() {
                    if case .text(let key) = column.value(at: row) { entries.append(Self.entry(key, place)) }
                }
            }
            for order in batch.plainOrders {
                guard let key = Self.key(of: order), let place = directory.place(of: try order.identifierOrError) else {
                    continue
                }
                entries.append(Self.entry(key, place))
            }
            return entries
        }
        entries = parts.joined().sorted()
    }

    /// The orders that may have a key.
    func places(of key: String) -> [OrderPlace] {
        let wanted = Self.entry(key, 0)
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return entries[low...].prefix { $0 >> 32 == wanted >> 32 }.map { OrderPlace(truncatingIfNeeded: $0) }
    }

    /// An order's key, or its number; nil where there is none that can be read.
    static func key(of order: Order) -> String? {
        guard let field, case .text(let key)? = try? field.value(in: order.document) else { return nil }
        return key
    }

    private static let field = Schema.field(named: "key", in: .orders)

    private static func entry(_ key: String, _ place: OrderPlace) -> UInt64 {
        var key = key
        var hasher = Hasher()
        key.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        return UInt64(UInt32(truncatingIfNeeded: hasher.finalize())) << 32 | UInt64(place)
    }
}
