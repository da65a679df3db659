import OrderDataset
import OrderEngine
import OrderModel
import OrderReference
import OrderTestSupport

/// A folder with a snapshot in it, and short ways to fill it and to ask it.
struct SnapshotFixture {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path(of: "shop.orders")
    }

    @discardableResult
    func importing(
        _ text: String,
        named name: String = "orders.ndjson",
        skipsBadLines: Bool = false
    ) async throws -> SnapshotImportReport {
        let file = try folder.write(text, to: name)
        var options = SnapshotImport.Options(time: Instant(microseconds: 1), programVersion: "test")
        options.skipsBadLines = skipsBadLines
        return try await SnapshotImport(paths: [file], into: path, options: options).run()
    }

    func export() async throws -> String {
        String(decoding: try await Self.export(path), as: UTF8.self)
    }

    static func export(_ path: String) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        _ = try await SnapshotExport(snapshotPath: path).run { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// Every order of the snapshot, by the values of some fields, with the plain ones told apart.
    static func orders(_ path: String, _ fields: NeededFields) async throws -> [OrderBatch] {
        let reader = try SnapshotSource(path: path).makeScan(for: ScanRequest(fields: fields)).makeReader()
        var batches: [OrderBatch] = []
        while let batch = try await reader.next() { batches.append(batch) }
        return batches
    }
}

extension OrderBatch {
    /// The values of an order field, by id: those of the columns, and those of orders handed over whole.
    func values(of field: Field) -> [Int: String] {
        var values: [Int: String] = [:]
        let identifier = Schema.fields(of: .orders)[0]
        for row in 0..<columns.count {
            guard case .number(let id)? = columns.column(of: identifier)?.value(at: row) else { continue }
            values[id.wholeNumber ?? 0] = "\(columns.column(of: field)?.value(at: row) ?? .null)"
        }
        for order in plainOrders {
            guard case .number(let id)? = try? identifier.value(in: order.document) else { continue }
            values[id.wholeNumber ?? 0] = Self.value(of: field, in: order)
        }
        return values
    }

    static func value(of field: Field, in order: Order) -> String {
        do {
            return "\(try field.value(in: order.document))"
        } catch {
            return "\(error)"
        }
    }
}
