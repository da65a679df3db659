package import OrderModel

/// Writes orders as an endpoint sends them: its names, its fields and no other, amounts and times in the server's form.
///
/// What no table of the API lists is never sent, not even to staff: the e-mail address by which customers are found
/// is such a field, and so may be anything else that a shop keeps for itself. A value that is there is sent as the
/// prompt shows it; one that is missing is computed where the API's server computes it, and else null. A single value
/// of the wrong type is sent to staff as it is, so that they see what is wrong, and to customers as null.
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
    package func write(_ order: Order, as shape: Shape) -> [UInt8] {
        guard let layout = shape.layout else {
            var output: [UInt8] = []
            JSONWriter.write(.object(order.document), to: &output)
            return output
        }
        var writer = DocumentWriter(settings, showsWrongValues: shape == .admin)
        writer.write(order.document, by: layout)
        // A copy of the right size, since the order may be kept for long.
        return Array(writer.output[...])
    }
}
