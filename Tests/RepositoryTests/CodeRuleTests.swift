import Testing

/// What code here does not say.
@Suite struct CodeRuleTests {
    /// A phrase that code does not hold, and what stands in its place.
    struct Banned: Sendable, CustomTestStringConvertible {
        let phrase: String
        let instead: String

        var testDescription: String { phrase }
    }

    @Test(arguments: [
        Banned(phrase: "try!", instead: "handle or declare the error"),
        Banned(phrase: "as!", instead: "as? and a reason when it is nil"),
        Banned(phrase: "fatalError()", instead: "a precondition with its reason"),
        Banned(phrase: "preconditionFailure()", instead: "a reason"),
        Banned(phrase: "nonisolated(unsafe)", instead: "a Mutex, or state that one task owns"),
        Banned(phrase: "@unchecked Sendable", instead: "a type that the compiler can check"),
        Banned(phrase: "@preconcurrency", instead: "a type that the compiler can check"),
        Banned(phrase: "import Foundation", instead: "FoundationEssentials, or better none of it"),
        Banned(phrase: "public", instead: "package"),
    ])
    func codeDoesWithout(_ banned: Banned) {
        let uses = Repository.swiftFiles.flatMap { file in
            Self.places(of: banned.phrase, in: file.code.lines).map { "\(file):\($0)" }
        }
        #expect(uses == [], "instead: \(banned.instead)")
    }

    @Test func onlySinksWriteOutput() {
        let sources = Repository.swiftFiles.filter(\.isSource)
        // A folder whose types have a `print` of their own: there, that one is meant.
        let printers = Set(
            sources.filter { file in file.code.lines.contains { $0.contains("func print(") } }.map(\.folder)
        )
        let uses = sources.flatMap { file in
            let calls = ["Swift.print(", "debugPrint(", "dump("] + (printers.contains(file.folder) ? [] : ["print("])
            return calls.flatMap { call in
                Self.places(of: call, in: file.code.lines).map { "\(file):\($0): \(call)" }
            }
        }
        #expect(uses == [])
    }

    @Test func nothingIsLeftForLater() {
        // Put together here, so that this file holds to its own rule.
        let phrases = ["TO" + "DO", "FIX" + "ME", "place" + "holder", "for" + " now", "not imple" + "mented"]
        let uses = Repository.files.filter(\.isCode).flatMap { file in
            phrases.flatMap { phrase in
                Self.places(of: phrase.lowercased(), in: file.lines.map { $0.lowercased() }).map {
                    "\(file):\($0): \(phrase)"
                }
            }
        }
        #expect(uses == [])
    }

    @Test func noPathOfOneMachineIsWritten() {
        let folders = ["work", "home", "root", "Users"].map { "/" + $0 + "/" }
        let uses = Repository.files.flatMap { file in
            folders.flatMap { folder in
                Self.places(of: folder, in: file.lines.map(String.init)).map { "\(file):\($0): \(folder)" }
            }
        }
        #expect(uses == [])
    }

    @Test func noMergeIsUnfinished() {
        let marks = ["<", ">", "|"].map { String(repeating: $0, count: 7) }
        let uses = Repository.files.filter { file in
            file.lines.contains { line in marks.contains { line == $0 || line.hasPrefix($0 + " ") } }
        }
        #expect(uses.map(\.path) == [])
    }

    @Test func phrasesAreFoundAsWholeWords() {
        let lines = [
            "a.print(x)", "print(x)", "reprint(x)", "x as! Y", "alias! ", "publication", "(public)", "x/srv/y",
        ]
        #expect(Self.places(of: "print(", in: lines) == [2])
        #expect(Self.places(of: "as!", in: lines) == [4])
        #expect(Self.places(of: "public", in: lines) == [7])
        #expect(Self.places(of: "/srv/", in: lines) == [])
    }

    /// The lines, counted from 1, that hold a phrase by itself: no letter, digit or point right before it, and no
    /// letter behind it where it ends in one.
    private static func places(of phrase: String, in lines: [String]) -> [Int] {
        lines.indices.filter { index in
            lines[index].ranges(of: phrase).contains { range in
                let before = lines[index][..<range.lowerBound].last
                let after = lines[index][range.upperBound...].first
                let endsWord = phrase.last.map { $0.isLetter } ?? false
                return !Self.continuesWord(before) && !(endsWord && Self.continuesWord(after) && after != ".")
            }
        }
        .map { $0 + 1 }
    }

    private static func continuesWord(_ character: Character?) -> Bool {
        guard let character else { return false }
        return character.isLetter || character.isNumber || character == "_" || character == "."
    }
}
