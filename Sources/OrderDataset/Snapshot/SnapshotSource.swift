package import OrderEngine
package import OrderModel

/// A snapshot as a source.
package struct SnapshotSource: OrderSource {
    package let name: String
    package let capabilities = SourceCapabilities.scanOnly
    package let path: String

    /// Opens a snapshot; an error says what is wrong with the file.
    package init(path: String) throws(SnapshotError) {
        self.path = path
        name = path
        throw SnapshotError(.missing, at: path)
    }

    /// Whether a file begins as a snapshot does; false when it cannot be read.
    package static func isSnapshot(atPath path: String) -> Bool { false }

    /// What it holds and where it comes from.
    package func description() throws(SnapshotError) -> SnapshotDescription {
        throw SnapshotError(.missing, at: path)
    }

    package func makeScan(for request: ScanRequest) throws -> any OrderScan {
        throw SnapshotError(.missing, at: path)
    }

    package func order(_ lookup: Lookup) async throws -> Order? { nil }
}
