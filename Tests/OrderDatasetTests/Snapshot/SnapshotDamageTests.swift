import OrderEngine
import OrderModel
import OrderTestSupport
import Testing

@testable import OrderDataset

/// A damaged snapshot gives an error or the right answer, never another one.
@Suite struct SnapshotDamageTests {
    @Test func aFlippedByteIsNoticed() async throws {
        let fixture = try SnapshotFixture()
        try await fixture.importing(SnapshotGenerator.text(seed: 5, count: 60))
        let sound = try Self.bytes(of: fixture.path)
        let expected = try #require(await Self.answer(fixture.path))
        var random = SeededGenerator(seed: 9)
        var positions = Array(0..<100)
        let pages = sound.count / 65_536
        for page in 0..<pages { positions += (0..<16).map { page * 65_536 + $0 } }
        let filled = sound.indices.filter { sound[$0] != 0 }
        positions += (0..<500).map { _ in filled[random.below(filled.count)] }
        let damaged = fixture.folder.path(of: "damaged.orders")
        var noticed = 0
        for position in positions {
            var bytes = sound
            bytes[position] ^= 1 << UInt8(random.below(8))
            try TemporaryFolder.write(bytes, to: damaged)
            if let answer = await Self.answer(damaged) {
                #expect(answer == expected, "byte \(position)")
            } else {
                noticed += 1
            }
        }
        #expect(noticed > 250)
    }

    /// A view in a table's place could go on for ever, and a trigger could do anything at the next import.
    @Test(arguments: [
        "ALTER TABLE snapshot RENAME TO old; CREATE VIEW snapshot AS WITH RECURSIVE t(id) AS"
            + " (SELECT 1 UNION ALL SELECT id FROM t) SELECT id FROM t",
        "CREATE TRIGGER t AFTER INSERT ON import BEGIN DELETE FROM chunk; END",
    ])
    func whatIsNoTableIsRefused(_ statements: String) async throws {
        let fixture = try SnapshotFixture()
        try await fixture.importing("{\"id\":1}\n")
        let connection = try SQLiteConnection(path: fixture.path, mode: .writing)
        try connection.run(statements)
        connection.close()
        #expect(throws: SnapshotError(.noSnapshot, at: fixture.path)) { try SnapshotStore(path: fixture.path) }
    }

    @Test func aCutFileIsNoticed() async throws {
        let fixture = try SnapshotFixture()
        try await fixture.importing(SnapshotGenerator.text(seed: 6, count: 20))
        let sound = try Self.bytes(of: fixture.path)
        let cut = fixture.folder.path(of: "cut.orders")
        for count in [50, 99, 100, 4096, 65_536, sound.count - 1] {
            try TemporaryFolder.write(Array(sound[..<count]), to: cut)
            let error = #expect(throws: SnapshotError.self) { try SnapshotSource(path: cut) }
            #expect(error?.problem == .truncated, "\(count)")
        }
    }

    @Test func otherFilesAreTold() throws {
        let folder = try TemporaryFolder()
        let problem = { (path: String) -> SnapshotError.Problem? in
            #expect(throws: SnapshotError.self) { try SnapshotSource(path: path) }?.problem
        }
        #expect(problem(folder.path(of: "none")) == .missing)
        #expect(problem(folder.path) == .directory)
        #expect(problem(try folder.write("", to: "empty")) == .noSnapshot)
        #expect(problem(try folder.write("{\"id\":1}\n", to: "orders")) == .noSnapshot)
    }

    @Test func aNewerVersionIsTold() async throws {
        let fixture = try SnapshotFixture()
        try await fixture.importing("{\"id\":1}\n")
        var bytes = try Self.bytes(of: fixture.path)
        bytes[63] = 2
        try TemporaryFolder.write(bytes, to: fixture.path)
        let error = #expect(throws: SnapshotError.self) { try SnapshotSource(path: fixture.path) }
        #expect(error?.problem == .newerVersion(found: 2, known: 1))
        #expect(SnapshotSource.isSnapshot(atPath: fixture.path))
    }

    @Test func anotherFileIsNotWrittenOver() async throws {
        let fixture = try SnapshotFixture()
        try fixture.folder.write("my notes", to: "shop.orders")
        let error = await #expect(throws: SnapshotError.self) { try await fixture.importing("{\"id\":1}\n") }
        #expect(error?.problem == .foreignFile)
        #expect(fixture.folder.text(of: "shop.orders") == "my notes")
    }

    /// Everything that a snapshot says, nil when it reports an error.
    private static func answer(_ path: String) async -> String? {
        do {
            var fields = NeededFields()
            for field in StoredFields.all { fields.insert(field) }
            var words = ""
            for batch in try await SnapshotFixture.orders(path, fields) {
                for row in 0..<batch.columns.count {
                    for column in batch.columns.columns { words += "\(column.value(at: row))," }
                    for table in [batch.columns.items, batch.columns.payments].compactMap({ $0 }) {
                        for child in Int(table.offsets[row])..<Int(table.offsets[row + 1]) {
                            for column in table.columns { words += "\(column.value(at: child))," }
                        }
                    }
                }
                for order in batch.plainOrders { words += JSONValue.object(order.document).serialized() }
            }
            words += String(decoding: try await SnapshotFixture.export(path), as: UTF8.self)
            words += "\(try SnapshotSource(path: path).description().imports)"
            return words
        } catch is SnapshotError {
            return nil
        } catch {
            Issue.record("\(error)")
            return nil
        }
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        let stream = try FileStream(path: path)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = try chunk.withUnsafeMutableBytes({ try stream.read(into: $0) }), count > 0 {
            bytes += chunk[..<count]
        }
        return bytes
    }
}
