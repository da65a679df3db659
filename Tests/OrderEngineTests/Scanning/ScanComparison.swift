import OrderModel

@testable import OrderEngine

/// What a scan gave, in a form that two scans can be compared in.
struct ScanOutcome: Equatable {
    var rows: [Range<Int>] = []
    var odd: [Range<Int>] = []
    var table: [[Value]] = []

    /// Scans lines with one build of the kernel.
    static func lines(_ bytes: [UInt8], _ fields: NeededFields, build: ScannerBuild = .best) -> ScanOutcome {
        scan(fields, build) { scanner, table, outcome in
            withExactMemory(bytes) { scanner.scan($0, into: &table, rows: &outcome.rows, odd: &outcome.odd) }
        }
    }

    /// Scans elements with one build of the kernel.
    static func elements(
        _ bytes: [UInt8],
        _ elements: [Range<Int>],
        _ fields: NeededFields,
        build: ScannerBuild = .best
    ) -> ScanOutcome {
        scan(fields, build) { scanner, table, outcome in
            withExactMemory(bytes) {
                scanner.scan($0, elements: elements, into: &table, rows: &outcome.rows, odd: &outcome.odd)
            }
        }
    }

    private static func scan(
        _ fields: NeededFields,
        _ build: ScannerBuild,
        _ body: (inout LineScanner, inout ColumnTableBuilder, inout ScanOutcome) -> Void
    ) -> ScanOutcome {
        var scanner = LineScanner(fields, build: build)
        var table = ColumnTableBuilder(fields)
        var outcome = ScanOutcome()
        body(&scanner, &table, &outcome)
        outcome.table = table.finish(documents: NoDocuments()).allRows
        return outcome
    }
}

/// Lends a copy of bytes that ends where its memory does, so that a sanitizer sees whoever reads past it.
func withExactMemory<Result>(_ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { memory.deallocate() }
    memory.copyBytes(from: bytes)
    return body(UnsafeRawBufferPointer(memory))
}

/// The values that the strict way gives for one order; nil when it is odd there.
func strictRow(_ bytes: some Sequence<UInt8>, _ fields: NeededFields) -> [Value]? {
    guard case .object(let document)? = try? JSONParser.parse(Array(bytes)), document["id"] != nil else { return nil }
    var table = ColumnTableBuilder(fields)
    guard table.append(document) else { return nil }
    return table.finish(documents: NoDocuments()).allRows.first
}

/// Whether the strict parser takes bytes for JSON.
func isStrictJSON(_ bytes: some Sequence<UInt8>) -> Bool {
    (try? JSONParser.parse(Array(bytes))) != nil
}

extension ColumnTable {
    /// Every order's values, and behind them those of its items and payments, with their counts.
    fileprivate var allRows: [[Value]] {
        (0..<count).map { row in
            var values = columns.map { $0.value(at: row) }
            for table in [items, payments] {
                guard let table else { continue }
                let range = Int(table.offsets[row])..<Int(table.offsets[row + 1])
                values.append(.number(Decimal(range.count)))
                for child in range { values += table.columns.map { $0.value(at: child) } }
            }
            return values
        }
    }
}

extension NeededFields {
    /// Fields by name; those of items and payments as `items.total`.
    init(_ names: [String]) {
        self.init()
        for name in names {
            let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
            let collection = Collection(rawValue: parts[0]) ?? .orders
            if collection != .orders, parts.count == 1 {
                insertRows(of: collection)
            } else if let field = Schema.field(named: collection == .orders ? name : parts[1], in: collection) {
                insert(field)
            }
        }
    }

    /// Every field there is.
    static var all: NeededFields {
        var fields = NeededFields()
        for collection in Collection.allCases { Schema.fields(of: collection).forEach { fields.insert($0) } }
        return fields
    }
}
