import OrderEngine
import OrderModel
import OrderTestSupport
import Testing

@testable import OrderDataset

/// A second import replaces orders by id: compared with a plain dictionary.
@Suite struct SnapshotUpsertTests {
    @Test(arguments: 1...8)
    func importsFollowADictionary(_ seed: UInt64) async throws {
        let fixture = try SnapshotFixture()
        var random = SeededGenerator(seed: seed)
        var model: [Int: String] = [:]
        for round in 0..<12 {
            var lines: [String] = []
            var expected = SnapshotChanges()
            for identifier in Set((0..<1 + random.below(60)).map { _ in 1 + random.below(80) }).sorted() {
                let isSame = random.oneIn(3) && model[identifier] != nil
                let line = isSame ? model[identifier] ?? "" : SnapshotGenerator.line(identifier, &random)
                if let known = model[identifier] {
                    if known == line { expected.unchangedCount += 1 } else { expected.changedCount += 1 }
                } else {
                    expected.addedCount += 1
                }
                model[identifier] = line
                lines.append(line)
            }
            let report = try await fixture.importing(lines.joined(separator: "\n") + "\n")
            #expect(report.changes == expected)
            #expect(report.description.orderCount == model.count)
            #expect(report.description.imports.count == round + 1)
            let exported = try await fixture.export().split(separator: "\n").map(String.init)
            #expect(exported.sorted() == model.values.sorted())
            try await Self.expectColumns(fixture.path, model)
        }
        #expect(fixture.folder.names == ["orders.ndjson", "shop.orders"])
    }

    private static func expectColumns(_ path: String, _ model: [Int: String]) async throws {
        var fields = NeededFields()
        let total = try #require(Schema.field(named: "total", in: .orders))
        fields.insert(Schema.fields(of: .orders)[0])
        fields.insert(total)
        fields.insertRows(of: .items)
        var values: [Int: String] = [:]
        for batch in try await SnapshotFixture.orders(path, fields) {
            values.merge(batch.values(of: total)) { _, _ in "twice" }
        }
        #expect(values.count == model.count)
        for (identifier, line) in model {
            guard case .object(let document) = try JSONParser.parse(Array(line.utf8)) else { continue }
            let order = Order(document: document, origin: Origin(source: "test"))
            #expect(values[identifier] == OrderBatch.value(of: total, in: order))
            #expect(try await SnapshotSource(path: path).order(.identifier(identifier))?.document == document)
        }
    }

    @Test func manySmallImportsAreFoldedTogether() async throws {
        let fixture = try SnapshotFixture()
        for identifier in 1...40 { try await fixture.importing("{\"id\":\(identifier)}\n") }
        #expect(try SnapshotStore(path: fixture.path).groups.count <= 20)
        #expect(try await fixture.export().split(separator: "\n").count == 40)
    }

    @Test func anIdTwiceInOneImportIsAnError() async throws {
        let fixture = try SnapshotFixture()
        let error = await #expect(throws: DatasetError.self) {
            try await fixture.importing("{\"id\":1}\n{\"id\":2}\n{\"id\":1}\n")
        }
        #expect(error?.message.contains("orders.ndjson:3") == true, "\(error?.message ?? "")")
        #expect(fixture.folder.names == ["orders.ndjson"])
    }

    @Test func anIdThatIsNoWholeNumberIsAnError() async throws {
        let fixture = try SnapshotFixture()
        let error = await #expect(throws: SnapshotError.self) {
            try await fixture.importing("{\"id\":1}\n{\"id\":\"x\"}\n")
        }
        #expect(error?.message.contains("orders.ndjson:2") == true)
    }

    @Test func brokenLinesAreToldOrSkipped() async throws {
        let fixture = try SnapshotFixture()
        let text = "{\"id\":1}\n{\"id\":2,}\n{\"id\":\"x\"}\n{\"id\":3}\n"
        let error = await #expect(throws: DatasetError.self) { try await fixture.importing(text) }
        #expect(error?.message.contains("orders.ndjson:2") == true, "\(error?.message ?? "")")
        let report = try await fixture.importing(text, skipsBadLines: true)
        #expect(report.changes == SnapshotChanges(addedCount: 2, skippedCount: 2))
        let warning = try #require(report.warnings.first)
        #expect(warning.hasPrefix("2 broken lines were left out: "), "\(warning)")
        #expect(warning.contains("orders.ndjson:2") && warning.contains("orders.ndjson:3"), "\(warning)")
        #expect(try await fixture.export() == "{\"id\":1}\n{\"id\":3}\n")
    }

    @Test func readersBesideAWriterSeeTheOldState() async throws {
        let fixture = try SnapshotFixture()
        try await fixture.importing("{\"id\":1,\"key\":\"old\"}\n")
        var fields = NeededFields()
        fields.insert(Schema.fields(of: .orders)[0])
        let target = try SnapshotTarget(path: fixture.path, lock: WriteLock(path: fixture.path) { _, _ in })
        let queue = GroupQueue(try target.makeWriter())
        let first = try SnapshotSource(path: fixture.path).makeScan(for: ScanRequest(fields: fields))
        let number = target.existing?.groups.first?.number ?? 0
        try queue.withWriter { (writer) throws(SnapshotError) in
            try writer.markDead([number: [0]])
            try writer.finish(
                SnapshotProvenance(
                    sources: ["test"],
                    time: Instant(microseconds: 5),
                    programVersion: "test",
                    changes: SnapshotChanges()
                )
            )
        }
        let second = try SnapshotSource(path: fixture.path).makeScan(for: ScanRequest(fields: fields))
        try target.commit(queue)
        for scan in [first, second] {
            let batch = try #require(await scan.makeReader().next())
            #expect(batch.orderCount == 1)
            #expect(try batch.columns.documents.orders(at: [0])[0].document["key"] == .text("old"))
        }
        #expect(try await SnapshotFixture.orders(fixture.path, fields).isEmpty)
    }

    @Test func twoWritersAreToldApart() async throws {
        let fixture = try SnapshotFixture()
        let target = try SnapshotTarget(path: fixture.path, lock: WriteLock(path: fixture.path) { _, _ in })
        let queue = GroupQueue(try target.makeWriter())
        let error = await #expect(throws: SnapshotError.self) { try await fixture.importing("{\"id\":1}\n") }
        #expect(error?.problem == .locked)
        target.abandon(queue)
        try await fixture.importing("{\"id\":1}\n")
        #expect(fixture.folder.names == ["orders.ndjson", "shop.orders"])
    }
}
