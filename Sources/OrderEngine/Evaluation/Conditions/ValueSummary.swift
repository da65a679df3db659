package import OrderModel

/// What is known of one field's values in a batch without reading them.
package struct ValueSummary: Sendable, Hashable {
    /// The least value that is not null, as `Value.sortsBefore` has it; nil when there is none.
    package let minimum: Value?
    package let maximum: Value?
    package let nullCount: Int
    package let rowCount: Int

    package init(minimum: Value?, maximum: Value?, nullCount: Int, rowCount: Int) {
        self.minimum = minimum
        self.maximum = maximum
        self.nullCount = nullCount
        self.rowCount = rowCount
    }
}
