import OrderLanguage
import OrderModel
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
    private func texts(_ typed: String) -> [String] {
        let found = FileListing(maximumNanoseconds: .max / 2).entries(for: typed, ending: nil)
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
        #expect(texts(path + "two") == ["\"\(path)two words.csv\""])
        #expect(texts(path + "deep/") == [path + "deep/inner.csv"])
        #expect(texts(path + "nowhere/").isEmpty)
    }

    @Test(
        "what is completed behind a destination is one name",
        arguments: ["\\> ", "orders limit 1 \\> ", "\\last 0 csv \\> "],
        ["a b.csv", "a;b.csv", "a'b.csv", "plain.csv"]
    )
    func destinations(_ beginning: String, _ name: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: name)
        let fixture = CompletionFixture()
        let typed = beginning + folder.path + "/" + name.prefix(1)
        let answer = fixture.answer(typed + "‸")
        let completed = typed.prefix(answer.start) + (answer.candidates.first?.text ?? "")
        let checked = Checker.check(SourceText("\(completed)"), results: [ResultSchema(columns: [])])
        #expect(checked.diagnostics.map(\.text) == [])
        #expect(checked.statements.map(\.destination) == [.file(folder.path + "/" + name)])
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
