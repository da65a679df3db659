// A scan of a snapshot. All its readers see one committed state: each has a connection of its own, and they are
// opened until all have found the same generation. Groups are handed out one by one, those first that promise most
// for the order that is asked for, and left out where their ranges say that nothing in them can matter.

import CKernels
import OrderEngine
import OrderModel
import Synchronization

/// A scan that several readers share.
final class SnapshotScan: OrderScan {
    let readerCount: Int
    let request: ScanRequest
    private let stores: [SnapshotStore]
    private let pruning: BatchPruning?
    private let state = Mutex(State())

    private struct State {
        var nextGroup = 0
        var readerCount = 0
    }

    /// The groups' places among all groups, in the order in which they are handed out.
    private let sequence: [Int]

    var extent: ScanExtent? { stores.first.map { .orders($0.contents.orderCount) } }

    /// Scans what the file holds now.
    convenience init(path: String, _ request: ScanRequest) throws(SnapshotError) {
        memory_keep_large_blocks()
        try self.init(try SnapshotStore.stores(path: path, access: .mapped), request)
    }

    /// Scans one state, with a reader for each of the connections to it.
    init(_ stores: [SnapshotStore], _ request: ScanRequest) throws(SnapshotError) {
        self.request = request
        self.stores = stores
        readerCount = stores.count
        pruning = request.conditions.isEmpty ? nil : request.time.map { BatchPruning(request.conditions, time: $0) }
        sequence =
            try stores.first.map { (first) throws(SnapshotError) in try Self.sequence(first, request.bound) } ?? []
    }

    /// With a bound, the groups whose best value is best come first.
    private static func sequence(_ store: SnapshotStore, _ bound: SortBound?) throws(SnapshotError) -> [Int] {
        let places = Array(store.groups.indices)
        guard let bound, bound.field.collection == .orders, store.fields.numbers[bound.field] != nil else {
            return places
        }
        var best: [Value] = []
        for group in store.groups {
            let summary = try store.record(of: bound.field, in: group)?.summary(of: bound.field)
            best.append((bound.isDescending ? summary?.maximum : summary?.minimum) ?? .null)
        }
        return places.sorted { left, right in
            if bound.precedes(best[left], best[right]) { return true }
            if bound.precedes(best[right], best[left]) { return false }
            return left < right
        }
    }

    func makeReader() throws -> any BatchReader {
        let number = state.withLock { state in
            state.readerCount += 1
            return state.readerCount - 1
        }
        // More readers than were promised share connections, which are used in turn.
        return SnapshotReader(self, stores[number % stores.count])
    }

    /// The place of the next group to read; nil when all have been given out.
    func nextGroup() -> Int? {
        state.withLock { state in
            guard state.nextGroup < sequence.count else { return nil }
            state.nextGroup += 1
            return sequence[state.nextGroup - 1]
        }
    }

    /// Whether no row of a group's columns can matter.
    func canSkip(_ group: GroupRecord, _ store: SnapshotStore) throws(SnapshotError) -> Bool {
        if try isBeyondBound(group, store) { return true }
        guard let pruning else { return false }
        var failure: SnapshotError?
        let canSkip = pruning.canSkip { field in
            guard failure == nil else { return nil }
            do throws(SnapshotError) {
                return try store.record(of: field, in: group)?.summary(of: field)
            } catch {
                failure = error
                return nil
            }
        }
        if let failure { throw failure }
        return canSkip
    }

    private func isBeyondBound(_ group: GroupRecord, _ store: SnapshotStore) throws(SnapshotError) -> Bool {
        guard let bound = request.bound, let worst = bound.worst, bound.field.collection == .orders,
            let summary = try store.record(of: bound.field, in: group)?.summary(of: bound.field)
        else { return false }
        // Without a value, all rows sort last: after any worst row that has one.
        if summary.nullCount == summary.rowCount { return !worst.isNull }
        guard let best = bound.isDescending ? summary.maximum : summary.minimum else { return false }
        return bound.precedes(worst, best)
    }
}

extension SnapshotStore {
    /// Below this many orders, a second reader costs more than it brings.
    private static let ordersPerReader = 500_000
    private static let mostAttempts = 100

    /// As many connections as a scan has use for, all of them at one state.
    static func stores(path: String, access: Access) throws(SnapshotError) -> [SnapshotStore] {
        var first = try SnapshotStore(path: path, access: access)
        for _ in 0..<mostAttempts {
            let count = max(1, min(ProcessorCount.online, first.contents.orderCount / ordersPerReader))
            var stores = [first]
            while stores.count < count { stores.append(try SnapshotStore(path: path, access: access)) }
            guard let other = stores.first(where: { $0.contents != first.contents }) else { return stores }
            first = other
        }
        throw SnapshotError(.locked, at: path)
    }
}

extension ChunkRecord {
    /// The ranges of a chunk's values, as conditions look at them.
    func summary(of field: Field) -> ValueSummary {
        ValueSummary(
            minimum: value(minimum, of: field),
            maximum: value(maximum, of: field),
            nullCount: nullCount,
            rowCount: rowCount
        )
    }

    private func value(_ bound: SQLiteValue, of field: Field) -> Value? {
        switch (bound, field.type) {
        case (.integer(let number), .integer), (.integer(let number), .money):
            .number(Decimal(coefficient: Int128(number), scale: scale))
        case (.integer(let number), .instant): .instant(Instant(microseconds: number))
        case (.integer(let number), .boolean): .boolean(number != 0)
        case (.text(let text), .text), (.text(let text), .status): .text(text)
        default: nil
        }
    }
}
