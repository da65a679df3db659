package import OrderEngine
package import OrderModel

/// A snapshot as a source: columns and documents that `import` has written.
package struct SnapshotSource: OrderSource {
    package let name: String
    package let capabilities = SourceCapabilities.scanOnly
    package let skipsByRanges = true
    package let path: String

    /// Takes a snapshot; an error says what is wrong with the file.
    ///
    /// Each scan and lookup opens the file anew, and so sees what is committed at that moment.
    package init(path: String) throws(SnapshotError) {
        self.path = path
        name = path
        try SnapshotFile.check(path)
    }

    /// Whether there is a file at all.
    package static func exists(atPath path: String) -> Bool { SnapshotFile.exists(path) }

    /// Whether a file begins as a snapshot does, of whatever version; false when it cannot be read.
    package static func isSnapshot(atPath path: String) -> Bool {
        do {
            try SnapshotFile.check(path)
            return true
        } catch {
            switch error.problem {
            case .newerVersion, .truncated: return true
            default: return false
            }
        }
    }

    /// The list that a sync keeps it in step with.
    package var originalList: ListEndpoint? {
        do throws(SnapshotError) {
            return try description().sync?.question.endpoint
        } catch {
            // The query will say what is wrong with the file.
            return nil
        }
    }

    /// What it holds and where it comes from.
    package func description() throws(SnapshotError) -> SnapshotDescription {
        try SnapshotStore(path: path).description()
    }

    package func makeScan(for request: ScanRequest) throws -> any OrderScan {
        try SnapshotScan(path: path, request)
    }

    /// One order; by id without a scan.
    package func order(_ lookup: Lookup) async throws -> Order? {
        try SnapshotLookup(SnapshotStore(path: path)).order(lookup)
    }
}

extension SnapshotSource: ValueListing {
    package func texts(of field: Field, limit: TextLimit) async throws -> [String]? {
        try await scannedTexts(of: field, limit: limit)
    }
}

extension SnapshotStore {
    func description() throws(SnapshotError) -> SnapshotDescription {
        let created = contents.created.map {
            Instant(microseconds: $0.lowerBound)...Instant(microseconds: $0.upperBound)
        }
        return SnapshotDescription(
            path: path,
            formatVersion: SnapshotFormat.version,
            orderCount: contents.orderCount,
            itemCount: contents.itemCount,
            paymentCount: contents.paymentCount,
            byteCount: SnapshotFile.byteCount(path),
            imports: try imports(),
            created: created,
            sync: try sync()
        )
    }
}
