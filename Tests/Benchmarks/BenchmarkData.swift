import OrderEngine
import OrderLanguage
import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Lines of orders in memory, and the benchmarks over them.
struct BenchmarkData {
    let bytes: [UInt8]
    let orderCount: Int
    private let time = TimeContext(now: Instant(microseconds: 1_767_225_600_000_000), zone: .utc)

    /// No more of a file is read.
    private static let greatestByteCount = 256 << 20
    private static let sampleOrderCount = 40_000

    private static let newest =
        "orders where status in (new, hold) and total > 100000 order by -created_at limit 20 select id, key, status, "
        + "created_at, total, amount_paid, is_paid, billing_first_name, billing_last_name, quantity, billing_city.name"
    private static let texts = "orders where notes ~ 'ali' or billing_address ~ 'علی' select count()"
    private static let queries = [
        ("Q1 newest 20", newest), ("Q2 count", "orders select count()"),
        ("Q3 groups", "orders group by status select status, count(), sum(total)"),
        (
            "Q4 sort 50",
            "orders where created_at in 2025-06 and not is_paid order by -amount_outstanding limit 50 "
                + "select id, created_at, status, amount_outstanding, total"
        ), ("Q5 texts", texts), ("Q6 days", "orders group by day(created_at) select sum(total)"),
        ("Q7 items", "orders where items.unit_price > 5m select count()"),
        ("sort all", "orders order by total limit 1000 select id, total"),
        ("groups of many", "orders group by customer.id select customer.id, count(), max(total)"),
    ]

    /// The built-in sample's shop.
    init() {
        var orders = SampleOrders(count: Self.sampleOrderCount)
        var bytes: [UInt8] = []
        var lines: [UInt8] = []
        while orders.nextLines(&lines) { bytes += lines }
        self.bytes = bytes
        orderCount = Self.sampleOrderCount
    }

    /// The whole lines at the beginning of a file.
    init(path: String) throws {
        guard let file = fopen(path, "r") else { throw BenchmarkError("cannot read \(path)") }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: Self.greatestByteCount)
        bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
        bytes.removeLast(bytes.reversed().prefix { $0 != UInt8(ascii: "\n") }.count)
        self.bytes = bytes
        orderCount = bytes.count { $0 == UInt8(ascii: "\n") }
        guard orderCount > 0 else { throw BenchmarkError("\(path) holds no line") }
    }

    /// The strict parser, which reads what the scanner finds odd.
    var parsing: [Benchmark] {
        let part = bytes.split(separator: UInt8(ascii: "\n")).prefix(5000).map(Array.init)
        let byteCount = part.reduce(0) { $0 + $1.count }
        return [
            Benchmark(name: "parse whole orders", amount: byteCount, unit: .bytes) {
                for line in part { consume(try JSONParser.parse(line)) }
            }
        ]
    }

    /// The scanner: bytes to columns of the fields that a query needs.
    var scanning: [Benchmark] {
        Self.queries.compactMap { name, text in
            guard let query = prepared(text) else { return nil }
            return Benchmark(name: "scan for \(name)", amount: bytes.count, unit: .bytes) {
                consume(batches(for: query).count)
            }
        }
    }

    /// Columns to answers.
    var querying: [Benchmark] {
        Self.queries.compactMap { name, text in
            guard let query = prepared(text) else { return nil }
            let batches = self.batches(for: query)
            return Benchmark(name: "answer \(name)", amount: orderCount, unit: .rows) {
                let execution = QueryExecution(query, bound: query.makeBound())
                for batch in batches { try execution.consume(batch) }
                consume(execution.finish())
            }
        }
    }

    var writing: [Benchmark] {
        let orders = bytes.split(separator: UInt8(ascii: "\n")).prefix(5000).compactMap {
            try? JSONParser.parse(Array($0))
        }
        let byteCount = orders.reduce(0) { $0 + $1.serialized().utf8.count }
        return [
            Benchmark(name: "write whole orders", amount: byteCount, unit: .bytes) {
                for order in orders { consume(order.serialized()) }
            },
            Benchmark(name: "generate orders", amount: Self().bytes.count, unit: .bytes) { consume(Self().orderCount) },
        ]
    }

    /// A query ready to run; nil when the language does not have it.
    func prepared(_ text: String) -> PreparedQuery? {
        guard case .query(let query)? = Checker.check(SourceText(text)).statements.first?.kind else { return nil }
        return PreparedQuery(query, time: time, columnName: CanonicalPrinter.print)
    }

    /// The orders as columns, in batches of about a megabyte of lines.
    private func batches(for query: PreparedQuery) -> [OrderBatch] {
        var scanner = LineScanner(query.neededFields)
        var table = ColumnTableBuilder(query.neededFields)
        var batches: [OrderBatch] = []
        bytes.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let wanted = min(start + (1 << 20), bytes.count)
                let end = bytes[wanted...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
                let block = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                var rows: [Range<Int>] = []
                var odd: [Range<Int>] = []
                scanner.scan(block, into: &table, rows: &rows, odd: &odd)
                let documents = BlockDocuments(bytes: Array(block), rows: rows)
                batches.append(OrderBatch(ordinal: batches.count, columns: table.finish(documents: documents)))
                start = end
            }
        }
        return batches
    }
}

/// The documents of a block's rows.
private struct BlockDocuments: RowDocuments {
    let bytes: [UInt8]
    let rows: [Range<Int>]

    func orders(at places: [Int]) throws -> [Order] {
        try places.compactMap { place in
            guard case .object(let document) = try JSONParser.parse(Array(bytes[rows[place]])) else { return nil }
            return Order(document: document, origin: Origin(source: "memory"))
        }
    }
}
