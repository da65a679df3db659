// Moving and deleting by what a reader takes for one character, with the keys of Emacs and of vi.

import OrderTestSupport
import Testing

@testable import OrderShell

/// Types keys at the real editor and looks at the line that they make.
@Suite(.serialized)
struct LineEditorClusterTests {
    @Test("Emacs: characters are passed, deleted and exchanged whole, with counts too")
    func emacs() throws {
        let cases: [(keys: String, line: String)] = [
            ("cafe\u{301}\u{7F}", "caf"), ("e\u{301}x\u{2}\u{2}y", "ye\u{301}x"), ("👨‍👩‍👧‍👦x\u{2}\u{2}y", "y👨‍👩‍👧‍👦x"),
            ("🇮🇷🇹🇷\u{8}", "🇮🇷"), ("می\u{200C}شود\u{2}\u{2}\u{2}\u{7F}", "مشود"),
            ("می\u{200C}شود\u{1}\u{6}\u{6}!", "می\u{200C}!شود"),
            ("ae\u{301}e\u{301}e\u{301}\u{1B}3\u{2}x", "axe\u{301}e\u{301}e\u{301}"),
            ("ae\u{301}e\u{301}e\u{301}\u{1}\u{1B}2\u{6}x", "ae\u{301}xe\u{301}e\u{301}"),
            ("ae\u{301}e\u{301}\u{1B}2\u{7F}", "a"),
            ("e\u{301}e\u{301}b\u{1}\u{1B}2\u{4}", "b"), ("e\u{301}e\u{301}b\u{1}\u{1B}[3~", "e\u{301}b"),
            ("ae\u{301}\u{14}", "e\u{301}a"),
            ("ae\u{301}b\u{2}\u{14}", "abe\u{301}"), ("cafe\u{301} x\u{1}\u{1B}d", " x"),
            ("x cafe\u{301}\u{1B}\u{7F}", "x "),
            ("می\u{200C}شود x\u{1B}b\u{1B}b!", "!می\u{200C}شود x"), ("👍🏽\u{1B}[D\u{1B}[C\u{1B}[Dx", "x👍🏽"),
            ("a\u{1B}9\u{2}b", "ba"),
            ("İİ\u{7F}ı", "İı"), ("x❤\u{FE0F}\u{2}y", "xy❤\u{FE0F}"), ("👧\u{1}👩\u{200D}👦\u{2}x", "x👩\u{200D}👦👧"),
        ]
        try EditorFixture.check(cases)
    }

    @Test("vi: the cursor stands on characters, and operators and counts take them whole")
    func vi() throws {
        let cases: [(keys: String, line: String)] = [
            ("e\u{301}e\u{301}x\u{1B}0x", "e\u{301}x"), ("ae\u{301}e\u{301}e\u{301}b\u{1B}0l2x", "ae\u{301}b"),
            ("ae\u{301}e\u{301}b\u{1B}0ld2l", "ab"), ("ae\u{301}\u{1B}lix", "axe\u{301}"),
            ("ae\u{301}b\u{1B}0lrz", "azb"),
            ("ae\u{301}b\u{1B}0l~~", "aE\u{301}B"), ("ae\u{301}b\u{1B}0lsz", "azb"), ("ae\u{301}b\u{1B}X", "ab"),
            ("ab\u{1B}[D\u{1B}[Cc", "abc"), ("abe\u{301}\u{1B}0$ix", "abxe\u{301}"), ("ae\u{301}b\u{1B}dh", "ab"),
            ("ae\u{301}\u{1B}x", "a"), ("ae\u{301}👨‍👩‍👧‍👦\u{1B}hhix", "xae\u{301}👨‍👩‍👧‍👦"), ("ae\u{301}b\u{7F}\u{7F}x", "ax"),
            ("ae\u{301}b\u{1B}0l\u{1B}[Dix", "xae\u{301}b"), ("cafe\u{301} x\u{1B}0wix", "cafe\u{301}x x"),
            ("e\u{301}e\u{301}e\u{301}\u{1B}0xx", "e\u{301}"),
            ("ae\u{301}bc\u{1B}0fbix", "ae\u{301}xbc"), ("a\u{1B}0xix", "x"), ("abc\u{1B}0x.", "c"),
        ]
        try EditorFixture.check(cases, editrc: "bind -v\n")
    }

    @Test("words are deleted as they are passed, whole with their marks and half-spaces, and come back with Ctrl-Y")
    func words() throws {
        let cases: [(keys: String, line: String)] = [
            ("خانه می\u{200C}شود\u{17}", "خانه "), ("خانه می\u{200C}شود\u{1B}\u{7F}", "خانه "),
            ("می\u{200C}شود خانه\u{1}\u{1B}d", " خانه"), ("cafe\u{301}s x\u{1}\u{1B}d", " x"),
            ("x cafe\u{301}s\u{17}\u{19}\u{19}", "x cafe\u{301}scafe\u{301}s"),
            ("می\u{200C}شود \u{1B}\u{7F}a\u{19}", "aمی\u{200C}شود "),
            ("a.b c.d \u{17}x", "a.b x"), ("a.b c.d\u{1B}\u{7F}x", "a.b c.x"), ("a.b\u{1}\u{1B}dx", "x.b"),
            ("a 👨‍👩‍👧‍👦 b\u{1}\u{1B}f\u{1B}f!", "a 👨‍👩‍👧‍👦! b"), ("a 👨‍👩‍👧‍👦 b\u{1}\u{1B}f\u{1B}d", "a b"),
        ]
        try EditorFixture.check(cases)
        let vi: [(keys: String, line: String)] = [
            ("خانه می\u{200C}شود\u{17}", "خانه "), ("x cafe\u{301}s\u{17}y\u{1B}p", "x ycafe\u{301}s"),
        ]
        try EditorFixture.check(vi, editrc: "bind -v\n")
    }

    @Test("up and down keep to the column that is seen")
    func columns() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.terminal.type("日本語\u{1B}\rabcdef\u{1B}[D\u{1B}[D\u{1B}[Ax\u{1B}[By")
        try fixture.enter("\r", expecting: #"line: "日本x語\nabcdeyf""#)
    }
}
