import OrderEngine
import OrderModel

/// Looks at documents as they come: which order each one is, whether it can be seen to change, and whether it belongs
/// to the question; used by one task.
final class SyncScreen {
    private let accepts: ((JSONObject) throws -> Bool)?
    private var scanner: LineScanner
    private var builder: ColumnTableBuilder
    private let updatedField: Field

    /// A document among the bytes of a page.
    struct Line {
        let range: Range<Int>
        let identifier: Int
        var isDated: Bool
    }

    /// A page after looking at it.
    struct Page {
        let bytes: [UInt8]
        /// The orders that belong to the question, and those that don't.
        var kept: [Line] = []
        var dropped: [Int] = []
        var undatedCount = 0
    }

    init(_ accepts: ((JSONObject) throws -> Bool)? = nil) {
        self.accepts = accepts
        guard let updatedField = Schema.field(named: "updated_at", in: .orders) else {
            preconditionFailure("orders have an updated_at")
        }
        self.updatedField = updatedField
        var fields = NeededFields()
        fields.insert(StoredFields.all[0])
        fields.insert(updatedField)
        scanner = LineScanner(fields)
        builder = ColumnTableBuilder(fields)
    }

    func page(_ bytes: [UInt8]) throws -> Page {
        var page = Page(bytes: bytes)
        for line in try lines(bytes) {
            if !line.isDated { page.undatedCount += 1 }
            if let accepts, try !accepts(try document(bytes, line.range)) {
                page.dropped.append(line.identifier)
            } else {
                page.kept.append(line)
            }
        }
        return page
    }

    /// The documents in their order.
    func lines(_ bytes: [UInt8]) throws -> [Line] {
        var plain: [Range<Int>] = []
        var odd: [Range<Int>] = []
        bytes.withUnsafeBytes { scanner.scan($0, into: &builder, rows: &plain, odd: &odd) }
        let table = builder.finish(documents: DocumentsInMemory([]))
        let updated = table.column(of: updatedField)
        var lines: [Line] = []
        for (row, range) in plain.enumerated() {
            guard case .number(let number)? = table.column(of: StoredFields.all[0])?.value(at: row),
                let identifier = number.wholeNumber
            else {
                odd.append(range)
                continue
            }
            let isDated = updated.map { !$0.value(at: row).isNull } ?? false
            lines.append(Line(range: range, identifier: identifier, isDated: isDated))
        }
        for range in odd {
            let document = try document(bytes, range)
            guard let identifier = document.wholeIdentifier else {
                throw SnapshotError(.unusableIdentifier(origin: Origin(source: "the server")), at: "")
            }
            var isDated = false
            if case .instant? = try? updatedField.value(in: document) { isDated = true }
            lines.append(Line(range: range, identifier: identifier, isDated: isDated))
        }
        return lines.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private func document(_ bytes: [UInt8], _ range: Range<Int>) throws -> JSONObject {
        let value = try JSONParser.parse(Array(bytes[range]))
        guard case .object(let document) = value else {
            throw SnapshotError(.unusableIdentifier(origin: Origin(source: "the server")), at: "")
        }
        return document
    }
}
