import OrderEngine
import OrderModel
import Synchronization

/// Looks one order up in files, reading only what tells it from the others.
struct FileLookup {
    private let lookup: Lookup
    private let inputs: [FileSource.Input]
    private let options: FileOptions

    init(_ lookup: Lookup, inputs: [FileSource.Input], options: FileOptions) {
        self.lookup = lookup
        self.inputs = inputs
        self.options = options
    }

    /// The first order in the files that is meant; an error only where it comes before any such order.
    func order() async throws -> Order? {
        let scan = FileScan(inputs: inputs, options: options, fields: fields, refusesDuplicates: false)
        let best = Best()
        await withTaskGroup { group in
            for _ in 0..<scan.readerCount {
                group.addTask { await search(scan.makeFileReader(), best) }
            }
        }
        try Task.checkCancellation()
        return try best.result()
    }

    /// What has been found so far, that which comes earliest.
    private final class Best: Sendable {
        private let found = Mutex<(ordinal: Int, result: Result<Order, any Error>)?>(nil)

        func offer(_ result: Result<Order, any Error>, ordinal: Int) {
            found.withLock { found in
                guard let known = found, known.ordinal <= ordinal else {
                    found = (ordinal, result)
                    return
                }
            }
        }

        /// Whether something was found before a place, so that nothing behind it matters.
        func precedes(_ ordinal: Int) -> Bool { found.withLock { $0.map { $0.ordinal < ordinal } ?? false } }

        func result() throws -> Order? { try found.withLock { $0 }?.result.get() }
    }

    private func search(_ reader: FileReader, _ best: Best) async {
        do {
            while let batch = try await reader.next() {
                if best.precedes(batch.ordinal) { return }
                if let order = try match(in: batch) {
                    best.offer(.success(order), ordinal: batch.ordinal)
                    return
                }
            }
        } catch {
            best.offer(.failure(error), ordinal: reader.ordinal)
        }
    }

    private func match(in batch: OrderBatch) throws -> Order? {
        let rows = (0..<batch.columns.count).filter { row in
            batch.columns.columns.contains { Self.matches(lookup, $0, row) }
        }
        let candidates = try batch.columns.documents.orders(at: rows) + batch.plainOrders
        return
            candidates
            .filter { $0.matches(lookup) }
            .min { ($0.origin.line ?? 0) < ($1.origin.line ?? 0) }
    }

    /// Whether a row may be the order that is meant; a few others than that may be, too.
    static func matches(_ lookup: Lookup, _ column: OrderEngine.Column, _ row: Int) -> Bool {
        switch (lookup, column.storage) {
        case (.identifier(let identifier), .numbers(let values, scale: 0)): values[row] == identifier
        case (.identifier(let identifier), _): column.value(at: row) == .number(Decimal(identifier))
        case (.key(let text), .texts(let values)), (.number(let text), .texts(let values)):
            values.bytes[values.range(of: row)].elementsEqual(text.utf8)
        case (.key(let text), .codes(let codes, let entries)), (.number(let text), .codes(let codes, let entries)):
            entries.bytes[entries.range(of: Int(codes[row]))].elementsEqual(text.utf8)
        case (.key, _), (.number, _): true
        }
    }

    /// The one field that tells, of those that queries know; nil where there is more to look at.
    static func field(that lookup: Lookup) -> Field? {
        switch lookup {
        case .identifier: FileReader.identifierField
        case .key: Schema.field(named: "key", in: .orders)
        case .number: nil
        }
    }

    /// The fields that tell; none that an order must have, since only the lookup asks for it.
    private var fields: NeededFields {
        var fields = NeededFields()
        switch lookup {
        case .identifier: fields.insert(FileReader.identifierField)
        case .key: fields.insert(Self.text("key"))
        case .number:
            fields.insert(Self.text("number"))
            fields.insert(Self.text("key"))
        }
        return fields
    }

    private static func text(_ name: String) -> Field {
        Field(collection: .orders, name: name, type: .text, isNullable: true, path: [[name]], isFromParent: false)
    }
}
