/// Where a block of documents is, from its segment's directory.
struct BlockPlace: Sendable, Hashable {
    /// The row of the table `documents`.
    let segment: Int64
    /// The group's rows whose documents these are.
    let rows: Range<Int>
    /// Where the block stands in the segment's data.
    let range: Range<Int>
    /// The bytes of the documents when expanded.
    let byteCount: Int
    let isCompressed: Bool
    let checksum: UInt64

    /// Reads a directory; nil when it does not fit its segment.
    static func places(_ directory: [UInt8], in segment: SegmentRecord, byteCount: Int) -> [BlockPlace]? {
        var places: [BlockPlace] = []
        var row = segment.firstRow
        var position = directory.count
        let isSound = directory.withUnsafeBytes { bytes in
            for index in 0..<segment.blockCount {
                let entry = index * DocumentBlock.directoryBytes
                let rowCount = Int(bytes.integer(at: entry, as: UInt32.self))
                let expanded = Int(bytes.integer(at: entry + 4, as: UInt32.self))
                let stored = Int(bytes.integer(at: entry + 8, as: UInt32.self))
                let isCompressed = bytes.integer(at: entry + 12, as: UInt32.self) == 1
                guard stored <= byteCount - position, rowCount <= SnapshotFormat.groupOrders,
                    expanded <= SnapshotFormat.documentBytes + SnapshotFormat.blockBytes * 2,
                    isCompressed ? expanded / SnapshotFormat.compressionRatio <= stored : expanded == stored
                else { return false }
                places.append(
                    BlockPlace(
                        segment: segment.id,
                        rows: row..<row + rowCount,
                        range: position..<position + stored,
                        byteCount: expanded,
                        isCompressed: isCompressed,
                        checksum: bytes.integer(at: entry + 16)
                    )
                )
                row += rowCount
                position += stored
            }
            return true
        }
        guard isSound, row == segment.firstRow + segment.rowCount, position == byteCount else { return nil }
        return places
    }
}
