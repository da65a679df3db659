import OrderTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The scripts for other shells, run by those of them that are installed.
@Suite struct CompletionScriptTests {
    private static func hasProgram(_ name: String) -> Bool {
        ["/bin/", "/usr/bin/", "/usr/local/bin/"].contains { access($0 + name, X_OK) == 0 }
    }

    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in ["a.orders", "two words.orders", "b.ndjson"] { try folder.write("", to: name) }
        try folder.write("param day: date = yesterday \"the day\"\norders where created_at in $day", to: "daily.oq")
        return folder
    }

    @Test(
        .enabled(if: hasProgram("bash")),
        arguments: [
            ("ordersh sy", "sync"), ("ordersh --format js", "json"), ("ordersh export ''", "a.orders|two words.orders"),
            ("ordersh export two", "two words.orders"), ("ordersh a", "a.orders"), ("ordersh profile rem", "remove"),
            ("ordersh run daily.oq --da", "--day"), ("ordersh nothing --of --this", ""),
        ]
    )
    func bash(line: String, expected: String) throws {
        let folder = try Self.folder()
        let result = try ShellScript(
            """
            ordersh completions bash > script || exit 9
            exec bash -c 'source ./script; COMP_WORDS=(\(line.replacing("'", with: "\""))); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _ordersh; \
            printf "%s\\n" "${COMPREPLY[@]}" | LC_ALL=C sort'
            """,
            in: folder.path
        )
        #expect(result.output.split(separator: "\n").joined(separator: "|") == expected)
        #expect(result.errors == "")
        #expect(result.status == 0)
    }

    @Test(
        .enabled(if: hasProgram("fish")),
        arguments: [
            ("ordersh sy", "sync"), ("ordersh --format js", "json"), ("ordersh export tw", "two words.orders"),
            ("ordersh run daily.oq --da", "--day"),
        ]
    )
    func fish(line: String, expected: String) throws {
        let folder = try Self.folder()
        let result = try ShellScript(
            "ordersh completions fish > script; exec fish -c 'source ./script; complete -C \"\(line)\"'",
            in: folder.path
        )
        let texts = result.output.split(separator: "\n").map { $0.prefix { $0 != "\t" } }
        #expect(texts.map(String.init) == [expected])
        #expect(result.status == 0)
    }

    @Test(.enabled(if: hasProgram("zsh"))) func zshReadsItsScript() throws {
        let folder = try Self.folder()
        let result = try ShellScript("ordersh completions zsh > script && exec zsh -n ./script", in: folder.path)
        #expect(result.errors == "")
        #expect(result.status == 0)
    }

    @Test func aPipeIsNotWaitedFor() throws {
        let folder = try Self.folder()
        let result = try ShellScript("mkfifo pipe && ordersh completions --candidates run pipe --da", in: folder.path)
        #expect(result.output == "")
        #expect(result.status == 0)
    }

    @Test func withoutAShellNothingIsWritten() throws {
        let folder = try Self.folder()
        let result = try ShellScript("ordersh completions", in: folder.path)
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.errors.hasPrefix("error: Name a shell: bash, zsh or fish"))
    }
}
