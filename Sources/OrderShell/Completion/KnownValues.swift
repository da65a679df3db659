// The texts that fields are known to hold: those that answers have shown, and those that the source tells in the
// background. All of it is bounded, and forgotten when the source changes.

import OrderEngine
import OrderModel
import Synchronization

/// What is known of the values of fields.
package final class KnownValues: Sendable {
    private static let limit = TextLimit(count: 1000, byteCount: 64 << 10)
    private static let maximumByteCount = 1 << 20
    private static let longestText = 200

    private struct State {
        /// Whether there is a prompt that may ask.
        var isWanted = false
        var texts: [Field: Set<[UInt8]>] = [:]
        /// Fields with too many values to be of use.
        var refused: Set<Field> = []
        var byteCount = 0
        var lister: (any ValueListing)?
        /// Counts sources, so that an answer about an earlier one is not taken.
        var sourceNumber = 0
        var tasks: [Field: Task<Void, Never>] = [:]
        /// The fields whose task hasn't ended.
        var reading: Set<Field> = []
    }

    private let state = Mutex(State())

    init() {}

    /// Begins to keep what answers show: there is a prompt.
    func want() {
        state.withLock { $0.isWanted = true }
    }

    /// The texts of a field, in order; asks the source for them in the background, once.
    func texts(of field: Field) -> [String] {
        let field = Self.original(of: field)
        prepare(field)
        let texts = state.withLock { $0.texts[field] } ?? []
        return texts.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Asks the source for a field's texts, if it can tell them and was not asked before.
    func prepare(_ field: Field) {
        let field = Self.original(of: field)
        state.withLock { state in
            guard let lister = state.lister, state.tasks[field] == nil, field.type == .text else { return }
            let number = state.sourceNumber
            state.reading.insert(field)
            state.tasks[field] = Task.detached(priority: .utility) { [weak self] in
                // A source that cannot tell, for whatever reason, leaves the menu as it is.
                let texts = try? await lister.texts(of: field, limit: Self.limit)
                self?.add(texts ?? [], to: field, ofSource: number)
                self?.end(field, ofSource: number)
            }
        }
    }

    private func end(_ field: Field, ofSource number: Int) {
        state.withLock { if $0.sourceNumber == number { $0.reading.remove(field) } }
    }

    /// Whether the source is being asked for a field's texts.
    func isReading(_ field: Field) -> Bool {
        state.withLock { $0.reading.contains(Self.original(of: field)) }
    }

    /// Forgets all, and asks another source from now on.
    func begin(_ source: (any OrderSource)?) {
        let tasks = state.withLock { state in
            let tasks = state.tasks.values
            let (number, isWanted) = (state.sourceNumber + 1, state.isWanted)
            state = State()
            state.isWanted = isWanted
            state.sourceNumber = number
            state.lister = source as? any ValueListing
            return Array(tasks)
        }
        for task in tasks { task.cancel() }
    }

    /// Waits for what the source is asked.
    func finishLoading() async {
        for task in state.withLock({ Array($0.tasks.values) }) { await task.value }
    }

    /// Takes the texts of an answer's columns that are fields.
    func note(_ table: ResultTable, of query: Query) {
        let (number, isWanted) = state.withLock { ($0.sourceNumber, $0.isWanted) }
        guard isWanted, query.collection != .result else { return }
        for (index, column) in table.columns.enumerated() where column.type == .text {
            guard let field = Self.field(of: column, at: index, in: query) else { continue }
            let texts = table.rows.prefix(1000).compactMap { row in
                if case .text(let text)? = row.values.indices.contains(index) ? row.values[index] : nil {
                    text
                } else {
                    nil
                }
            }
            add(texts, to: Self.original(of: field), ofSource: number)
        }
    }

    /// The order's own field for one of a row's parent, and the source's for an earlier answer's of the same name.
    private static func original(of field: Field) -> Field {
        if field.collection == .result {
            let named = Collection.allCases.lazy.compactMap { Schema.field(named: field.name, in: $0) }.first
            return named.map { $0.parentField ?? $0 } ?? field
        }
        return field.parentField ?? field
    }

    private static func field(of column: ResultColumn, at index: Int, in query: Query) -> Field? {
        guard let columns = query.columns, columns.indices.contains(index) else {
            return Schema.field(named: column.name, in: query.collection)
        }
        if case .field(let field) = columns[index].expression { return field }
        return nil
    }

    private func add(_ texts: [String], to field: Field, ofSource number: Int) {
        state.withLock { state in
            guard state.sourceNumber == number, !state.refused.contains(field) else { return }
            var known = state.texts[field] ?? []
            for text in texts where text.utf8.count <= Self.longestText {
                guard state.byteCount < Self.maximumByteCount else { break }
                if known.insert(Array(text.utf8)).inserted { state.byteCount += text.utf8.count + 32 }
                guard known.count > Self.limit.count else { continue }
                state.byteCount -= known.reduce(0) { $0 + $1.count + 32 }
                state.texts[field] = nil
                state.refused.insert(field)
                return
            }
            state.texts[field] = known
        }
    }
}
