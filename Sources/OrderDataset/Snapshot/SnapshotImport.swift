package import OrderModel

/// Reads files of orders into a snapshot: a new one, or one that is there, whose orders are replaced by id.
package struct SnapshotImport: Sendable {
    package let paths: [String]
    package let snapshotPath: String
    package let options: Options

    /// How to import.
    package struct Options: Sendable {
        /// When the import is made; kept as provenance.
        package var time: Instant
        package var programVersion: String
        /// Whether a broken line is passed over and counted, instead of ending the import.
        package var skipsBadLines = false
        /// How many tasks work side by side; nil for one per core.
        package var workerCount: Int?

        package init(time: Instant, programVersion: String) {
            self.time = time
            self.programVersion = programVersion
        }
    }

    package init(paths: [String], into snapshotPath: String, options: Options) {
        self.paths = paths
        self.snapshotPath = snapshotPath
        self.options = options
    }

    /// Imports; on any error, or when the task is cancelled, everything is as it was before.
    package func run(progress: @escaping @Sendable (SnapshotProgress) -> Void = { _ in }) async throws
        -> SnapshotImportReport
    {
        throw SnapshotError(.missing, at: snapshotPath)
    }
}

/// How far an import is.
package struct SnapshotProgress: Sendable, Hashable {
    /// The bytes that have been read.
    package let byteCount: Int
    /// The bytes of all files together; nil when a pipe is among them.
    package let totalByteCount: Int?
    package let orderCount: Int
}

/// What came of an import.
package struct SnapshotImportReport: Sendable, Hashable {
    package let changes: SnapshotChanges
    /// What a careful reader must know: a page of several, broken lines that were passed over.
    package let warnings: [String]
    /// What the snapshot holds now.
    package let description: SnapshotDescription
}
