import OrderDataset
import OrderEngine
import OrderModel
import OrderTestSupport
import Testing

@Suite struct GzipStreamTests {
    private let folder: TemporaryFolder
    private let first = Array("{\"id\":1}\n{\"id\":2}\n".utf8)
    private let second = Array("{\"id\":3}\n".utf8)

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func readsSeveralMembersAsOne() async throws {
        #expect(try await orders(gzipped(first) + gzipped(second)) == ["1:1", "2:2", "3:3"])
        #expect(try await orders(gzipped(first) + gzipped([]) + gzipped(second)) == ["1:1", "2:2", "3:3"])
        #expect(try await orders(gzipped(first) + [UInt8](repeating: 0, count: 512)) == ["1:1", "2:2"])
    }

    @Test func readsMoreThanABlock() async throws {
        let text = (1...20_000).map { "{\"id\":\($0),\"notes\":\"\($0 &* 2_654_435_761 % 1_000_003)\"}\n" }.joined()
        let members = [gzipped(Array(text.utf8)), gzipped(Array("{\"id\":30000}\n".utf8))]
        let found = try await orders(members[0] + members[1])
        #expect(found.count == 20_001)
        #expect(found.last == "30000:20001")
    }

    @Test func everyTruncationIsAnError() async throws {
        let whole = gzipped(first) + gzipped(second)
        let borders = [gzipped(first).count, whole.count]
        for count in 4..<whole.count where !borders.contains(count) {
            let error = await #expect(throws: DatasetError.self) { try await orders(Array(whole[..<count])) }
            #expect(error?.problem == .truncatedGzip, "\(count)")
        }
    }

    @Test func damageAndGarbageAreErrors() async throws {
        var damaged = gzipped(first)
        damaged[damaged.count - 6] ^= 0xFF
        await expectCorrupt(damaged, "incorrect data check")
        var length = gzipped(first)
        length[length.count - 1] ^= 0xFF
        await expectCorrupt(length, "incorrect length check")
        await expectCorrupt(gzipped(first) + Array("{\"id\":9}".utf8), "something else follows it")
        await expectCorrupt([0x1F, 0x8B, 0x09, 0x00, 0x00], "unknown compression method")
    }

    @Test func emptyContentsHoldNoOrders() async throws {
        let error = await #expect(throws: DatasetError.self) { try await orders(gzipped([])) }
        #expect(error?.problem == .empty)
    }

    private func expectCorrupt(_ bytes: [UInt8], _ reason: String) async {
        let error = await #expect(throws: DatasetError.self) { try await orders(bytes) }
        #expect(error?.problem == .corruptGzip(reason: reason))
    }

    private func orders(_ bytes: [UInt8]) async throws -> [String] {
        let path = try folder.write(bytes, to: "orders.gz")
        return try await described(
            FileSource(paths: [path]).makeScan(for: ScanRequest(fields: NeededFields())).makeReader()
        )
    }
}
