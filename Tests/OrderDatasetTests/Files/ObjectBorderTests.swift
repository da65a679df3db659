import Testing

@testable import OrderDataset

@Suite struct ObjectBorderTests {
    @Test(
        arguments: [
            ("{}", .end(2)), ("{} {}", .end(2)), (#"{"a":{"b":{}}},"#, .end(14)), (#"{"}":"{\"}\\"}x"#, .end(14)),
            ("{", .needsMore), (#"{"a":"}"#, .needsMore), (#"{"a\"#, .needsMore), ("{\"a\n\"}", .broken(4)),
            ("{\n\n}", .end(4)),
            // Square brackets are the parser's business.
            ("{[}", .end(3)),
        ] as [(String, ObjectBorder.Finding)]
    )
    func finds(_ text: String, _ expected: ObjectBorder.Finding) {
        var border = ObjectBorder()
        #expect(Array(text.utf8).withUnsafeBytes { border.scan($0) } == expected)
    }

    @Test func goesOnWhereItStopped() {
        let bytes = Array(#"{"a\"}\\":{"b":"}"},"c":1} tail"#.utf8)
        var border = ObjectBorder()
        var findings: [ObjectBorder.Finding] = []
        for count in 1...bytes.count {
            let finding = bytes[..<count].withUnsafeBytes { border.scan($0) }
            findings.append(finding)
            if finding != .needsMore { break }
        }
        #expect(findings.last == .end(26))
        #expect(findings.count == 26)
    }

    @Test func countsBracesThatWereOpenBefore() {
        var border = ObjectBorder(openBraces: 1)
        #expect(Array(#","a":{}}"#.utf8).withUnsafeBytes { border.scan($0) } == .end(8))
    }
}
