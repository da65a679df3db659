import OrderAPI
import OrderModel
import Testing

@testable import OrderRemote

/// The quick look at a page's body never sees a page where the strict parser sees none, nor another one.
struct PageEnvelopeTests {
    private func read(_ text: String) -> PageEnvelope? {
        Array(text.utf8).withUnsafeBytes { PageEnvelope($0) }
    }

    @Test(
        arguments: [
            #"{"count":2,"next":null,"previous":null,"results":[{"id":1},{"id":2}]}"#,
            "\n{ \"results\" : [ {\"id\":1} , {\"a\":\"]}\\\"{\"} ] ,\r\n\t\"count\" : 7 }\n",
            #"{"count":0,"results":[]}"#,
            #"{"count":1,"next":"http://x/?a=\"{","x":{"a":[1,{"b":"}"}]},"results":[{"items":[{"id":"]"}]}]}"#,
            #"{"count":1,"count":5,"results":[{}],"y":-1.5e7,"z":false}"#,
        ]
    )
    func seesWhatTheStrictParserSees(text: String) throws {
        let page = try OrderPage(body: Array(text.utf8))
        let envelope = try #require(read(text))
        #expect(envelope.count == page.count)
        #expect(envelope.hasNext == (page.next != nil))
        let bytes = Array(text.utf8)
        #expect(try envelope.elements.map { try JSONParser.parse(bytes[$0]) } == page.results.map { .object($0) })
    }

    @Test(
        arguments: [
            "", "{", "{}", "[]", "null", "<html>", #"{"count":1}"#, #"{"results":[]}"#, #"{"count":-1,"results":[]}"#,
            #"{"count":1,"results":[{}]"#, #"{"count":1,"results":[{}}"#, #"{"count":1,"results":[{},]}"#,
            #"{"count":1,"results":[{}]}x"#, #"{"count":1,,"results":[]}"#, #"{"count":1 "results":[]}"#,
            #"{"count":1,"results":[1]}"#, #"{"count":1,"results":{}}"#, #"{"count":1,"results":[],}"#,
            #"{"count":1,"results":[],"results":[]}"#, #"{"count":1,"next":5,"results":[]}"#,
            #"{"count":"1","results":[]}"#, #"{"count":99999999999999999999,"results":[]}"#,
            #"{"count":9007199254740993,"results":[]}"#,
            #"{"count":1,"x":{]},"results":[]}"#, #"{"count":1,"x":nul,"results":[]}"#,
            #"{"count":1,"x":"\q","results":[]}"#,
            "{\"count\":1,\"x\":\"a\nb\",\"results\":[]}", #"{"count":1,"results":[{"a":"]}"#,
            #"{count:1,"results":[]}"#,
        ]
    )
    func leavesTheRestToTheStrictParser(text: String) {
        #expect(read(text) == nil)
    }

    @Test func aBodyThatEndsAnywhereIsNoPage() {
        let text = #"{"count":2,"next":"a","results":[{"id":1,"b":"x\"}"},{"id":2}],"z":[1,2]}"#
        for length in 0..<text.utf8.count { #expect(read(String(text.prefix(length))) == nil) }
    }

    /// What is broken inside of an order is for the scanner to find.
    @Test func everyChangeOfAByteIsFoundOrHarmless() throws {
        let text = #"{"count":1,"next":null,"results":[{"id":12,"notes":"ab","total":"7.50"}]}"#
        for (place, byte) in text.utf8.enumerated() {
            for other in [UInt8(ascii: "{"), UInt8(ascii: "\""), UInt8(ascii: ","), 0x0A, 0xFF] where other != byte {
                var bytes = Array(text.utf8)
                bytes[place] = other
                let envelope = bytes.withUnsafeBytes { PageEnvelope($0) }
                guard let envelope else { continue }
                let isSound = envelope.elements.allSatisfy { (try? JSONParser.parse(bytes[$0])) != nil }
                guard let page = try? OrderPage(body: bytes) else {
                    #expect(!isSound, "byte \(other) at \(place)")
                    continue
                }
                #expect(page.count == envelope.count && page.results.count == envelope.elements.count)
            }
        }
    }
}
