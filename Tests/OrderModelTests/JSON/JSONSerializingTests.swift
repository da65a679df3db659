import OrderModel
import Testing

@Suite struct JSONSerializingTests {
    @Test(arguments: [
        #"{"id":1,"total":75000.00,"n":null,"l":[1e5,-0,true,false,{}],"o":{"a":{"b":[]}}}"#,
        #"{"b":1,"a":2,"b":3}"#,
        #""کتاب «بوف کور» 🎁""#,
        #""a\"b\\c\b\f\n\r\t\u0000\u001f/""#,
        "\"\u{7F}\u{2028}\"",
        "[]", "null", "-1.50e+10",
    ])
    func writesCompactTextBackAsItWas(_ source: String) throws {
        #expect(try JSONParser.parse(Array(source.utf8)).serialized() == source)
    }

    @Test func writesForAReader() throws {
        let value = try JSONParser.parse(Array(#"{"id":1,"e":{},"l":[],"items":[{"a":[1,2]}]}"#.utf8))
        #expect(
            value.serializedPretty() == """
                {
                  "id": 1,
                  "e": {},
                  "l": [],
                  "items": [
                    {
                      "a": [
                        1,
                        2
                      ]
                    }
                  ]
                }
                """
        )
        #expect(try JSONParser.parse(Array(value.serializedPretty().utf8)) == value)
    }
}
