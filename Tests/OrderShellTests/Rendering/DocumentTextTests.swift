import OrderModel
import Testing

@testable import OrderShell

@Suite struct DocumentTextTests {
    private static func document(_ text: String) throws -> JSONValue {
        try JSONParser.parse(Array(text.utf8))
    }

    @Test func aDocumentThatFitsIsOneLine() throws {
        #expect(
            DocumentText(try Self.document(#"{"a":[1,2],"b":null}"#), width: 20).lines == [#"{"a":[1,2],"b":null}"#]
        )
    }

    @Test func partsThatFitStandOnOneLine() throws {
        let document = try Self.document(
            #"{"id":8,"name":"a name of several words","sizes":[{"id":213,"size":64},{"id":214}],"none":{}}"#
        )
        #expect(
            DocumentText(document, width: 24).lines == [
                "{", #"  "id": 8,"#, #"  "name": "a name of"#, #"  several words","#, #"  "sizes": ["#,
                #"    {"#, #"      "id": 213,"#, #"      "size": 64"#, "    },", #"    {"id":214}"#, "  ],",
                #"  "none": {}"#, "}",
            ]
        )
    }

    @Test func nothingInItIsObeyed() throws {
        let lines = DocumentText(try Self.document(#"{"\u202e":"\u001b[31m\u009b"}"#), width: 80).lines
        #expect(lines == [#"{"\u{202E}":"\u001b[31m\u{9B}"}"#])
    }

    @Test func tenThousandKeysEnd() {
        let members = (0..<10_000).map { JSONMember(key: "key \($0)", value: .text("value")) }
        let text = DocumentText(.object(JSONObject(members)), width: 40)
        #expect(text.lines.count == 501)
        #expect(text.lines.last == "…")
        #expect(!text.isWhole)
    }

    @Test(arguments: [1, 2, 7, 20]) func noLineIsWiderThanAskedFor(_ width: Int) throws {
        let document = try Self.document(#"{"name":[[[[["deep and long",{"日本語":"é"}]]]]],"n":12345678901234567890}"#)
        let text = DocumentText(document, width: width)
        #expect(text.lines.allSatisfy { TextWidth.of($0) <= max(2, width) })
        #expect(text.isWhole)
        let shown = text.lines.joined().utf8.filter { $0 != UInt8(ascii: " ") }
        #expect(shown.elementsEqual(document.serialized().utf8.filter { $0 != UInt8(ascii: " ") }))
    }
}
