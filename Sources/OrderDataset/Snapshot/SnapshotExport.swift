import OrderModel

/// Writes a snapshot's orders out as NDJSON, each document byte for byte as it came, in the file's order.
package struct SnapshotExport: Sendable {
    package let snapshotPath: String

    package init(snapshotPath: String) {
        self.snapshotPath = snapshotPath
    }

    /// Hands whole lines to `write`, some hundred kilobytes at a time, and gives the number of orders.
    package func run(_ write: (UnsafeRawBufferPointer) throws -> Void) async throws -> Int {
        throw SnapshotError(.missing, at: snapshotPath)
    }
}
