import OrderModel
import Testing

@Suite struct JSONValueTests {
    @Test func equalityIsThatOfTheBytesWritten() {
        #expect(JSONValue.text("\u{E9}") != .text("e\u{301}"))
        #expect(JSONValue.text("\u{E9}") == .text("\u{E9}"))
        #expect(JSONValue.number("1") != .number("1.0"))
        #expect(JSONValue.text("1") != .number("1"))
        #expect(Set([JSONValue.text("\u{E9}"), .text("e\u{301}")]).count == 2)
        #expect(Set([JSONValue.array([.null]), .array([.null])]).count == 1)
    }

    @Test(
        arguments: [
            (.text("a\u{1B}[31m\nb"), #""a\u{1b}[31m\u{a}b""#),
            (.text("می\u{200C}رزاده"), "\"می\u{200C}رزاده\""),
            (.text("\u{202E}abc"), #""\u{202e}abc""#),
            (.text(String(repeating: "x", count: 41)), "\"" + String(repeating: "x", count: 40) + "…\""),
            (.number("12.50"), "12.50"), (.null, "null"), (.boolean(true), "true"),
            (.array([.null]), "a list"), (.array([]), "an empty list"), (.object(JSONObject()), "an empty object"),
        ] as [(JSONValue, String)]
    )
    func excerptIsShortAndHarmless(_ value: JSONValue, _ expected: String) {
        #expect(value.excerpt == expected)
    }
}
