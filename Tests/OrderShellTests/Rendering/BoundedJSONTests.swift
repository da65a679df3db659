import OrderModel
import Testing

@testable import OrderShell

@Suite struct BoundedJSONTests {
    private static let text = #"{"a":[1,-2.50,true,false,null,"é\"\\\n"],"b":{},"c":[],"":{"d":"e"}}"#

    @Test func isTheBeginningOfTheWhole() throws {
        let value = try JSONParser.parse(Array(Self.text.utf8))
        let whole = value.serialized()
        for limit in 0...whole.utf8.count {
            let beginning = BoundedJSON(value, limit: limit)
            #expect(beginning.isWhole == (limit == whole.utf8.count))
            #expect(whole.utf8.starts(with: beginning.text.utf8))
            #expect(beginning.bytes.count <= limit + 8)
        }
        #expect(BoundedJSON(value, limit: 10_000).text == whole)
    }

    @Test func longTextsAreNotWrittenOut() {
        let value = JSONValue.array([.text(String(repeating: "x", count: 5_000_000)), .number("1")])
        let beginning = BoundedJSON(value, limit: 100)
        #expect(!beginning.isWhole)
        #expect(beginning.bytes.count <= 102)
    }
}
