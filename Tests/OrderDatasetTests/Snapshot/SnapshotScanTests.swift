import OrderEngine
import OrderModel
import OrderReference
import OrderTestSupport
import Testing

@testable import OrderDataset

/// A scan leaves out only what cannot matter.
@Suite struct SnapshotScanTests {
    private static let utc = TimeContext(now: Instant(microseconds: 0), zone: .utc)

    @Test(arguments: 1...40)
    func conditionsNeverLoseAnOrder(_ seed: UInt64) async throws {
        let fixture = try SnapshotFixture()
        // Several groups, each with its own range of ids.
        for part in 0..<3 {
            var random = SeededGenerator(seed: seed * 7 + UInt64(part))
            let lines = (1...12).map { SnapshotGenerator.line(part * 1000 + $0, &random) }
            try await fixture.importing(lines.joined(separator: "\n") + "\n")
        }
        var generator = QueryGenerator(seed: seed)
        let identifier = Schema.fields(of: .orders)[0]
        let bound = Condition.comparison(
            .field(identifier),
            .greater,
            .literal(.number(Decimal(Int(seed) * 75)))
        )
        for condition in [bound, generator.condition(.orders, depth: 1), generator.condition(.orders, depth: 2)] {
            var query = Query(.orders)
            query.condition = condition
            guard let resolved = try? query.resolved(in: Self.utc).condition else { continue }
            let evaluator = Evaluator(time: Self.utc)
            var expected: Set<String> = []
            var fails = false
            for line in try await fixture.export().split(separator: "\n") {
                guard case .object(let document) = try JSONParser.parse(Array(line.utf8)) else { continue }
                let order = Order(document: document, origin: Origin(source: "test"))
                do {
                    if try evaluator.holds(resolved, for: Row(order)) { expected.insert(String(line)) }
                } catch {
                    fails = true
                }
            }
            if fails { continue }
            let request = ScanRequest(fields: Self.allFields, conditions: [resolved], time: Self.utc)
            let reader = try SnapshotSource(path: fixture.path).makeScan(for: request).makeReader()
            var found: Set<String> = []
            while let batch = try await reader.next() {
                let rows = try batch.columns.documents.orders(at: Array(0..<batch.columns.count))
                for order in rows + batch.plainOrders { found.insert(JSONValue.object(order.document).serialized()) }
            }
            let wanted = try Set(expected.map { try JSONParser.parse(Array($0.utf8)).serialized() })
            #expect(wanted.subtracting(found).isEmpty, "\(resolved)")
        }
    }

    private static var allFields: NeededFields {
        var fields = NeededFields()
        for field in StoredFields.all { fields.insert(field) }
        return fields
    }

    @Test func aGroupThatCannotMatterIsNotRead() async throws {
        let fixture = try SnapshotFixture()
        try await fixture.importing("{\"id\":1,\"total\":5}\n")
        try await fixture.importing("{\"id\":2,\"total\":50}\n")
        let total = try #require(Schema.field(named: "total", in: .orders))
        var fields = NeededFields()
        fields.insert(total)
        let condition = Condition.comparison(.field(total), .greater, .literal(.number(Decimal(10))))
        let request = ScanRequest(fields: fields, conditions: [condition], time: Self.utc)
        let reader = try SnapshotSource(path: fixture.path).makeScan(for: request).makeReader()
        let batch = try #require(await reader.next())
        #expect(batch.columns.columns[0].value(at: 0) == .number(Decimal(50)))
        #expect(try await reader.next() == nil)
    }

    @Test func theBestGroupComesFirstAndABoundEndsTheScan() async throws {
        let fixture = try SnapshotFixture()
        for identifier in [1, 3, 2] { try await fixture.importing("{\"id\":\(identifier)}\n") }
        let identifier = Schema.fields(of: .orders)[0]
        var fields = NeededFields()
        fields.insert(identifier)
        let bound = SortBound(field: identifier, isDescending: true)
        let request = ScanRequest(fields: fields, bound: bound)
        let reader = try SnapshotSource(path: fixture.path).makeScan(for: request).makeReader()
        let first = try #require(await reader.next())
        #expect(first.columns.columns[0].value(at: 0) == .number(Decimal(3)))
        bound.tighten(to: .number(Decimal(2)))
        let second = try #require(await reader.next())
        #expect(second.columns.columns[0].value(at: 0) == .number(Decimal(2)))
        #expect(try await reader.next() == nil)
    }

    @Test func lateValuesAreThoseOfTheDocuments() async throws {
        let fixture = try SnapshotFixture()
        try await fixture.importing(SnapshotGenerator.text(seed: 8, count: 150))
        let identifier = Schema.fields(of: .orders)[0]
        var fields = NeededFields()
        fields.insert(identifier)
        for batch in try await SnapshotFixture.orders(fixture.path, fields) {
            let rows = Array(0..<batch.columns.count)
            let orders = try batch.columns.documents.orders(at: rows)
            for field in StoredFields.all where field.collection == .orders {
                guard let values = try batch.columns.documents.values(of: [field], at: rows) else { continue }
                for row in rows { #expect("\(values[row][0])" == OrderBatch.value(of: field, in: orders[row])) }
            }
        }
    }
}
