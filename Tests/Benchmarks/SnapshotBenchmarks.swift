import OrderDataset
import OrderEngine
import OrderModel
import OrderTestSupport

/// Importing into a snapshot and reading its columns.
enum SnapshotBenchmarks {
    static let prefix = "snapshot"

    static func measured(_ data: BenchmarkData, runCount: Int) async throws -> [String] {
        let folder = try TemporaryFolder()
        let linesPath = try folder.write(data.bytes, to: "orders.ndjson")
        let snapshotPath = folder.path(of: "shop.orders")
        let clock = ContinuousClock()
        let options = SnapshotImport.Options(time: Instant(microseconds: 0), programVersion: "benchmark")
        let importTime = try await clock.measure {
            _ = try await SnapshotImport(paths: [linesPath], into: snapshotPath, options: options).run()
        }
        var lines = [Benchmark.line("\(prefix): import", [importTime], data.bytes.count, .bytes)]
        for (name, text) in [
            ("total", "orders select sum(total)"), ("notes", "orders select max(notes)"),
            ("items' prices", "items select sum(unit_price)"),
        ] {
            guard let query = data.prepared(text) else { continue }
            var times: [Duration] = []
            for _ in 0...runCount {
                times.append(try await clock.measure { try await scan(snapshotPath, query.neededFields) })
            }
            lines.append(
                Benchmark.line("\(prefix): open and read \(name)", Array(times.dropFirst()), data.orderCount, .rows)
            )
        }
        return lines
    }

    private static func scan(_ path: String, _ fields: NeededFields) async throws {
        let reader = try SnapshotSource(path: path).makeScan(for: ScanRequest(fields: fields)).makeReader()
        var count = 0
        while let batch = try await reader.next() { count += batch.orderCount }
        consume(count)
    }
}
