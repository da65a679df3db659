import OrderModel
import Testing

/// What a user can meet is documented.
@Suite struct DocumentationTests {
    private static let pages = Repository.files.filter {
        $0.path.hasPrefix("Sources/ordersh/Documentation.docc/") && $0.fileExtension == "md"
    }

    @Test(arguments: FailureCategory.allCases)
    func everyExitStatusIsDocumented(_ category: FailureCategory) {
        // A row of a table whose first cell names the status, alone or among others.
        let rows = Self.pages.flatMap(\.lines).filter { $0.hasPrefix("|") }
        let numbers = rows.flatMap { row in
            (row.split(separator: "|").first ?? "").split { !$0.isNumber }.compactMap { Int32($0) }
        }
        #expect(numbers.contains(category.exitStatus))
    }

    @Test func everyCommandIsDocumented() {
        let names = Self.commandNames
        #expect(!names.isEmpty)
        let undocumented = names.filter { name in
            !Self.pages.contains { page in
                page.text.ranges(of: "\\" + name).contains { range in
                    !(page.text[range.upperBound...].first.map { $0.isLetter } ?? false)
                }
            }
        }
        #expect(undocumented == [])
    }

    /// The names in the command table, which writes each as `name: "…"`.
    private static let commandNames: [String] = Repository.swiftFiles
        .filter { $0.path.hasPrefix("Sources/OrderShell/Commands/") }
        .flatMap { file in
            file.text.ranges(of: "name: \"").map { String(file.text[$0.upperBound...].prefix { $0 != "\"" }) }
        }

    /// The keys of a profile's `server`, in the list that reads them.
    @Test func everyHabitOfServersIsDocumented() throws {
        let file = try #require(Repository.files.first { $0.path == "Sources/OrderModel/API/ServerHabits+JSON.swift" })
        let start = try #require(file.text.firstRange(of: "keys = [")).upperBound
        let parts = file.text[start...].prefix { $0 != "]" }.split(separator: "\"", omittingEmptySubsequences: false)
        let keys = stride(from: 1, to: parts.count, by: 2).map { parts[$0] }
        #expect(keys.contains("date_end"))
        let undocumented = keys.filter { key in
            !Self.pages.contains { page in page.lines.contains { $0.hasPrefix("| `\(key)` |") } }
        }
        #expect(undocumented == [])
    }

    @Test func theChangelogHasRoomForTheNextChange() throws {
        let changelog = try #require(Repository.files.first { $0.path == "CHANGELOG.md" })
        #expect(changelog.lines.contains { $0.hasPrefix("## ") && $0.contains("Unreleased") })
    }

    @Test func theLicenceIsWhole() throws {
        let licence = try #require(Repository.files.first { $0.path == "LICENSE" })
        #expect(licence.text.contains("Apache License") && licence.text.contains("END OF TERMS AND CONDITIONS"))
    }
}
