package import OrderModel

/// An answer that is kept, so that it can be asked again and shown in another way.
package struct StoredResult: Sendable {
    package let table: ResultTable
    /// When it was answered.
    package let time: Instant
    /// The statement in canonical form.
    package let statement: String
}

/// The last answers of a session, the newest first.
package struct ResultStore: Sendable {
    package private(set) var entries: [StoredResult] = []

    /// The answer that `_` (0), `_1` and so on stand for; nil when there is none.
    package func result(_ number: Int) -> StoredResult? {
        entries.indices.contains(number) ? entries[number] : nil
    }

    mutating func append(_ result: StoredResult) {
        entries.insert(result, at: 0)
    }
}
