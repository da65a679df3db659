// Where tokens come from, and that none is ever shown.

import OrderModel
import OrderTestSupport
import Synchronization
import Testing

@testable import OrderShell

@Suite struct TokenSourceTests {
    @Test(arguments: [
        ("s3cret", TokenSource.literal(SecretText("s3cret"))),
        ("env:SHOP_TOKEN", .environment("SHOP_TOKEN")),
        ("command:pass show shop | head -1", .command("pass show shop | head -1")),
        ("environment", .literal(SecretText("environment"))),
    ])
    func formsAreRead(text: String, source: TokenSource) {
        #expect(TokenSource(text) == source)
    }

    @Test(arguments: ["", " ", "Token abc", "env:", "env:1A", "env:A B", "command:", "command: \n", "é", "a\nb"])
    func whatIsNoneIsRefused(text: String) {
        #expect(TokenSource(text) == nil)
    }

    @Test func aTokenPrintsAsDots() {
        let source = TokenSource.literal(SecretText("s3cret"))
        var dumped = ""
        dump(source, to: &dumped)
        for text in ["\(source)", String(reflecting: source), dumped, source.shownText] {
            #expect(!text.contains("s3cret"))
            #expect(text.contains("•••"))
        }
        var profile = Profile(name: "shop", url: "https://x")
        profile.token = source
        #expect(!"\(profile)".contains("s3cret"))
        #expect(TokenSource.environment("A").shownText == "env:A")
        #expect(TokenSource.command("pass x").shownText == "command:pass x")
    }

    @Test func aVariableIsReadWhenItIsNeeded() async throws {
        let source = TokenSource.environment("SHOP_TOKEN")
        let token = try await source.token(ofProfile: "shop") { $0 == "SHOP_TOKEN" ? "s3cret" : nil }
        #expect(token.value == "s3cret")
        let error = await #expect(throws: ShellError.self) { try await source.token(ofProfile: "shop") { _ in nil } }
        #expect(error?.message == "profile 'shop' takes its token from SHOP_TOKEN, which is not set")
        #expect(error?.category == .usage)
        let odd = await #expect(throws: ShellError.self) {
            try await source.token(ofProfile: "shop") { _ in "Token s3cret" }
        }
        #expect(odd?.message.contains("s3cret") == false)
    }

    // MARK: Commands

    @Test(arguments: [
        ("echo s3cret", "s3cret"), ("printf s3cret", "s3cret"), ("printf 's3cret\\r\\nmore\\n'", "s3cret"),
        ("cat", ""), ("echo first; echo second", "first"),
        ("head -c 20000 /dev/zero | tr '\\0' 'a' | fold -w 10", "aaaaaaaaaa"),
        // In pieces larger than what a pipe takes at once.
        ("dd if=/dev/zero bs=50000 count=1 2>/dev/null | tr '\\0' 'a' | fold -w 10", "aaaaaaaaaa"),
        // The command is done although what it started still holds its output.
        ("sleep 30 & echo s3cret", "s3cret"),
    ])
    func theFirstLineIsTheToken(command: String, line: String) async throws {
        #expect(try await TokenCommand(command: command, name: "it").firstLine() == line)
    }

    @Test(arguments: [
        ("exit 3", "it failed: it left with status 3"),
        ("echo s3cret; exit 1", "it failed: it left with status 1"),
        ("kill -9 $$", "it failed: it was ended by signal 9"),
        ("no-such-command-at-all 2>/dev/null", "it failed: it left with status 127"),
        ("yes s3cret", "it prints no token: its output is longer than 64 kB"),
        ("printf '\\377'", "it prints no token: its output is no UTF-8"),
    ])
    func aCommandThatFailsIsSaid(command: String, message: String) async {
        let error = await #expect(throws: ShellError.self) {
            try await TokenCommand(command: command, name: "it").firstLine()
        }
        #expect(error?.message == message)
        #expect(error?.category == .failed)
    }

    @Test func aCommandMustPrintAToken() async throws {
        for command in ["true", "echo 'Token s3cret'"] {
            let error = await #expect(throws: ShellError.self) {
                try await TokenSource.command(command).token(ofProfile: "shop")
            }
            #expect(error?.message.contains("s3cret") == false)
            #expect(error?.message.contains("profile 'shop'") == true)
        }
    }

    @Test func aCommandHasItsTime() async {
        var command = TokenCommand(command: "sleep 1000", name: "it")
        command.timeLimit = .zero
        let error = await #expect(throws: ShellError.self) { try await command.firstLine() }
        #expect(error?.message == "it has not ended: it was given 0 seconds")
    }

    @Test func aCancelledCommandEnds() async throws {
        let files = try TemporaryFolder()
        let pipe = files.path(of: "pipe")
        let command = TokenCommand(command: "mkfifo '\(pipe)'; read x < '\(pipe)'; echo s3cret", name: "it")
        let task = Task { try await command.firstLine() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
