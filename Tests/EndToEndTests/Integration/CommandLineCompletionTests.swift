import Testing

@testable import ordersh

@Suite struct CommandLineCompletionTests {
    private static func complete(_ words: [String]) throws -> CommandLineCompletion {
        CommandLineCompletion(
            words,
            in: try CommandTree.description(),
            profiles: { ["shop", "stage"] },
            zones: { ["UTC", "Asia/Tehran", "Asia/Tokyo"] },
            parameters: { path in path == "daily.oq" ? [.init(text: "--day", detail: "the day to report")] : [] }
        )
    }

    @Test(
        arguments: [
            (["sy"], ["sync"], []), (["pro"], ["profile"], []), (["--form"], ["--format"], nil),
            (["--format", ""], ["table", "vertical", "csv", "tsv", "json", "ndjson", "markdown", "html"], nil),
            (["--format", "j"], ["json"], nil), (["profile", "s"], ["show"], nil),
            (["profile", "show", ""], ["shop", "stage"], nil), (["profile", "add", "s"], [], nil),
            (["completions", ""], ["bash", "zsh", "fish"], nil), (["export", ""], [], ["orders"]),
            (["export", "shop.orders", "-o", ""], [], []), (["import", "a.ndjson", "b"], [], []),
            (["sync", "st"], ["stage"], nil), (["--profile", "sh"], ["shop"], nil), (["--cacert", ""], [], []),
            (["-c", ""], [], nil), (["run", "daily.oq", "--da"], ["--day"], nil),
            (["run", "other.oq", "--da"], [], nil),
            (["shop.orders", "sy"], [], []), (["sh"], ["shop"], []), (["--scope", "a"], ["admin"], nil),
            (["--timezone", "Asia/"], ["Asia/Tehran", "Asia/Tokyo"], nil), (["استان"], [], []),
            (["--format=j"], ["--format=json"], nil), (["--timezone=U"], ["--timezone=UTC"], nil),
            (["--output="], [], []), (["export", "--output=a"], [], []), (["--sample=x"], [], nil),
            (["--profile=st"], ["--profile=stage"], nil), (["profile", "add", "x", "--timezone", "U"], ["UTC"], nil),
            (["a=b"], [], []),
        ] as [([String], [String], [String]?)]
    )
    func theLastWordIsCompleted(words: [String], texts: [String], files: [String]?) throws {
        let completion = try Self.complete(words)
        #expect(completion.candidates.map(\.text) == texts)
        // Files belong where a source or a file stands, and nowhere else.
        #expect(completion.files == files)
    }

    @Test func anOptionIsOfferedOnceUnlessItRepeats() throws {
        let texts = try Self.complete(["--format", "csv", "--set", "a=1", "--"]).candidates.map(\.text)
        #expect(!texts.contains("--format"))
        #expect(texts.contains("--set"))
        #expect(Set(texts).count == texts.count)
    }

    @Test func everyCandidateSaysWhatItIs() throws {
        for words in [[""], ["--"], ["profile", ""], ["sync", "--"]] {
            for candidate in try Self.complete(words).candidates where candidate.text != "--help" {
                #expect(!candidate.detail.isEmpty, "\(words) \(candidate.text)")
            }
        }
    }
}
