import OrderEngine
import OrderModel

/// Writes a snapshot's orders out as NDJSON, each document byte for byte as it came, in the file's order.
package struct SnapshotExport: Sendable {
    package let snapshotPath: String

    package init(snapshotPath: String) {
        self.snapshotPath = snapshotPath
    }

    /// Whether a path, however it is spelled, leads to the snapshot itself, which must not be written over.
    package func reads(_ path: String) -> Bool {
        SnapshotFile.exists(path) && FileStamp(ofPath: path) == FileStamp(ofPath: snapshotPath)
    }

    /// Hands whole lines to `write`, some hundred kilobytes at a time, and gives the number of orders.
    package func run(_ write: (UnsafeRawBufferPointer) throws -> Void) async throws -> Int {
        try SnapshotFile.check(snapshotPath)
        let store = try SnapshotStore(path: snapshotPath)
        var count = 0
        for group in store.groups {
            for block in try store.blocks(of: group) {
                try Task.checkCancellation()
                let lines = try DocumentLines(store, block, group)
                if group.dead == nil {
                    try lines.bytes.withUnsafeBytes { try write($0) }
                    count += lines.ranges.count
                    continue
                }
                for (row, range) in zip(block.rows, lines.ranges) where group.dead?[row] != true {
                    try lines.bytes.withUnsafeBytes { bytes in
                        try write(UnsafeRawBufferPointer(rebasing: bytes[range.lowerBound...range.upperBound]))
                    }
                    count += 1
                }
            }
        }
        return count
    }
}
