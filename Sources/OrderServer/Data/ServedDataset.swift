package import OrderEngine
package import OrderModel

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
        ServedPage(count: 0, orders: [])
    }

    /// One order as an endpoint writes it; nil when there is none that the endpoint may show.
    package func order(_ lookup: ServedLookup) async throws -> [UInt8]? { nil }

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
