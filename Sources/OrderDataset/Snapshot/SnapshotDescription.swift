package import OrderModel

/// What a snapshot holds and where it comes from, for the prompt, `\source` and messages.
package struct SnapshotDescription: Sendable, Hashable {
    package let path: String
    package let formatVersion: Int
    package let orderCount: Int
    /// Items, and below payments, of all stored documents: those of orders that have been replaced since, too.
    package let itemCount: Int
    package let paymentCount: Int
    /// The length of the file.
    package let byteCount: Int
    /// The imports that made it, oldest first; never empty.
    package let imports: [SnapshotProvenance]
    /// The range of `created_at` of its orders, nil when none has one.
    package let created: ClosedRange<Instant>?
    /// What a sync keeps it in step with; nil when files were imported.
    package let sync: SnapshotSync?

    /// When it was last imported into.
    package var lastImport: Instant { imports.last?.time ?? Instant(microseconds: 0) }
}

/// One import: what was read, when, by which program, and what it changed.
package struct SnapshotProvenance: Sendable, Hashable {
    /// The names of the files, or of whatever else the orders came from.
    package let sources: [String]
    package let time: Instant
    package let programVersion: String
    package let changes: SnapshotChanges

    package init(sources: [String], time: Instant, programVersion: String, changes: SnapshotChanges) {
        self.sources = sources
        self.time = time
        self.programVersion = programVersion
        self.changes = changes
    }
}

/// How many orders an import has added, changed, found unchanged, and passed over because they were broken.
package struct SnapshotChanges: Sendable, Hashable {
    package var addedCount = 0
    package var changedCount = 0
    package var unchangedCount = 0
    package var skippedCount = 0
    /// Only a sync takes orders out; the import's record in the file does not keep how many.
    package var removedCount = 0

    package init(addedCount: Int = 0, changedCount: Int = 0, unchangedCount: Int = 0, skippedCount: Int = 0) {
        self.addedCount = addedCount
        self.changedCount = changedCount
        self.unchangedCount = unchangedCount
        self.skippedCount = skippedCount
    }

    /// Whether the orders are others than before.
    package var isEmpty: Bool { addedCount == 0 && changedCount == 0 && removedCount == 0 }
}
