import OrderModel
import Testing

@Suite struct JSONErrorTests {
    @Test func positionCountsLinesAndScalars() {
        let bytes = Array("{\n \"نام\": x}".utf8)
        // The offset of the x: 2 bytes on the first line, then a space, 8 bytes of key, a colon and a space.
        let error = JSONError(.expectedValue(found: UInt8(ascii: "x")), at: 13)
        #expect(error.position(in: bytes) == TextPosition(line: 2, column: 9))
        #expect(JSONError(.unexpectedEnd, at: 0).position(in: []) == TextPosition(line: 1, column: 1))
    }

    @Test(
        arguments: [
            (.unexpectedEnd, "the text ends in the middle of a value"),
            (.expectedValue(found: UInt8(ascii: "x")), "expected a JSON value, found 'x'"),
            (.expectedValue(found: 0x1B), "expected a JSON value, found the byte 0x1B"),
            (.expectedColon(found: UInt8(ascii: "\n")), "expected ':' after a key, found a line break"),
            (.expectedCommaOrEnd(closing: UInt8(ascii: "}"), found: 0x05), "expected ',' or '}', found the byte 0x05"),
        ] as [(JSONError.Problem, String)]
    )
    func namesBytesHarmlessly(_ problem: JSONError.Problem, _ words: String) {
        #expect(JSONError(problem, at: 0).description == words)
    }
}
