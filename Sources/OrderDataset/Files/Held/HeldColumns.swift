// The columns of files in memory, so that a second question reads no file. What a scan built stays when the scan
// ran to its end, beside what others built before, within a budget: what was not asked for the longest goes first.
// All of it is dropped as soon as a file is not what it was.

import OrderEngine
import OrderModel
import Synchronization

/// The columns that queries have read from a source's files.
final class HeldColumns: Sendable {
    private let budgetBytes: Int
    private let state = Mutex(State())

    private struct State {
        var held: Held?
        /// When each field was asked for last, counted in questions.
        var lastUses: [Field: Int] = [:]
        var questionCount = 0
        /// Whether scans of different fields found different orders odd, so that their columns do not fit together.
        var mustReadTogether = false
    }

    /// What complete scans handed out.
    struct Held: Sendable {
        /// What the files were when they were read.
        let stamps: [FileStamp]
        var fields: NeededFields
        /// In the files' order.
        var tables: [HeldTable]
        /// What was to be said about the files.
        let warnings: [String]

        var byteCount: Int { tables.reduce(0) { $0 + $1.byteCount } }
        var orderCount: Int { tables.reduce(0) { $0 + $1.orderCount } }
    }

    init(budgetBytes: Int) {
        self.budgetBytes = budgetBytes
    }

    /// What is held, if it is still what the files hold.
    func current(for inputs: [FileSource.Input]) -> Held? {
        guard let held = state.withLock({ $0.held }) else { return nil }
        if Self.stamps(of: inputs) == held.stamps { return held }
        state.withLock { $0.held = nil }
        return nil
    }

    /// Notes that fields are asked for; gives what a scan has to read where not all of them are held.
    func use(_ wanted: NeededFields, _ held: Held?) -> NeededFields {
        state.withLock { state in
            state.questionCount += 1
            for collection in Collection.allCases {
                for field in wanted.fields(of: collection) ?? [] { state.lastUses[field] = state.questionCount }
            }
            guard state.mustReadTogether, let held else { return wanted }
            var all = wanted
            all.formUnion(held.fields)
            return all
        }
    }

    /// Begins to gather what a scan hands out; nil where a file can be read once only.
    func beginGathering(of inputs: [FileSource.Input], _ fields: NeededFields) -> Gathering? {
        guard let stamps = Self.stamps(of: inputs) else { return nil }
        return Gathering(self, stamps, fields, budgetBytes: budgetBytes) { Self.stamps(of: inputs) == stamps }
    }

    private static func stamps(of inputs: [FileSource.Input]) -> [FileStamp]? {
        var stamps: [FileStamp] = []
        for input in inputs {
            guard case .file(let path) = input else { return nil }
            stamps.append(FileStamp(ofPath: path))
        }
        return stamps
    }

    // MARK: Keeping

    /// Drops what was not asked for the longest, until so many bytes are left free; never the fields given.
    fileprivate func makeRoom(byteCount: Int, besides kept: NeededFields) {
        state.withLock { state in
            guard var held = state.held else { return }
            while held.byteCount + byteCount > budgetBytes {
                guard let oldest = Self.oldest(of: held, besides: kept, state.lastUses) else {
                    state.held = nil
                    return
                }
                held.drop(oldest)
                state.held = held
            }
        }
    }

    private static func oldest(of held: Held, besides kept: NeededFields, _ lastUses: [Field: Int]) -> Field? {
        Collection.allCases
            .flatMap { collection in
                let kept = kept.fields(of: collection) ?? []
                return (held.fields.fields(of: collection) ?? []).filter { !kept.contains($0) }
            }
            .filter { $0 != FileReader.identifierField }
            .min { lastUses[$0] ?? 0 < lastUses[$1] ?? 0 }
    }

    /// Keeps a scan's columns, beside those that are held where they fit together.
    fileprivate func keep(_ new: Held) {
        state.withLock { state in
            guard let old = state.held, old.stamps == new.stamps else {
                state.held = new
                return
            }
            guard new.isAligned(with: old) else {
                state.mustReadTogether = true
                state.held = new
                return
            }
            state.held = new.joined(with: old)
        }
        makeRoom(byteCount: 0, besides: new.fields)
    }

    fileprivate func forget() {
        state.withLock { $0.held = nil }
    }
}

extension HeldColumns {
    /// The batches of a scan that is under way.
    final class Gathering: Sendable {
        private let owner: HeldColumns
        private let stamps: [FileStamp]
        private let fields: NeededFields
        private let budgetBytes: Int
        private let isUnchanged: @Sendable () -> Bool
        private let state = Mutex(State())

        private struct State {
            var parts: [HeldTable.Part] = []
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

        /// Takes a batch, and which of its orders are no rows.
        func append(_ batch: OrderBatch, plainPlaces: [Int]) {
            let byteCount = state.withLock { state -> Int in
                guard !state.isOverBudget else { return 0 }
                state.byteCount += batch.heldByteCount
                state.parts.append(HeldTable.Part(batch: batch, plainPlaces: plainPlaces))
                guard state.byteCount > budgetBytes else { return state.byteCount }
                state.isOverBudget = true
                state.parts = []
                return 0
            }
            owner.makeRoom(byteCount: byteCount, besides: fields)
        }

        func append(warnings: [String]) {
            state.withLock { $0.warnings += warnings }
        }

        /// Keeps all of it, now that the scan has come to its end.
        ///
        /// What is too large for the budget leaves what is held as it is.
        func finish() {
            guard isUnchanged() else { return owner.forget() }
            let (parts, warnings) = state.withLock { state in
                defer { state.parts = [] }
                return (state.parts, state.warnings)
            }
            guard !parts.isEmpty else { return }
            let tables = HeldTable.tables(parts.sorted { $0.batch.ordinal < $1.batch.ordinal })
            owner.keep(Held(stamps: stamps, fields: fields, tables: tables, warnings: warnings))
        }
    }
}

extension HeldColumns.Held {
    fileprivate func isAligned(with other: Self) -> Bool {
        tables.count == other.tables.count && zip(tables, other.tables).allSatisfy { $0.isAligned(with: $1) }
    }

    /// With the columns of an aligned scan besides its own.
    fileprivate func joined(with other: Self) -> Self {
        var joined = self
        joined.fields.formUnion(other.fields)
        for index in tables.indices { joined.tables[index].takeColumns(of: other.tables[index]) }
        return joined
    }

    fileprivate mutating func drop(_ field: Field) {
        fields.remove(field)
        for index in tables.indices { tables[index].drop(field) }
    }
}

extension OrderBatch {
    /// About how much memory the batch needs as long as it is held.
    fileprivate var heldByteCount: Int {
        let children = [columns.items, columns.payments].compactMap { $0 }
        let childBytes = children.reduce(0) { sum, child in
            sum + child.offsets.count * 4 + child.columns.reduce(0) { $0 + $1.byteCount }
        }
        return columns.columns.reduce(0) { $0 + $1.byteCount } + childBytes + documentByteCount
            + plainOrders.count * Self.plainOrderBytes
    }

    /// What the way back to the rows' documents takes.
    var documentByteCount: Int {
        ((columns.documents as? KeptRowDocuments)?.bytes.count ?? 0) + columns.count * 12
    }

    /// What a whole order takes in memory, about.
    static var plainOrderBytes: Int { 16 << 10 }
}
