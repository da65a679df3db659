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
        for name in ["a.orders", "two words.orders", "b.ndjson", "it:is.orders", "tilde.orders"] {
            try folder.write("", to: name)
        }
        try folder.write("param day: date = yesterday \"the day\"\norders where created_at in $day", to: "daily.oq")
        return folder
    }

    /// What is typed before Tab, and what stands at the prompt then, with `@` where the cursor is.
    private static let lines = [
        ("ordersh sy", "ordersh sync @"), ("ordersh profile rem", "ordersh profile remove @"),
        ("ordersh --format js", "ordersh --format json @"), ("ordersh --format=ht", "ordersh --format=html @"),
        ("ordersh --format=", "ordersh --format=@"),
        ("ordersh --timezone Asia/Teh", "ordersh --timezone Asia/Tehran @"),
        ("ordersh run daily.oq --da", "ordersh run daily.oq --day @"),
        ("ordersh export a", "ordersh export a.orders @"),
        ("ordersh two", #"ordersh two\ words.orders @"#), (#"ordersh two\ w"#, #"ordersh two\ words.orders @"#),
        ("ordersh \"two w", "ordersh \"two words.orders\" @"), ("ordersh ~/til", "ordersh ~/tilde.orders @"),
        ("ordersh --output=til", "ordersh --output=tilde.orders @"), ("ordersh http://", "ordersh http://@"),
        ("ordersh nothing --of --this", "ordersh nothing --of --this@"),
    ]

    @Test(.enabled(if: hasProgram("bash")), arguments: lines)
    func bash(typed: String, completed: String) throws {
        let folder = try Self.folder()
        try folder.write("PS1='$ '\ncd '\(folder.path)'\n. <(ordersh completions bash)\n", to: ".rc")
        try Self.complete(typed, to: completed, in: folder, ["bash", "--rcfile", folder.path + "/.rc", "-i"])
    }

    @Test(.enabled(if: hasProgram("zsh")), arguments: lines)
    func zsh(typed: String, completed: String) throws {
        let folder = try Self.folder()
        try folder.write(
            """
            PS1='$ '
            unsetopt auto_menu list_ambiguous prompt_sp
            cd '\(folder.path)'
            autoload -Uz compinit && compinit -D -u
            . <(ordersh completions zsh)

            """,
            to: ".zshrc"
        )
        try Self.complete(typed, to: completed, in: folder, ["zsh", "-d", "-i"])
    }

    /// Types at an interactive shell, which reads its settings from the folder, then Tab and a mark.
    private static func complete(
        _ typed: String,
        to completed: String,
        in folder: TemporaryFolder,
        _ shell: [String]
    ) throws {
        let programs = BuiltProgram.path("ordersh").split(separator: "/").dropLast().joined(separator: "/")
        let terminal = try PseudoTerminal(
            "/usr/bin/env",
            shell,
            environment: [
                "PATH": "/\(programs):/usr/local/bin:/usr/bin:/bin", "HOME": folder.path, "ZDOTDIR": folder.path,
                "TERM": "xterm", "LC_ALL": "C",
            ]
        )
        try terminal.pump { $0.screen.lines.contains("$") && !$0.isLineMode }
        try terminal.type(typed + "\t@")
        try terminal.pump { terminal in
            terminal.screen.lines.contains { $0.hasPrefix("$ ") && $0.hasSuffix("@") }
        }
        #expect(terminal.screen.lines.last { $0.hasPrefix("$ ") } == "$ " + completed)
    }

    @Test(
        .enabled(if: hasProgram("fish")),
        arguments: [
            ("ordersh sy", "sync"), ("ordersh --format js", "json"), ("ordersh --format=ht", "--format=html"),
            ("ordersh --timezone Asia/Teh", "Asia/Tehran"), ("ordersh run daily.oq --da", "--day"),
            ("ordersh export tw", "two words.orders"), (#"ordersh two\ w"#, "two words.orders"),
            ("ordersh \"two w", "two words.orders"), ("ordersh 'two w", "two words.orders"),
            ("ordersh ~/til", "~/tilde.orders"), ("ordersh --output=til", "--output=tilde.orders"),
            ("ordersh --format ta", "table"), ("ordersh nothing --of --this", ""),
        ]
    )
    func fish(line: String, expected: String) throws {
        let folder = try Self.folder()
        try folder.write(line, to: "line")
        let result = try ShellScript(
            "ordersh completions fish > script; exec fish -c 'source ./script; complete -C \"$(cat line)\"'",
            in: folder.path
        )
        let texts = result.output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
        #expect(texts == [expected].filter { !$0.isEmpty })
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
