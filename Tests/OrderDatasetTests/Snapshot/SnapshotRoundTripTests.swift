import OrderEngine
import OrderModel
import OrderTestSupport
import Testing

@testable import OrderDataset

/// What goes into a snapshot comes out of it: documents byte for byte, values field by field.
@Suite struct SnapshotRoundTripTests {
    @Test(arguments: [
        "{\"id\":1}\n",
        "{\"id\":1}\n{\"id\":2,\"key\":\"\\u0041\\ud83d\\ude00\"}\n",
        "  {\"id\" : 1 , \"notes\":\"تهران\"}  \n",
        "{\"id\":1,\"total\":123456789012345678901234567890}\n",
        "{\"id\":\"17\",\"status\":5,\"items\":7,\"payments\":[1]}\n",
        "{\"id\":1,\"items\":[{\"id\":1,\"unit_price\":\"1.50\"},{\"id\":2}],\"payments\":null}\n",
    ])
    func documentsComeBackByteForByte(_ text: String) async throws {
        let fixture = try SnapshotFixture()
        try await fixture.importing(text)
        #expect(try await fixture.export() == text)
    }

    @Test func carriageReturnsBlankLinesAndAMissingLineFeed() async throws {
        let fixture = try SnapshotFixture()
        try await fixture.importing("{\"id\":1}\r\n\r\n{\"id\":2}")
        #expect(try await fixture.export() == "{\"id\":1}\r\n{\"id\":2}\n")
    }

    @Test func elementsOfAListBecomeLines() async throws {
        let fixture = try SnapshotFixture()
        try await fixture.importing("[\n{\"id\":1,\n\"key\":\"a\"}, {\"id\":2}\n]\n", named: "orders.json")
        #expect(try await fixture.export() == "{\"id\":1, \"key\":\"a\"}\n{\"id\":2}\n")
    }

    @Test func aPageOnOneLineIsTakenApart() async throws {
        let fixture = try SnapshotFixture()
        try await fixture.importing("{\"id\":1}\n{\"results\":[{\"id\":2},{\"id\":3}]}\n{\"id\":4}\n")
        #expect(try await fixture.export() == "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n{\"id\":4}\n")
    }

    /// What no query would look at must be sound too, or the document could not be read again.
    @Test(arguments: [
        "{\"id\":1,\"zz\":tru}", "{\"id\":1,\"zz\":[1}}", "{\"id\":1,\"zz\":+1}", "{\"id\":1,\"zz\":\"\\q\"}",
        "{\"id\":1,\"zz\":012}", "{\"id\":\"+5\"}",
    ])
    func brokenDocumentsAreRefused(_ line: String) async throws {
        let fixture = try SnapshotFixture()
        let text = "{\"id\":7}\n\(line)\n{\"id\":8}\n"
        await #expect(throws: (any Error).self) { try await fixture.importing(text) }
        #expect(!fixture.folder.names.contains("shop.orders"))
    }

    /// Small groups, as small imports make them, with nothing in a column's texts.
    @Test(arguments: 1...6)
    func textsThatAreAllEmptyCanBeRead(_ count: Int) async throws {
        let fixture = try SnapshotFixture()
        try await fixture.importing((1...count).map { "{\"id\":\($0),\"notes\":\"\"}\n" }.joined())
        var fields = NeededFields()
        fields.insert(try #require(Schema.field(named: "notes", in: .orders)))
        let batches = try await SnapshotFixture.orders(fixture.path, fields)
        #expect(batches.reduce(0) { $0 + $1.orderCount } == count)
        for batch in batches {
            for column in batch.columns.columns where column.field.name == "notes" {
                #expect((0..<column.count).allSatisfy { column.value(at: $0) == .text("") })
            }
        }
    }

    @Test func anEmptyFileIsAnError() async throws {
        let fixture = try SnapshotFixture()
        await #expect(throws: DatasetError.self) { try await fixture.importing("") }
        #expect(fixture.folder.names == ["orders.ndjson"])
    }

    @Test func everyValueIsThatOfTheDocument() async throws {
        for seed in 1...6 {
            let fixture = try SnapshotFixture()
            let text = SnapshotGenerator.text(seed: UInt64(seed), count: 300)
            try await fixture.importing(text)
            #expect(try await fixture.export() == text)
            let documents = try Self.documents(text)
            for field in Schema.fields(of: .orders) {
                var fields = NeededFields()
                fields.insert(Schema.fields(of: .orders)[0])
                fields.insert(field)
                var values: [Int: String] = [:]
                for batch in try await SnapshotFixture.orders(fixture.path, fields) {
                    values.merge(batch.values(of: field)) { _, _ in "twice" }
                }
                #expect(values.count == documents.count)
                for (identifier, order) in documents {
                    let expected = OrderBatch.value(of: field, in: order)
                    // A null document is the same as none.
                    let found = values[identifier] ?? "none"
                    let isSame =
                        found == expected
                        || (found == "null" && expected.contains("document") && expected.contains("null"))
                    #expect(isSame, "\(field.name) of \(identifier): \(found) is not \(expected)")
                }
            }
        }
    }

    @Test func everyChildValueIsThatOfTheDocument() async throws {
        for seed in 11...14 {
            let fixture = try SnapshotFixture()
            let text = SnapshotGenerator.text(seed: UInt64(seed), count: 200)
            try await fixture.importing(text)
            let documents = try Self.documents(text)
            for collection in [Collection.items, .payments] {
                for field in Schema.fields(of: collection)
                where !field.isFromParent && field.type != .document && field.type != .object {
                    var fields = NeededFields()
                    fields.insert(Schema.fields(of: .orders)[0])
                    fields.insert(field)
                    let batches = try await SnapshotFixture.orders(fixture.path, fields)
                    var found = 0
                    for batch in batches {
                        found += batch.orderCount
                        try Self.expectChildren(batch, field, documents)
                    }
                    #expect(found == documents.count)
                }
            }
        }
    }

    private static func expectChildren(_ batch: OrderBatch, _ field: Field, _ documents: [Int: Order]) throws {
        let table = try #require(
            batch.columns.count == 0
                ? ChildTable(offsets: [0], columns: []) : batch.columns.children(in: field.collection)
        )
        for row in 0..<batch.columns.count {
            guard case .number(let id)? = batch.columns.columns.first?.value(at: row) else { continue }
            let order = try #require(documents[id.wholeNumber ?? 0])
            let expected = try order.document.rows(of: field.collection).map { "\(try field.value(in: $0))" }
            let range = Int(table.offsets[row])..<Int(table.offsets[row + 1])
            #expect(range.map { "\(table.column(of: field)?.value(at: $0) ?? .null)" } == expected)
        }
    }

    private static func documents(_ text: String) throws -> [Int: Order] {
        var documents: [Int: Order] = [:]
        for line in text.split(separator: "\n") {
            guard case .object(let document) = try JSONParser.parse(Array(line.utf8)) else { continue }
            documents[document.wholeIdentifier ?? 0] = Order(document: document, origin: Origin(source: "test"))
        }
        return documents
    }

    @Test func lookupsFindWhatAFileFinds() async throws {
        let fixture = try SnapshotFixture()
        let text = SnapshotGenerator.text(seed: 3, count: 200)
        try await fixture.importing(text)
        let source = try SnapshotSource(path: fixture.path)
        for (identifier, order) in try Self.documents(text) {
            #expect(try await source.order(.identifier(identifier))?.document == order.document)
            if case .text(let key)? = order.document["key"] {
                #expect(try await source.order(.key(key))?.matches(.key(key)) == true)
            }
        }
        #expect(try await source.order(.identifier(-5)) == nil)
        #expect(try await source.order(.key("no such key")) == nil)
        #expect(try await source.order(.number("no such number")) == nil)
    }
}
