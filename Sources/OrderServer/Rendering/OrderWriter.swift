package import OrderModel

/// Writes orders as an endpoint sends them: its names, its fields and no other, amounts and times in the server's form.
package struct OrderWriter: Sendable {
    private let settings: ServerSettings

    package init(_ settings: ServerSettings) {
        self.settings = settings
    }

    /// What an endpoint sends of an order.
    package enum Shape: Sendable, Hashable, CaseIterable {
        /// In staff's list.
        case admin
        /// In a customer's list: without items and payments.
        case customer
        /// Alone, for its customer or whoever has its key.
        case detail
        /// An order of the other platform: as it came.
        case platform
    }

    /// The order as JSON.
    package func write(_ order: Order, as shape: Shape) -> [UInt8] { [] }
}
