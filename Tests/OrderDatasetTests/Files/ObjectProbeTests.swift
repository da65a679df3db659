import Testing

@testable import OrderDataset

@Suite struct ObjectProbeTests {
    @Test(
        arguments: [
            (#"{"id":1"#, .object), (#"{"count":1,"next":"a,\"}","x":{"results":[1]},"id":"#, .object),
            (#"{"results":["#, .page(key: 1, list: 11)),
            (#"{ "a" : [1,{"b":2}] , "results" : [1"#, .page(key: 22, list: 34)),
            (#"{"results":{}"#, .object), ("{}", .object), ("{1", .object), (#"{"a" 1"#, .object),
            (#"{"a":1}"#, .object),
            ("{", .needsMore), (#"{"res"#, .needsMore), (#"{"results""#, .needsMore), (#"{"results":"#, .needsMore),
            (#"{"a":{"id":1},"#, .needsMore), (#"{"a":"\"#, .needsMore), (#"{"a":[[["#, .needsMore),
        ] as [(String, ObjectProbe.Finding)]
    )
    func tells(_ text: String, _ expected: ObjectProbe.Finding) {
        #expect(Array(text.utf8).withUnsafeBytes { ObjectProbe.probe($0) } == expected)
    }
}
