// The user's own editor: a small script in its place, with the terminal as it finds it.

import OrderTestSupport
import Testing

@testable import OrderShell

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Opens an editor from the line.
@Suite(.serialized)
struct ExternalEditorTests {
    /// The probe with a script as its editor.
    private func fixture(_ script: String, editrc: String? = nil) throws -> EditorFixture {
        let fixture = try EditorFixture(editrc: editrc)
        try fixture.folder.write(script, to: "editor")
        try fixture.awaitPrompt()
        return fixture
    }

    @Test("Ctrl-X Ctrl-E edits the line in a private file, and runs nothing")
    func editing() throws {
        let fixture = try fixture(
            #"""
            echo "editing $(cat "$1") in $(stat -c %a "$1" 2>/dev/null || stat -f %Lp "$1") ${1##*.}"
            stty -a | tr ';' '\n' | grep -c -w -e icanon -e isig -e echo
            printf '\357\273\277one (\r\nسطر)\033\r\n' > "$1"
            """#
        )
        try fixture.terminal.type("first\u{18}\u{5}")
        try fixture.terminal.pump { $0.screen.marksPastes && $0.screen.lines.last == "    (> سطر)" }
        #expect(fixture.terminal.screen.transcript.contains("editing first in 600 oq"))
        #expect(fixture.terminal.screen.transcript.contains("probe> one ("))
        try fixture.enter("!\r", expecting: "line: \"one (\\nسطر)!\"")
        #expect(fixture.folder.names == ["editor", "state"])
    }

    @Test(
        "what can't be taken back leaves the line as it was, and says so",
        arguments: [
            ("exit 3", "error: the editor failed: it left with status 3"),
            ("kill -9 $$", "error: the editor failed: it was ended by signal 9"),
            (#"printf 'a\377' > "$1""#, "error: what the editor left is no UTF-8"),
            (#"rm "$1""#, "error: the editor has removed its file"),
            (#"head -c 9000000 /dev/zero > "$1""#, "error: cannot read "),
        ]
    )
    func refusal(_ script: String, _ words: String) throws {
        let fixture = try fixture(script)
        try fixture.terminal.type("kept\u{18}\u{5}")
        try fixture.terminal.pump { terminal in
            terminal.screen.marksPastes && terminal.screen.lines.contains("probe> kept")
                && terminal.screen.lines.contains { $0.contains(words) }
        }
        try fixture.enter("!\r", expecting: #"line: "kept!""#)
    }

    @Test("the editor may be a command with quotes, and what it wrote stays when it is killed")
    func command() throws {
        let fixture = try EditorFixture(environment: [
            "VISUAL": #"sh -c 'printf "%s" "two words" >"$1"; kill -TERM $$' 'a name'"#
        ])
        try fixture.awaitPrompt()
        try fixture.terminal.type("kept\u{18}\u{5}")
        try fixture.terminal.pump { terminal in
            terminal.screen.marksPastes && terminal.screen.lines.contains("probe> kept")
                && terminal.screen.lines.contains { $0.contains("it was ended by signal 15") }
        }
        let left = fixture.folder.names.filter { $0.hasSuffix(".oq") }
        #expect(left.map { fixture.folder.text(of: $0) } == ["two words"])
    }

    @Test("Ctrl-C in the editor is the editor's; vi's v opens it too")
    func interrupting() throws {
        let fixture = try fixture(
            """
            trap 'echo caught > "$1"; exit 0' INT
            echo waiting
            while :; do read line; done
            """,
            editrc: "bind -v\n"
        )
        try fixture.terminal.type("x\u{1B}")
        try fixture.terminal.type("v")
        try fixture.terminal.pump { $0.isLineMode && $0.screen.lines.contains("waiting") }
        try fixture.terminal.type("\u{3}")
        try fixture.terminal.pump { $0.screen.marksPastes && $0.screen.lines.last == "probe> caught" }
        try fixture.enter("\r", expecting: #"line: "caught""#)
    }

    @Test(
        "what the editor left becomes a line's text",
        arguments: [
            ("\u{FEFF}a\r\nb\rc\n", "a\nb\nc"), ("a\n\n", "a\n"), ("", ""), ("\n", ""),
            ("\u{0}\u{1B}[31m\tx", "[31m\tx"),
            ("می\u{200C}شود", "می\u{200C}شود"),
        ]
    )
    func cleaning(_ left: String, _ expected: String) {
        #expect(Array(ExternalEditor.cleaned(left).utf8) == Array(expected.utf8))
    }
}
