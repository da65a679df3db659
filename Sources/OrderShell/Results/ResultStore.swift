package import OrderModel

/// An answer that is kept, so that it can be asked again and shown in another way.
package struct StoredResult: Sendable {
    package let table: ResultTable
    /// When its data came from the source; an answer to a query on `_` is as old as what it asked.
    package let time: Instant
    /// The statement in canonical form.
    package let statement: String
    /// How the statement had it drawn; nil for its rows.
    package var chart: ChartKind?
    /// The order that was shown whole; nil for rows.
    package var wholeOrder: JSONObject?
}

/// The last answers of a session, the newest first, within a budget of memory.
package struct ResultStore: Sendable {
    /// An answer, or what is known of one that isn't kept.
    private struct Entry: Sendable {
        let schema: ResultSchema
        var content: Content
        var byteCount = 0
    }

    private enum Content: Sendable {
        case kept(StoredResult)
        /// Its place stays, so that no name ever means an older answer; the words say why it isn't there.
        case lost(String)
    }

    private var entries: [Entry] = []
    /// How many answers there were in all.
    private(set) var appendedCount = 0
    private let budgetBytes: Int

    package init(budgetBytes: Int = 256 << 20) {
        self.budgetBytes = budgetBytes
    }

    /// What `_`, `_1` and so on are for the checker.
    package var schemas: [ResultSchema] { entries.map(\.schema) }

    /// The answer that `_` (0), `_1` and so on stand for; nil when there is none.
    package func result(_ number: Int) -> StoredResult? {
        guard entries.indices.contains(number), case .kept(let result) = entries[number].content else { return nil }
        return result
    }

    /// The same where it must be there.
    package func requiredResult(_ number: Int) throws(ShellError) -> StoredResult {
        guard let newest = entries.indices.last else {
            throw ShellError(.usage, "there is no last answer yet", mend: "ask a query first")
        }
        guard entries.indices.contains(number) else {
            let oldest = newest == 0 ? "_ is the only one" : "the oldest is _\(newest)"
            throw ShellError(.usage, "there is no answer _\(number)", mend: oldest)
        }
        switch entries[number].content {
        case .kept(let result): return result
        case .lost(let reason):
            let name = number == 0 ? "_" : "_\(number)"
            throw ShellError(.failed, "the answer that \(name) stands for is not there: \(reason)")
        }
    }

    // MARK: Changing

    /// Keeps an answer as the newest; the oldest go when there are too many, or they take too much memory.
    mutating func append(_ result: StoredResult) {
        let byteCount = result.table.memoryBytes(upTo: budgetBytes)
        guard byteCount <= budgetBytes else {
            let rows = "\(Quantity.grouped(result.table.rows.count)) rows"
            return appendLost(result.table.columns, "its \(rows) take more than \(Quantity.bytes(budgetBytes))")
        }
        insert(Entry(schema: ResultSchema(columns: result.table.columns), content: .kept(result), byteCount: byteCount))
        var total = 0
        for index in entries.indices {
            total += entries[index].byteCount
            guard total > budgetBytes else { continue }
            total -= entries[index].byteCount
            entries[index].byteCount = 0
            entries[index].content = .lost("it made room for later ones")
        }
    }

    /// Takes the place of an answer that can't be kept, or did not come about.
    mutating func appendLost(_ columns: [ResultColumn], _ reason: String) {
        insert(Entry(schema: ResultSchema(columns: columns), content: .lost(reason)))
    }

    private mutating func insert(_ entry: Entry) {
        appendedCount += 1
        entries.insert(entry, at: 0)
        if entries.count > ResultSchema.keptCount { entries.removeLast() }
    }
}

extension ResultTable {
    /// About how much memory the rows take; counted no further than a little over the limit.
    fileprivate func memoryBytes(upTo limit: Int) -> Int {
        let rowBytes = 64 + columns.count * MemoryLayout<Value>.stride
        var total = 0
        for row in rows where total <= limit {
            total += rowBytes
            for value in row.values {
                switch value {
                case .text(let text): total += text.utf8.count
                case .document(let document): total += document.memoryBytes
                case .null, .number, .boolean, .instant, .period, .duration: break
                }
            }
            if let document = row.document { total += document.memoryBytes }
        }
        return total
    }
}

extension JSONValue {
    /// About how much memory the value takes.
    fileprivate var memoryBytes: Int {
        let own = MemoryLayout<JSONValue>.stride
        return switch self {
        case .null, .boolean: own
        case .number(let text), .text(let text): own + text.utf8.count
        case .array(let elements): elements.reduce(own + 32) { $0 + $1.memoryBytes }
        case .object(let object): object.members.reduce(own + 32) { $0 + 16 + $1.key.utf8.count + $1.value.memoryBytes }
        }
    }
}
