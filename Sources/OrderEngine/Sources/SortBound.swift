package import OrderModel
import Synchronization

/// What a row must beat to be among the best few, shared by all workers of a scan.
///
/// A source that knows the range of a batch's values may skip a batch that cannot: one whose every value of
/// `field` sorts after `worst`. Equal values must not be skipped, since ties are broken by id.
package final class SortBound: Sendable {
    /// The first key of `order by`, a plain field of the query's collection.
    package let field: Field
    package let isDescending: Bool
    private let value = Mutex<Value?>(nil)

    package init(field: Field, isDescending: Bool) {
        self.field = field
        self.isDescending = isDescending
    }

    /// The worst value that is still among the best few; nil until there are as many as are wanted.
    package var worst: Value? { value.withLock { $0 } }

    /// Takes a worker's own worst value, if it is better than what is known.
    package func tighten(to candidate: Value) {
        value.withLock { worst in
            guard let known = worst else {
                worst = candidate
                return
            }
            if precedes(candidate, known) { worst = candidate }
        }
    }

    /// Whether one value sorts before another here; null last in either direction.
    package func precedes(_ left: Value, _ right: Value) -> Bool {
        if left.isNull || right.isNull { return !left.isNull && right.isNull }
        return isDescending ? Value.sortsBefore(right, left) : Value.sortsBefore(left, right)
    }
}
