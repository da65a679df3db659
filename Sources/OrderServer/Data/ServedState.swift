package import OrderEngine
package import OrderModel
import Synchronization

/// One state of the dataset with what was found out about it: lists, places of orders, bodies that were written.
///
/// All of it is made when it is first wanted, and within bounds: lists and bodies that nobody has asked for lately go.
package final class ServedState: Sendable {
    package let source: any DatasetState
    private let settings: ServerSettings
    private let directory: SharedValue<OrderDirectory>
    private let keys: SharedValue<KeyDirectory>
    private let identifiers: SharedValue<KnownIdentifiers>
    private let lists = Mutex(BoundedCache<Listing, SharedValue<SortedListing>>(limitBytes: listBytes))
    private let bodies: WrittenOrders
    /// Lists in the making: one of a million orders takes tens of megabytes until it is sorted, on all processors.
    let making = WorkLimit(2)

    /// Eight lists of a million orders.
    private static let listBytes = 32 << 20

    init(_ source: any DatasetState, settings: ServerSettings) {
        self.source = source
        self.settings = settings
        let directory = SharedValue { try await OrderDirectory(of: source) }
        self.directory = directory
        keys = SharedValue { try await KeyDirectory(of: source, try await directory.value()) }
        identifiers = SharedValue { try await KnownIdentifiers(of: source, try await directory.value()) }
        bodies = WrittenOrders(OrderWriter(settings))
    }

    /// A list's length, and some orders of it as an endpoint writes them.
    package func page(of listing: Listing, limit: Int, offset: Int) async throws -> ServedPage {
        let places = try await list(listing).places
        let start = min(max(offset, 0), places.count)
        // Both numbers are the client's, and may be as large as numbers are.
        let wanted = places[start...].prefix(max(limit, 0))
        let shape: OrderWriter.Shape = listing.endpoint == .admin ? .admin : .customer
        let orders = try await bodies.orders(at: Array(wanted), as: shape, in: try await directory.value())
        return ServedPage(count: places.count, orders: orders.map(\.body))
    }

    /// One order as an endpoint writes it; nil when there is none that the endpoint may show.
    package func order(_ lookup: ServedLookup) async throws -> [UInt8]? {
        let directory = try await directory.value()
        switch lookup {
        case .ownOrder(let id, let customer):
            guard let place = directory.place(of: Int64(id)), !directory.isPlatformOrder(place) else { return nil }
            let order = try await bodies.order(at: place, as: .detail, in: directory)
            guard order.ownership.customer == customer, isShown(order) else { return nil }
            return order.body
        case .key(let key):
            for place in try await keys.value().places(of: key) where !directory.isPlatformOrder(place) {
                let order = try await bodies.order(at: place, as: .detail, in: directory)
                if order.hasKey(key) { return isShown(order) ? order.body : nil }
            }
        case .platformOrder(let number):
            for place in try await keys.value().places(of: number) where directory.isPlatformOrder(place) {
                let order = try await bodies.order(at: place, as: .platform, in: directory)
                if order.hasKey(number) { return order.body }
            }
        }
        return nil
    }

    /// Whether any order (or, for `payment_method`, any payment) has an id in a parameter that takes ids.
    package func knows(_ name: ParameterName, _ identifier: Int) async throws -> Bool {
        try await identifiers.value().contains(name, identifier)
    }

    /// Does what reads the whole dataset, when it is its turn among the lists that are made.
    func reading<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
        try await making.run(work)
    }

    /// What the lists take that are remembered.
    var listByteCount: Int { lists.withLock { $0.byteCount } }

    /// Gives memory back that only a state that is still asked for needs.
    func forget() {
        lists.withLock { $0 = BoundedCache(limitBytes: 0) }
        bodies.forget()
    }

    private func isShown(_ order: WrittenOrder) -> Bool {
        settings.customerSeesDeleted || !order.ownership.isDeleted
    }

    /// The orders of a list, from what is remembered or made now, once for all who want it.
    private func list(_ listing: Listing) async throws -> SortedListing {
        let listing = listing.withoutPaging
        let make = { @Sendable [source, directory, settings, making] in
            let directory = try await directory.value()
            return try await making.run { try await SortedListing(listing, of: directory, in: source, settings) }
        }
        // Not kept, but made beside the event loops as all lists are.
        if settings.faults.shufflesTies { return try await SharedValue(make).value() }
        let shared = lists.withLock { lists in
            if let known = lists.value(of: listing) { return known }
            let made = SharedValue(make)
            lists.insert(made, for: listing, byteCount: listing.byteCount)
            return made
        }
        if let present = shared.present { return present }
        let list = try await shared.value()
        // Now that it is there, it is known how much it takes.
        lists.withLock { lists in
            guard lists.value(of: listing) === shared else { return }
            lists.insert(shared, for: listing, byteCount: listing.byteCount + list.byteCount)
        }
        return list
    }
}

extension Listing {
    /// About what it takes as the key of a list, which most lists of few orders are smaller than: three copies of it,
    /// and once its texts and numbers, of which one in a query of two letters is eight bytes.
    fileprivate var byteCount: Int { 3 * MemoryLayout<Listing>.stride + 512 + 5 * filters.queryString.utf8.count }

    /// The same with nothing in the filters that does not matter to a list, so that it is kept once.
    fileprivate var withoutPaging: Listing {
        guard filters.limit != nil || filters.offset != nil || !filters.ordering.isEmpty else { return self }
        var listing = self
        listing.filters.limit = nil
        listing.filters.offset = nil
        listing.filters.ordering = []
        return listing
    }
}

/// Some orders of a list, each as JSON.
package struct ServedPage: Sendable {
    /// How many orders the list has.
    package let count: Int
    package let orders: [[UInt8]]

    package init(count: Int, orders: [[UInt8]]) {
        self.count = count
        self.orders = orders
    }
}

/// Which single order is wanted.
package enum ServedLookup: Sendable, Hashable {
    /// A customer's own order.
    case ownOrder(id: Int, customer: Int)
    /// By its public key.
    case key(String)
    /// An order of the other platform.
    case platformOrder(number: String)
}
