package import OrderEngine
package import OrderModel
import OrderReference

/// The dataset that is served: hands out its state of the moment, and what is remembered of that state.
package final class ServedDataset: Sendable {
    private let dataset: any ChangingDataset
    private let settings: ServerSettings

    package init(_ dataset: any ChangingDataset, settings: ServerSettings) {
        self.dataset = dataset
        self.settings = settings
    }

    /// The dataset's newest state.
    package func state() throws -> ServedState { ServedState(try dataset.openState(), settings: settings) }
}

/// One state of the dataset with what was found out about it: lists, places of orders, bodies that were written.
package final class ServedState: Sendable {
    package let source: any DatasetState
    private let settings: ServerSettings

    init(_ source: any DatasetState, settings: ServerSettings) {
        self.source = source
        self.settings = settings
    }

    /// A list's length, and some orders of it as an endpoint writes them.
    package func page(of listing: Listing, limit: Int, offset: Int) async throws -> ServedPage {
        let settings = FilterSettings(
            zone: settings.zone,
            blankIsMissing: settings.emptyText == .missing,
            createdToIncludesDay: settings.dateEnd == .inclusive
        )
        let evaluator = Evaluator(time: TimeContext(now: Instant(microseconds: 0), zone: settings.zone))
        let condition = listing.filters.query(settings: settings).condition
        let search = listing.filters.search.map { SearchMatcher($0) }
        var found: [Order] = []
        for order in try await orders() where !order.document.isOrderOfOtherPlatform {
            guard try isVisible(order, to: listing.customer) else { continue }
            if let condition, try !evaluator.holds(condition, for: Row(order)) { continue }
            if let search, try !search.matches(order) { continue }
            found.append(order)
        }
        try found.sort { try precedes($0, $1, listing.ordering) }
        let writer = OrderWriter(self.settings)
        let shape: OrderWriter.Shape = listing.endpoint == .admin ? .admin : .customer
        return ServedPage(
            count: found.count,
            orders: found.dropFirst(offset).prefix(limit).map { writer.write($0, as: shape) }
        )
    }

    private func orders() async throws -> [Order] {
        var fields = NeededFields()
        fields.includesDocuments = true
        let reader = try source.makeScan(for: ScanRequest(fields: fields)).makeReader()
        var orders: [Order] = []
        while let batch = try await reader.next() {
            orders += try batch.columns.documents.orders(at: Array(0..<batch.columns.count)) + batch.plainOrders
        }
        return orders
    }

    private func isVisible(_ order: Order, to customer: Int?) throws -> Bool {
        guard let customer else { return true }
        guard try value("customer.id", of: order) == .number(Decimal(customer)) else { return false }
        return try settings.customerSeesDeleted || value("status", of: order) != .text("deleted")
    }

    private func value(_ name: String, of order: Order) throws -> Value {
        guard let field = Schema.field(named: name, in: .orders) else { return .null }
        return try field.value(in: order.document)
    }

    private func precedes(_ left: Order, _ right: Order, _ ordering: [OrderingTerm]) throws -> Bool {
        for term in ordering + [OrderingTerm(.id)] {
            var (first, second) = (try value(term.name.rawValue, of: left), try value(term.name.rawValue, of: right))
            if term.isDescending { swap(&first, &second) }
            let nullsAreLow = settings.nullOrder == .low
            if first.isNull || second.isNull {
                if first.isNull != second.isNull { return first.isNull == nullsAreLow }
            } else if Value.sortsBefore(first, second) {
                return true
            } else if Value.sortsBefore(second, first) {
                return false
            }
        }
        return false
    }

    /// One order as an endpoint writes it; nil when there is none that the endpoint may show.
    package func order(_ lookup: ServedLookup) async throws -> [UInt8]? {
        let writer = OrderWriter(settings)
        for order in try await orders() {
            let isPlatform = order.document.isOrderOfOtherPlatform
            switch lookup {
            case .ownOrder(let id, let customer):
                guard !isPlatform, order.document.wholeIdentifier == id, try isVisible(order, to: customer) else {
                    continue
                }
            case .key(let key):
                guard !isPlatform, try value("key", of: order) == .text(key),
                    try settings.customerSeesDeleted || value("status", of: order) != .text("deleted")
                else { continue }
            case .platformOrder(let number):
                guard isPlatform, try value("key", of: order) == .text(number) else { continue }
            }
            return writer.write(order, as: isPlatform ? .platform : .detail)
        }
        return nil
    }

    /// Whether any order (or, for `payment_method`, any payment) has an id in a parameter that takes ids.
    package func knows(_ name: ParameterName, _ identifier: Int) async throws -> Bool { true }
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
