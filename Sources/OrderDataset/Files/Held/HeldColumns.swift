// The columns of files in memory, so that a second question reads no file. What a scan built stays when the scan
// ran to its end and all of it fits the budget; it is dropped as soon as a file is not what it was.

import OrderEngine
import OrderModel
import Synchronization

/// The columns that queries have read from a source's files.
final class HeldColumns: Sendable {
    private let budgetBytes: Int
    private let state = Mutex<Held?>(nil)

    /// Everything that one complete scan handed out.
    struct Held: Sendable {
        /// What the files were when they were read.
        let stamps: [FileStamp]
        let fields: NeededFields
        /// In the files' order.
        let batches: [OrderBatch]
        /// What was to be said about the files.
        let warnings: [String]
        let byteCount: Int

        var orderCount: Int { batches.reduce(0) { $0 + $1.orderCount } }
    }

    init(budgetBytes: Int) {
        self.budgetBytes = budgetBytes
    }

    /// What is held, if it is still what the files hold.
    func current(for inputs: [FileSource.Input]) -> Held? {
        guard let held = state.withLock({ $0 }) else { return nil }
        if Self.stamps(of: inputs) == held.stamps { return held }
        state.withLock { $0 = nil }
        return nil
    }

    /// Begins to gather what a scan hands out; nil where a file can be read once only.
    func beginGathering(of inputs: [FileSource.Input], _ fields: NeededFields) -> Gathering? {
        guard let stamps = Self.stamps(of: inputs) else { return nil }
        return Gathering(self, stamps, fields, budgetBytes: budgetBytes) { Self.stamps(of: inputs) == stamps }
    }

    fileprivate func keep(_ held: Held?) {
        state.withLock { $0 = held }
    }

    private static func stamps(of inputs: [FileSource.Input]) -> [FileStamp]? {
        var stamps: [FileStamp] = []
        for input in inputs {
            guard case .file(let path) = input else { return nil }
            stamps.append(FileStamp(ofPath: path))
        }
        return stamps
    }

    /// The batches of a scan that is under way.
    final class Gathering: Sendable {
        private let owner: HeldColumns
        private let stamps: [FileStamp]
        private let fields: NeededFields
        private let budgetBytes: Int
        private let isUnchanged: @Sendable () -> Bool
        private let state = Mutex(State())

        private struct State {
            var batches: [OrderBatch] = []
            var warnings: [String] = []
            var byteCount = 0
            var isOverBudget = false
        }

        fileprivate init(
            _ owner: HeldColumns,
            _ stamps: [FileStamp],
            _ fields: NeededFields,
            budgetBytes: Int,
            isUnchanged: @escaping @Sendable () -> Bool
        ) {
            self.owner = owner
            self.stamps = stamps
            self.fields = fields
            self.budgetBytes = budgetBytes
            self.isUnchanged = isUnchanged
        }

        func append(_ batch: OrderBatch) {
            state.withLock { state in
                guard !state.isOverBudget else { return }
                state.byteCount += batch.heldByteCount
                state.batches.append(batch)
                guard state.byteCount > budgetBytes else { return }
                state.isOverBudget = true
                state.batches = []
            }
        }

        func append(warnings: [String]) {
            state.withLock { $0.warnings += warnings }
        }

        /// Keeps all of it, now that the scan has come to its end.
        func finish() {
            let held = state.withLock { state -> Held? in
                guard !state.isOverBudget else { return nil }
                return Held(
                    stamps: stamps,
                    fields: fields,
                    batches: state.batches.sorted { $0.ordinal < $1.ordinal },
                    warnings: state.warnings,
                    byteCount: state.byteCount
                )
            }
            owner.keep(isUnchanged() ? held : nil)
        }
    }
}

extension OrderBatch {
    /// About how much memory the batch needs as long as it is held.
    fileprivate var heldByteCount: Int {
        let children = [columns.items, columns.payments].compactMap { $0 }
        let childBytes = children.reduce(0) { sum, child in
            sum + child.offsets.count * 4 + child.columns.reduce(0) { $0 + $1.byteCount }
        }
        let documentBytes = (columns.documents as? KeptRowDocuments)?.bytes.count ?? 0
        return columns.columns.reduce(0) { $0 + $1.byteCount } + childBytes + documentBytes + columns.count * 12
            + plainOrders.count * Self.plainOrderBytes
    }

    /// What a whole order takes in memory, about.
    private static var plainOrderBytes: Int { 16 << 10 }
}
