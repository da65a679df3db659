// Brings the blocks of several workers back into the source's order and cuts them into groups. A block's turn has
// come when no worker can come up with an earlier one: each takes blocks in ascending order, so the block that it
// has in work is the first that may still come from it.

import OrderModel
import Synchronization

/// The order in which blocks are written.
final class ImportCollector: Sendable {
    private let state: Mutex<State>

    private struct State {
        /// For each worker, the place before which nothing more comes from it.
        var bounds: [Int]
        var waiting: [Int: ImportBlock] = [:]
        /// The blocks of the group in the making.
        var group: [ImportBlock] = []
        var groupOrders = 0
        var groupBytes = 0
        var groupItems = 0
        var groupPayments = 0
        var nextGroup = 0
        var identifiers = IdentifierSet()
        var totals = Totals()
        var failure: (ordinal: Int, error: any Error)?
    }

    /// What has gone through.
    struct Totals: Sendable {
        var orderCount = 0
        var changes = SnapshotChanges()
        var replaced: [RowPlace] = []
        var warnings: [String] = []
    }

    /// A group whose blocks are complete.
    struct ClosedGroup: Sendable {
        let sequence: Int
        let blocks: [ImportBlock]
    }

    init(workerCount: Int) {
        state = Mutex(State(bounds: [Int](repeating: -1, count: workerCount)))
    }

    /// Notes what a worker has in work; gives the groups that are complete by that.
    func begin(_ ordinal: Int, worker: Int) throws -> [ClosedGroup] {
        try state.withLock { state in
            state.bounds[worker] = ordinal
            return try Self.advance(&state)
        }
    }

    /// Takes a worker's block.
    func submit(_ block: ImportBlock, _ ordinal: Int, worker: Int) throws -> [ClosedGroup] {
        try state.withLock { state in
            state.waiting[ordinal] = block
            state.bounds[worker] = ordinal + 1
            return try Self.advance(&state)
        }
    }

    /// A worker has no more.
    func end(worker: Int) throws -> [ClosedGroup] {
        try state.withLock { state in
            state.bounds[worker] = .max
            var closed = try Self.advance(&state)
            if state.bounds.allSatisfy({ $0 == .max }), !state.group.isEmpty { closed.append(Self.close(&state)) }
            return closed
        }
    }

    /// Notes an error; of several, the one that comes first in the source counts.
    func fail(_ error: any Error, _ ordinal: Int) {
        state.withLock { state in
            if let known = state.failure, known.ordinal <= ordinal { return }
            state.failure = (ordinal, error)
        }
    }

    /// Whether a block need not be looked at any more, because something before it has failed.
    func isBehindFailure(_ ordinal: Int) -> Bool {
        state.withLock { state in state.failure.map { $0.ordinal < ordinal } ?? false }
    }

    func checkFailure() throws {
        if let failure = state.withLock({ $0.failure }) { throw failure.error }
    }

    var totals: Totals { state.withLock { $0.totals } }

    private static func advance(_ state: inout State) throws -> [ClosedGroup] {
        let bound = state.bounds.min() ?? .max
        var closed: [ClosedGroup] = []
        for ordinal in state.waiting.keys.filter({ $0 < bound }).sorted() {
            guard let block = state.waiting.removeValue(forKey: ordinal) else { continue }
            do {
                try checkIdentifiers(block, &state)
            } catch {
                if state.failure.map({ $0.ordinal > ordinal }) ?? true { state.failure = (ordinal, error) }
                throw error
            }
            note(block, &state)
            guard block.orderCount > 0 else { continue }
            if state.groupOrders > 0, isFull(state, with: block) { closed.append(close(&state)) }
            state.group.append(block)
            state.groupOrders += block.orderCount
            state.groupBytes += block.byteCount
            state.groupItems += block.itemCount
            state.groupPayments += block.paymentCount
        }
        return closed
    }

    private static func isFull(_ state: State, with block: ImportBlock) -> Bool {
        state.groupOrders + block.orderCount > SnapshotFormat.groupOrders
            || state.groupBytes + block.byteCount > SnapshotFormat.groupBytes
            || state.groupItems + block.itemCount > SnapshotFormat.groupRows
            || state.groupPayments + block.paymentCount > SnapshotFormat.groupRows
    }

    private static func note(_ block: ImportBlock, _ state: inout State) {
        state.totals.orderCount += block.identifiers.count
        state.totals.changes.addedCount += block.changes.addedCount
        state.totals.changes.changedCount += block.changes.changedCount
        state.totals.changes.unchangedCount += block.changes.unchangedCount
        state.totals.changes.skippedCount += block.changes.skippedCount
        state.totals.replaced += block.replaced
        for warning in block.warnings where !state.totals.warnings.contains(warning) {
            state.totals.warnings.append(warning)
        }
    }

    /// An id stands for one order.
    private static func checkIdentifiers(_ block: ImportBlock, _ state: inout State) throws {
        guard let found = state.identifiers.firstDuplicate(inserting: block.identifiers) else { return }
        throw DuplicateIdentifier(identifier: block.identifiers[found], ordinal: found)
    }

    private static func close(_ state: inout State) -> ClosedGroup {
        let group = ClosedGroup(sequence: state.nextGroup, blocks: state.group)
        state.nextGroup += 1
        state.group = []
        (state.groupOrders, state.groupBytes, state.groupItems, state.groupPayments) = (0, 0, 0, 0)
        return group
    }
}

/// An id that came a second time; where, is found out afterwards.
struct DuplicateIdentifier: Error {
    let identifier: Int
    let ordinal: Int
}

/// Hands groups, which are encoded side by side, to the writer in their order.
final class GroupQueue: Sendable {
    private let state: Mutex<State>

    private struct State {
        let writer: SnapshotWriter
        var waiting: [Int: EncodedGroup] = [:]
        var next = 0
    }

    init(_ writer: sending SnapshotWriter) {
        state = Mutex(State(writer: writer))
    }

    /// Writes a group when its turn has come, and those that waited for it.
    func add(_ group: EncodedGroup, sequence: Int) throws(SnapshotError) {
        try state.withLock { (state) throws(SnapshotError) in
            state.waiting[sequence] = group
            while let group = state.waiting.removeValue(forKey: state.next) {
                state.next += 1
                try state.writer.add(group)
            }
        }
    }

    /// Begins to count groups anew, for a second round of blocks.
    func restart() {
        state.withLock { $0.next = 0 }
    }

    func withWriter<Result: Sendable>(
        _ body: (SnapshotWriter) throws(SnapshotError) -> Result
    ) throws(SnapshotError) -> Result {
        try state.withLock { (state) throws(SnapshotError) in try body(state.writer) }
    }
}
