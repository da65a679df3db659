import OrderEngine
import OrderModel

/// Writes groups anew without what is dead in them, and puts small ones together.
struct Compaction {
    let path: String
    let candidates: [GroupRecord]
    /// The snapshot as it was; groups that were added since have nothing dead.
    let existing: SnapshotStore

    /// A group below this is small, and so many of them are put together.
    private static let smallOrders = 8192
    private static let manySmallGroups = 16

    /// The groups to write anew: those of which more than a third is dead, and the small ones if they are many.
    static func candidates(_ groups: [GroupRecord]) -> [GroupRecord] {
        let small = groups.filter { $0.liveCount < smallOrders }
        return groups.filter { group in
            (group.orderCount - group.liveCount) * 3 > group.orderCount
                || (small.count > manySmallGroups && group.liveCount < smallOrders)
        }
    }

    func run(_ queue: GroupQueue) throws(SnapshotError) {
        guard let compressor = Compressor() else {
            throw SnapshotError(.unwritable(reason: "no memory is left"), at: path)
        }
        let builder = ImportBlockBuilder(compressor: compressor)
        var waiting: [ImportBlock] = []
        let old = Set(existing.groups.map(\.number))
        for group in candidates where old.contains(group.number) {
            for block in try existing.blocks(of: group) {
                let made = try self.block(block, group, builder)
                guard made.orderCount > 0 else { continue }
                if Self.isFull(waiting, with: made) { try write(&waiting, compressor, queue) }
                waiting.append(made)
            }
            try queue.withWriter { (writer) throws(SnapshotError) in try writer.remove(group) }
        }
        try write(&waiting, compressor, queue)
    }

    private func block(
        _ place: BlockPlace,
        _ group: GroupRecord,
        _ builder: ImportBlockBuilder
    ) throws(SnapshotError) -> ImportBlock {
        let lines = try DocumentLines(existing, place, group)
        let live = zip(place.rows, lines.ranges).filter { group.dead?[$0.0] != true }.map(\.1)
        let made = lines.bytes.withUnsafeBytes { bytes in
            try? builder.block(of: ImportBlockBuilder.Documents(bytes: bytes, ranges: live), source: path) { range in
                guard case .object(let document)? = try? JSONParser.parse(Array(bytes[range])) else { return nil }
                return document
            }
        }
        guard let made, made.orderCount == live.count else {
            throw SnapshotStore.damage(path, "the documents of group \(group.number)")
        }
        return made
    }

    private static func isFull(_ waiting: [ImportBlock], with block: ImportBlock) -> Bool {
        let all = waiting + [block]
        return !waiting.isEmpty
            && (all.reduce(0) { $0 + $1.orderCount } > SnapshotFormat.groupOrders
                || all.reduce(0) { $0 + $1.byteCount } > SnapshotFormat.groupBytes
                || all.reduce(0) { $0 + $1.itemCount } > SnapshotFormat.groupRows
                || all.reduce(0) { $0 + $1.paymentCount } > SnapshotFormat.groupRows)
    }

    private func write(
        _ waiting: inout [ImportBlock],
        _ compressor: Compressor,
        _ queue: GroupQueue
    ) throws(SnapshotError) {
        guard !waiting.isEmpty else { return }
        var encoder = GroupEncoder(waiting, compressor: compressor)
        let group = encoder.encode()
        waiting = []
        try queue.withWriter { (writer) throws(SnapshotError) in try writer.add(group) }
    }
}
