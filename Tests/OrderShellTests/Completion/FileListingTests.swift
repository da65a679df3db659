import OrderTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@testable import OrderShell

@Suite("Files that a path can become")
struct FileListingTests {
    private func texts(_ typed: String, quotesBlanks: Bool = true) -> [String] {
        let found = FileListing(maximumNanoseconds: .max / 2, quotesBlanks: quotesBlanks).entries(
            for: typed,
            ending: nil
        )
        return SuggestionMatch.fitting(typed, found.suggestions).found.map(\.text)
    }

    @Test("folders end with a slash, hidden files are shown when asked for, blanks are quoted")
    func names() throws {
        let folder = try TemporaryFolder()
        for name in ["orders.ndjson", "older.csv", "two words.csv", ".hidden", "bad\u{1B}[31m.csv"] {
            try folder.write("x", to: name)
        }
        mkdir(folder.path + "/deep", 0o700)
        try folder.write("x", to: "deep/inner.csv")
        let path = folder.path + "/"
        let names = ["deep/", "older.csv", "orders.ndjson"].map { path + $0 }
        #expect(texts(path) == names + ["\"\(path)two words.csv\""])
        #expect(texts(path + "o") == [path + "older.csv", path + "orders.ndjson"])
        #expect(texts(path + ".h") == [path + ".hidden"])
        #expect(texts("\"" + path + "two") == ["\"\(path)two words.csv\""])
        #expect(texts(path + "two", quotesBlanks: false) == [path + "two words.csv"])
        #expect(texts(path + "deep/") == [path + "deep/inner.csv"])
        #expect(texts(path + "nowhere/").isEmpty)
    }

    @Test("a folder that is too large is cut, and said so")
    func large() throws {
        let folder = try TemporaryFolder()
        for index in 0..<(FileListing.maximumEntryCount + 10) { try folder.write("", to: "f\(index)") }
        let found = FileListing(maximumNanoseconds: .max / 2).entries(for: folder.path + "/f", ending: nil)
        #expect(found.suggestions.count == FileListing.maximumEntryCount)
        #expect(found.remark != nil)
    }
}
