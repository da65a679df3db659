// The user's own keys, vi, and the history.

import OrderTestSupport
import Testing

@testable import OrderShell

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Uses the real editor with an editrc and a history.
@Suite(.serialized)
struct LineEditorKeysTests {
    @Test("in vi's insert mode arrows move and pastes insert, and Escape still leaves it")
    func viKeys() throws {
        let fixture = try EditorFixture(editrc: "bind -v\n")
        try fixture.awaitPrompt()
        try fixture.enter("abc\u{1B}[Dx\u{1B}[200~p(\nq)\u{1B}[201~y\r", expecting: #"line: "abxp(\nq)yc""#)
        try fixture.enter("abc\u{1B}0x\r", expecting: #"line: "bc""#)
        try fixture.enter("abc\u{1B}\u{3}", expecting: "interrupted")
        try fixture.enter("x (\r1)\u{1B}k0iy\r", expecting: #"line: "yx (\n1)""#)
        try fixture.enter("\u{1B}kk\r", expecting: #"line: "bc""#)
    }

    @Test(
        "a lone Escape is a key after a moment, without the rest of a sequence, and eats no key",
        arguments: ["bind -v\n", "bind -v\nbind \"\\e[5~\" ed-move-to-beg\n"]
    )
    func loneEscape(editrc: String) throws {
        let fixture = try EditorFixture(editrc: editrc)
        try fixture.awaitPrompt()
        try fixture.terminal.type("abc\u{1B}")
        try fixture.terminal.pump { $0.screen.cursorColumn == 9 }
        try fixture.enter("ix\r", expecting: #"line: "abxc""#)
    }

    @Test("in vi's command mode Escape does nothing, and the key behind it what it does alone")
    func escapeInCommandMode() throws {
        try EditorFixture.check(
            [
                ("abc def\u{1B}0dw\u{1B}p", "dabc ef"), ("abc\u{1B}\u{1B}ccnew", "new"),
                ("abc\u{1B}0d\u{1B}x", "bc"), ("abc\u{1B}\u{1B}[D\u{1B}ix", "axbc"),
            ],
            editrc: "bind -v\n"
        )
    }

    @Test("behind an Escape Ctrl-C is Ctrl-C", arguments: ["bind -e\n", "bind -v\n"])
    func cancelBehindEscape(editrc: String) throws {
        let fixture = try EditorFixture(editrc: editrc)
        try fixture.awaitPrompt()
        try fixture.enter("abc\u{1B}\u{1B}\u{3}", expecting: "interrupted")
    }

    @Test("vi's p inserts what a command has deleted, whatever else was deleted or replaced since")
    func viRegister() throws {
        try EditorFixture.check(
            [
                ("abc def ghi\u{1B}0wDa\u{7F}\u{1B}p", "abcdef ghi"), ("abc def\u{1B}0dwaq\u{7F}\u{1B}p", "dabc ef"),
                ("abc def\u{1B}0dwkjp", "defabc "), ("abc def\u{1B}0dwA li\t\u{1B}p", "def limit abc "),
                ("abc def\u{1B}0xA\u{1B}[D\u{1B}[3~\u{1B}p", "bc dea"), ("abc def\u{17}q\u{7F}\u{1B}p", "abc def"),
            ],
            editrc: "bind -v\n"
        )
    }

    @Test("vi's u takes back changes of every kind, one after the other")
    func viUndo() throws {
        try EditorFixture.check(
            [
                ("abc def\u{1B}0dwuiX", "Xabc def"), ("abc def\u{1B}0xxuiX", "Xbc def"),
                ("abc def\u{1B}0xxuuiX", "Xabc def"), ("a li\t\u{1B}ux", "a l"), ("typed\u{1B}kuiX", "typeXd"),
                ("abcd\u{1B}xkuuiX", "abcXd"),
                ("ae\u{301}b\u{1B}0lxuiX", "aXe\u{301}b"), ("one\u{1B}ddu\u{1B}iX", "onXe"),
            ],
            editrc: "bind -v\n"
        )
    }

    @Test("the start or end of the line is a key, and only the same key again is the statement's")
    func lineEnds() throws {
        let text = "ab\u{1B}\rcd\u{1B}\ref"
        let cases: [(keys: String, line: String)] = [
            (text + "\u{1B}[A\u{1B}[F!", "ab\ncd!\nef"), (text + "\u{1B}[A\u{1B}[F\u{1B}[F!", "ab\ncd\nef!"),
            (text + "\u{1B}[A\u{1B}[D\u{1B}[D\u{1B}[H!", "ab\n!cd\nef"), (text + "\u{1B}[H\u{1B}[H!", "!ab\ncd\nef"),
        ]
        try EditorFixture.check(cases)
        try EditorFixture.check(cases, editrc: "bind -v\n")
        try EditorFixture.check([
            (text + "\u{1B}[A\u{5}!", "ab\ncd!\nef"), (text + "\u{1B}[A\u{5}\u{5}!", "ab\ncd\nef!"),
            (text + "\u{1}x\u{7F}\u{1}!", "ab\ncd\n!ef"),
        ])
    }

    @Test("in Emacs mode a lone Escape is nothing after a moment, and eats no key")
    func loneEscapeInEmacs() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        for (rest, line) in [("b", "ab cdb"), ("\u{1B}bx", "ab xcd")] {
            // What is typed behind two Escapes and an unknown sequence shows that the wait before it is over.
            try fixture.terminal.type("ab cd\u{1B}\u{1B}[")
            try fixture.terminal.pump { $0.screen.lines.last == "probe> ab cd[" }
            try fixture.enter("\u{7F}" + rest + "\r", expecting: "line: \"\(line)\"")
        }
    }

    @Test("what Ctrl-C drops comes back with Up, not in the file, and is no ghost")
    func dropped() throws {
        let fixture = try EditorFixture(environment: ["PROBE_COLOUR": "1"])
        try fixture.awaitPrompt()
        try fixture.enter("orders\r", expecting: #"line: "orders""#)
        try fixture.terminal.type("\u{1B}[200~orders a (\nb\u{1B}[201~\u{3}")
        try fixture.awaitPrompt(after: "interrupted")
        try fixture.terminal.type("ord")
        try fixture.terminal.pump { $0.screen.lines.last == "probe> orders" && $0.screen.cursorColumn == 10 }
        try fixture.terminal.type("\u{15}\u{1B}[A)\r")
        try fixture.awaitPrompt(after: #"line: "orders a (\nb)""#)
        #expect(
            HistoryFile(path: fixture.folder.path(of: "state/ordersh/history")).load().map(\.text)
                == ["orders", "orders a (\nb)"]
        )
    }

    @Test("nothing is offered behind a statement that was recalled, until it is changed")
    func recalledHasNoGhost() throws {
        let fixture = try EditorFixture(environment: ["PROBE_COLOUR": "1"])
        try fixture.awaitPrompt()
        try fixture.enter("orders limit 3 x\r", expecting: #"line: "orders limit 3 x""#)
        try fixture.enter("orders limit 3\r", expecting: #"line: "orders limit 3""#)
        try fixture.enter("\u{10}\u{5}!\r", expecting: #"line: "orders limit 3!""#)
        try fixture.terminal.type("\u{10}\u{7F}\u{7F}\u{7F}")
        try fixture.terminal.pump { $0.screen.lines.last == "probe> orders limit 3!" && $0.screen.cursorColumn == 19 }
    }

    @Test("the user's bindings win, and a bad line is reported without hiding the next")
    func editrc() throws {
        let fixture = try EditorFixture(
            editrc: """
                # comment
                other:bind -v
                nonsense here
                bind ^X no-such-command
                ordersh:bind ^T ordersh-break-line
                bind "\\e[5~" ed-move-to-beg
                edit off

                """
        )
        let editrc = fixture.folder.path(of: ".editrc")
        try fixture.terminal.pump { $0.screen.lines.count == 3 && $0.screen.marksPastes }
        #expect(
            fixture.terminal.screen.lines == [
                "probe>", "\(editrc):3: not understood: nonsense here",
                "\(editrc):4: not understood: bind ^X no-such-command",
            ]
        )
        try fixture.enter("a\u{14}b\u{1B}[5~c\r", expecting: #"line: "ca\nb""#)
    }

    @Test("sequences of keys that nothing is bound to leave no letters behind")
    func unknownSequences() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.enter("a\u{1B}[15~b\u{1B}[1;2Rc\u{1B}[[Ad\u{1B}OPe\r", expecting: #"line: "abcde""#)
    }

    @Test("the words of Emacs: moving, killing, yanking")
    func emacsKeys() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.enter("one two three\u{1B}b\u{B}\u{1}\u{19}\u{1B}[1;5C!\r", expecting: #"line: "threeone! two ""#)
    }

    @Test(
        "Ctrl-Y brings back what was deleted by words or lines in a row, whatever was deleted otherwise since",
        arguments: [
            ("one two\u{1B}b\u{B}\u{7F}\u{19}", "onetwo"), ("one two\u{17}\u{7F}x\u{1B}[D\u{4} \u{19}", "one two"),
            ("one two\u{17}\u{1F}\u{19}", "one twotwo"), ("one two\u{17}three\u{1F}\u{19}", "one two"),
            ("one two three four\u{17}\u{17}\u{19}", "one two three four"),
            ("one two\u{17}\u{1}\u{15}\u{B}\u{19}", "one "),
            ("a b c\u{1B}b\u{1B}\u{7F}\u{B}\u{1}\u{19}", "b ca "), ("a b c\u{17}x\u{17}\u{19}", "a b x"),
            ("one\u{F}\u{1B}b\u{1B}w\u{5} \u{19}", "one one"), ("one two\u{17}\u{F}\u{1}\u{1B}w\u{19}", "one one "),
        ]
    )
    func yanking(keys: String, line: String) throws {
        let fixture = try EditorFixture(editrc: "bind ^O em-set-mark\n")
        try fixture.awaitPrompt()
        try fixture.enter(keys + "\r", expecting: "line: \"\(line)\"")
    }

    @Test("Ctrl-U and Ctrl-K stay in the line of the statement, and take the line break at its borders")
    func lineDeletion() throws {
        let text = "one\u{1B}\rtwo\u{1B}\rthree\u{1B}[A"
        let cases: [(keys: String, line: String)] = [
            (text + "\u{15}x", "one\nx\nthree"), (text + "\u{1B}[H\u{B}x", "one\nx\nthree"),
            (text + "\u{1B}[H\u{15}x", "onextwo\nthree"), (text + "\u{B}x", "one\ntwoxthree"),
        ]
        try EditorFixture.check(cases)
        try EditorFixture.check(cases, editrc: "bind -v\n")
    }

    @Test("Ctrl-_ and Ctrl-X Ctrl-U take back one change after the other, a word or a paste at once")
    func undo() throws {
        try EditorFixture.check([
            ("one two three\u{1F}!", "one two !"), ("one two three\u{1F}\u{18}\u{15}!", "one !"),
            ("one two three\u{1F}\u{1F}\u{1F}\u{1F}\u{1F}!", "!"),
            ("x\u{1B}[200~a\nb\u{1B}[201~\u{1F}!", "x!"), ("one two\u{17}\u{1F}!", "one two!"),
            ("one two\u{1}\u{1B}d\u{1F}!", "!one two"), ("one two\u{1}\u{B}\u{1F}!", "!one two"),
            ("abc\u{7F}\u{7F}\u{1F}!", "abc!"), ("sta\t\t\u{E}\r\u{1F}!", "sta!"),
            ("ab\u{2}cd\u{1F}!", "a!b"), ("cafe\u{301}\u{7F}\u{1F}!", "cafe\u{301}!"),
            ("new\u{10}\u{1F}!", "new!"), ("\u{1F}!", "!"),
        ])
    }

    @Test("statements come back in the next session, a long pending line stays whole")
    func history() throws {
        let folder = try TemporaryFolder()
        let environment = ["PROBE_HISTORY": folder.path(of: "a/b/history")]
        let first = try EditorFixture(environment: environment)
        try first.awaitPrompt()
        try first.enter("one\u{1B}\rسطر\r", expecting: "line: \"one\\nسطر\"")
        try first.enter(" hidden\r", expecting: #"line: " hidden""#)
        try first.enter("use s3cret\r", expecting: #"line: "use s3cret""#)
        try first.enter("two\r", expecting: #"line: "two""#)
        try first.enter("two\r", expecting: #"line: "two""#)
        #expect(HistoryFile(path: folder.path(of: "a/b/history")).load().map(\.text) == ["one\nسطر", "two"])

        let second = try EditorFixture(environment: environment)
        try second.awaitPrompt()
        let long = String(repeating: "0123456789", count: 150)
        try second.terminal.type(long + "\u{1B}[A\u{10}")
        try second.terminal.pump { $0.screen.lines.first == "probe> one" && $0.screen.lines.last == "     > سطر" }
        try second.terminal.type("\u{E}\u{E}\r")
        try second.terminal.pump { $0.screen.lines.last == "probe>" && $0.screen.transcript.count > 30 }
        #expect(HistoryFile(path: folder.path(of: "a/b/history")).load().last?.text == long)
    }

    @Test("what another session enters is there at the next prompt, after which comes what was entered here")
    func sharedHistory() throws {
        let folder = try TemporaryFolder()
        let environment = ["PROBE_HISTORY": folder.path(of: "history")]
        let one = try EditorFixture(environment: environment)
        let other = try EditorFixture(environment: environment)
        try one.awaitPrompt()
        try other.awaitPrompt()
        try one.enter("from one\r", expecting: #"line: "from one""#)
        try other.enter("from other\r", expecting: #"line: "from other""#)
        try other.terminal.type("\u{10}")
        try other.terminal.pump { $0.screen.lines.last == "probe> from other" }
        try other.terminal.type("\u{10}")
        try other.terminal.pump { $0.screen.lines.last == "probe> from one" }
        try one.enter("\u{3}", expecting: "interrupted")
        try one.terminal.type("\u{10}")
        try one.terminal.pump { $0.screen.lines.last == "probe> from other" }
    }

    @Test("a history that is none is set aside, and that is said above the prompt")
    func brokenHistory() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("not a history\n", to: "history")
        let fixture = try EditorFixture(environment: ["PROBE_HISTORY": path], columns: 200)
        try fixture.terminal.pump {
            $0.screen.lines == [
                "The history in \(path) can't be read: it holds no statements. It is now \(path).broken-1.", "probe>",
            ]
        }
        try fixture.enter("one\r", expecting: #"line: "one""#)
        #expect(HistoryFile(path: path).load().map(\.text) == ["one"])
    }

    @Test("Ctrl-V takes the next key as it is, Ctrl-L keeps the statement, vi's u takes back")
    func otherKeys() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.enter("a\u{16}\tb\r", expecting: #"line: "a\tb""#)
        try fixture.enter("a\u{16}\u{1B}[31m\u{16}\u{1B}[Ab\r", expecting: #"line: "a\u{1B}[31m\u{1B}[Ab""#)
        #expect(fixture.terminal.screen.transcript.contains("probe> a^[[31m^[[Ab"))
        try fixture.terminal.type("kept\u{C}")
        try fixture.terminal.pump { $0.screen.lines == ["probe> kept"] }
        try fixture.enter("!\r", expecting: #"line: "kept!""#)
        let vi = try EditorFixture(editrc: "bind -v\n")
        try vi.awaitPrompt()
        try vi.enter("one two\u{1B}0dwu\r", expecting: #"line: "one two""#)
    }
}
