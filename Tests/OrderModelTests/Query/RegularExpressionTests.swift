import OrderModel
import Testing

struct RegularExpressionTests {
    @Test(
        "what a pattern finds",
        arguments: [
            ("", "", true), ("", "abc", true), ("b", "abc", true), ("^b", "abc", false), ("^a", "abc", true),
            ("c$", "abc", true),
            ("^$", "", true), ("^$", "a", false), ("a|b", "xb", true), ("^(a|b)+$", "abba", true),
            ("^(a|b)+$", "abca", false),
            ("^a*$", "", true), ("^a+$", "", false), ("^ab?c$", "ac", true), ("^a{2}$", "aa", true),
            ("^a{2}$", "aaa", false),
            ("^a{2,}$", "aaaa", true), ("^a{0,2}$", "aaa", false), ("^(ab){2,3}$", "ababab", true),
            ("[^a]", "aaa", false),
            ("^[a-c]+$", "abc", true), ("^[]a]+$", "a]", true), ("^[a-]+$", "a-", true), ("^[\\]+$", "\\", true),
            ("^[[:digit:]]+$", "09", true), ("^[[:digit:]]$", "۱", false), ("^[[:alpha:]]+$", "şehirشهر", true),
            ("^[[:space:]]$", "\u{3000}", true), ("^[^[:upper:]]$", "A", false), ("^.$", "ش", true),
            ("^.$", "e\u{301}", false),
            ("a.b", "a\0b", true), ("b$", "a\0b", true), ("a.b", "a\nb", true), ("\\.", "a.b", true),
            ("\\.", "ab", false),
            ("^[ا-ی]+$", "شهر", true), ("(^a)|b$", "xb", true), ("a**", "b", true),
            ("(a*)*b", "aaaaaaaaaaaaaaaaaaaac", false),
            ("^[[.-.]a]+$", "a-", true), ("()", "x", true), ("x(|y)z", "xz", true),
        ]
    )
    func matching(pattern: String, text: String, expected: Bool) throws {
        #expect(try RegularExpression(pattern).matches(text) == expected)
    }

    @Test(
        "what is refused, and why",
        arguments: [
            ("(", "'(' without ')'"), ("a)", "')' without '('"), ("[a", "'[' without ']'"),
            ("*a", "nothing before '*' to repeat"),
            ("a{2,1}", "{2,1} ends before it begins"), ("[b-a]", "the range 'b-a' ends before it begins"),
            ("(a)\\1", "back-references such as '\\1' are not supported"), ("a\\", "nothing after the last '\\'"),
            ("a{x}", "after '{' expected a count such as {3}, {2,} or {2,5}"),
            ("[[:word:]]", "there is no class '[:word:]'"),
            ("\\d", "'\\d' means nothing in a POSIX expression; use a class such as [0-9] or [[:alpha:]]"),
            ("(a{100}){11}", "written out, its repetitions need more than 1000 steps"),
            ("a{1001}", "written out, its repetitions need more than 1000 steps"),
        ]
    )
    func refusing(pattern: String, problem: String) {
        #expect(RegularExpression.validate(pattern) == problem)
    }

    @Test func lengthIsBounded() {
        #expect(RegularExpression.validate(String(repeating: "a", count: 256)) == nil)
        #expect(
            RegularExpression.validate(String(repeating: "é", count: 129)) == "the pattern is longer than 256 bytes"
        )
    }

    @Test func nestedRepetitionsThatWouldExplodeAreRefused() {
        let pattern = String(repeating: "(", count: 60) + "a" + String(repeating: "){9}", count: 48)
        #expect(RegularExpression.validate(pattern) != nil)
        #expect(RegularExpression.validate("a" + String(repeating: "+", count: 255)) != nil)
    }

    @Test func patternsThatDifferInNormalisationDiffer() throws {
        #expect(try RegularExpression("é") != RegularExpression("e\u{301}"))
    }
}
