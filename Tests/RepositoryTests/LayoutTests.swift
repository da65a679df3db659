import Testing

/// Where files stand, what they are called and how large they are.
@Suite struct LayoutTests {
    @Test func theRepositoryIsFound() {
        #expect(Repository.files.contains { $0.path == "Package.swift" })
        #expect(Repository.swiftFiles.count > 50)
    }

    @Test func theTopHoldsOnlyWhatConventionPutsThere() {
        let allowed: Set = [
            ".ci", ".editorconfig", ".gitignore", ".swift-format", "CHANGELOG.md", "LICENSE", "Package.resolved",
            "Package.swift", "README.md", "Scripts", "Sources", "Tests",
        ]
        let entries = Set(Repository.files.map { String($0.path.prefix { $0 != "/" }) })
        #expect(entries.subtracting(allowed).sorted() == [])
    }

    @Test func everyKindOfFileHasItsPlace() {
        let code: Set = ["swift", "c", "h", "modulemap"]
        let data: Set = ["csv", "golden", "gz", "json", "md", "ndjson", "oq", "py", "txt", "tzif"]
        let strays = Repository.files.filter { file in
            switch file.fileExtension {
            case nil: !(file.path.hasPrefix("Scripts/") || file.path.hasPrefix(".ci/") || !file.path.contains("/"))
            case "md"?: false
            case let kind? where file.isSource: !code.contains(kind)
            case let kind? where file.isTest: !code.union(data).contains(kind)
            default: file.path != "Package.swift" && file.path != "Package.resolved"
            }
        }
        #expect(strays.map(\.path) == [])
    }

    @Test func filesAreShort() {
        let long = Repository.files.filter { file in
            guard file.isCode, !file.path.hasSuffix("+Tables.swift") else { return false }
            return file.lines.count > (file.isTest ? 800 : 500)
        }
        #expect(long.map { "\($0): \($0.lines.count) lines" } == [])
    }

    @Test func functionsAreShort() {
        let long = Repository.swiftFiles.flatMap { file in
            file.code.functions.filter { $0.lineCount > 70 }
                .map { "\(file):\($0.line): \($0.lineCount) lines" }
        }
        #expect(long == [])
    }

    @Test func functionsInCAreShort() {
        let long = Repository.files.filter { $0.fileExtension == "c" }.flatMap { file in
            // Formatted C: a function's brace closes at the edge, and its first line stands at the edge too.
            let ends = file.lines.indices.filter { file.lines[$0] == "}" }
            return ends.filter { end in
                let start = file.lines[..<end].lastIndex { $0.first.map { $0.isLetter } ?? false } ?? end
                return end - start - 1 > 70
            }
            .map { "\(file):\($0 + 1)" }
        }
        #expect(long == [])
    }

    @Test func longFilesOpenWithAnExplanation() {
        let bare = Repository.swiftFiles.filter { file in
            guard file.lines.count > 150 else { return false }
            let opening = file.lines.first { line in
                let words = line.split(separator: " ").filter { !["package", "internal", "@testable"].contains($0) }
                return !line.isEmpty && !line.hasPrefix("#") && words.first != "import"
            }
            return !(opening ?? "").hasPrefix("//")
        }
        #expect(bare.map(\.path) == [])
    }

    @Test func namesSayWhatAThingIs() {
        let vague: Set = ["Util", "Utils", "Utilities", "Helper", "Helpers", "Manager", "Common", "Misc"]
        let files = Repository.files.filter { file in
            file.path.split { "/.+-_".contains($0) }.contains { !vague.isDisjoint(with: Self.words(of: $0)) }
        }
        #expect(files.map(\.path) == [])
        let declared: Set = ["struct", "class", "enum", "actor", "protocol", "extension", "typealias"]
        let types = Repository.swiftFiles.flatMap { file in
            file.code.lines.flatMap { line in
                let words = line.split { !$0.isLetter && !$0.isNumber }
                return zip(words, words.dropFirst())
                    .filter { declared.contains(String($0)) && !vague.isDisjoint(with: Self.words(of: $1)) }
                    .map { "\(file): \($1)" }
            }
        }
        #expect(types == [])
    }

    /// The words of a name in camel case: `LineReader` is `Line`, `Reader`.
    private static func words(of name: Substring) -> Set<String> {
        var words: [String] = []
        for character in name {
            if character.isUppercase || words.isEmpty { words.append("") }
            words[words.count - 1].append(character)
        }
        return Set(words)
    }
}
