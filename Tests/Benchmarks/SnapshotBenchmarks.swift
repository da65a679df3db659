import OrderDataset
import OrderEngine
import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Importing into a snapshot and reading its columns.
enum SnapshotBenchmarks {
    static let prefix = "snapshot"

    static func measured(_ data: BenchmarkData, runCount: Int) async throws -> [String] {
        let folder = try temporaryFolder()
        let (linesPath, snapshotPath) = (folder + "/orders.ndjson", folder + "/shop.orders")
        defer {
            for path in [linesPath, snapshotPath, snapshotPath + "-wal", snapshotPath + "-shm"] { unlink(path) }
            rmdir(folder)
        }
        guard let file = fopen(linesPath, "w") else { throw BenchmarkError("cannot write \(linesPath)") }
        let written = fwrite(data.bytes, 1, data.bytes.count, file)
        guard fclose(file) == 0, written == data.bytes.count else { throw BenchmarkError("cannot write \(linesPath)") }
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

    private static func temporaryFolder() throws -> String {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/ordersh-benchmark-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw BenchmarkError("cannot make a folder in \(parent)") }
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
