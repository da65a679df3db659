import OrderTestSupport
import Testing

@testable import OrderDataset

@Suite struct FilePatternTests {
    @Test func standsForAllFilesThatFit() throws {
        let folder = try TemporaryFolder()
        for name in ["b1.ndjson", "B2.ndjson", "a.ndjson", "c.csv", "[x].ndjson"] { try folder.write("", to: name) }
        func names(_ pattern: String) throws -> [String] {
            try FilePattern.paths(of: folder.path(of: pattern)).map { String($0.dropFirst(folder.path.utf8.count + 1)) }
        }
        #expect(try names("*.ndjson") == ["B2.ndjson", "[x].ndjson", "a.ndjson", "b1.ndjson"])
        #expect(try names("?.*") == ["a.ndjson", "c.csv"])
        #expect(try names("[ab]*") == ["a.ndjson", "b1.ndjson"])
        #expect(try names("[x].ndjson") == ["[x].ndjson"])
        #expect(try names("none") == ["none"])
        let error = #expect(throws: DatasetError.self) { try names("*.json") }
        #expect(error?.message == "\(folder.path(of: "*.json")): no file's name fits this pattern")
    }
}
