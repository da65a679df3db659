import OrderModel

/// What a sync must know of the snapshot that it brings up to date.
struct KnownSnapshot: Sendable {
    let generation: Int
    let sync: SnapshotSync
    /// The ids of its orders, ascending.
    let identifiers: [Int]

    /// Looks at a snapshot; nil when there is none.
    init?(path: String) throws(SnapshotError) {
        guard SnapshotFile.exists(path) else { return nil }
        do throws(SnapshotError) {
            try SnapshotFile.check(path)
        } catch {
            throw error.problem == .noSnapshot ? SnapshotError(.foreignFile, at: path) : error
        }
        let store = try SnapshotStore(path: path)
        defer { store.close() }
        guard store.fields.numbers == StoredFields.numbers else {
            throw SnapshotError(.unwritable(reason: "an older program made it, with other fields"), at: path)
        }
        guard let sync = try store.sync() else { throw SnapshotError(.sync(.notSynced), at: path) }
        self.sync = sync
        generation = store.contents.generation
        var identifiers: [Int] = []
        identifiers.reserveCapacity(store.contents.orderCount)
        for group in store.groups { identifiers += try store.identifiers(in: group).map(\.identifier) }
        self.identifiers = identifiers.sorted()
    }

    /// Refuses a server that would put other orders in.
    func check(_ state: SyncServerState, path: String) throws(SnapshotError) {
        guard sync.question == state.question else {
            let problem = SyncProblem.otherQuestion(found: sync.question.words, wanted: state.question.words)
            throw SnapshotError(.sync(problem), at: path)
        }
        guard state.question.endpoint == .customer, let customer = sync.customer else { return }
        guard customer == state.customer else { throw SnapshotError(.sync(.otherCustomer), at: path) }
    }
}
