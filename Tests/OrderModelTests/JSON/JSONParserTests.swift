// The strict JSON parser: what it takes and refuses, where it says the mistake is, and that no input harms it.

import OrderModel
import Testing

@Suite struct JSONParserTests {
    @Test func keepsNumbersTextsAndTheOrderOfKeys() throws {
        let value = try parse(#" {"b": [1, -0.50, 7.5e+4, true, false, null], "a": {"x": "y"}, "c": [], "d": {}} "#)
        #expect(
            value
                == object([
                    (
                        "b",
                        .array([
                            .number("1"), .number("-0.50"), .number("7.5e+4"), .boolean(true), .boolean(false), .null,
                        ])
                    ),
                    ("a", object([("x", .text("y"))])),
                    ("c", .array([])),
                    ("d", object([])),
                ])
        )
    }

    @Test(arguments: [
        (#""""#, ""),
        (#""کتاب «بوف کور»""#, "کتاب «بوف کور»"),
        (#""a\"b\\c\/d\b\f\n\r\te""#, "a\"b\\c/d\u{8}\u{C}\n\r\te"),
        (#""\u0041\u00e9\u20AC""#, "Aé€"),
        (#""\ud83d\ude00""#, "😀"),
        (#""\u0000""#, "\0"),
        // Half of a pair has no scalar of its own.
        (#""\ud83d""#, "\u{FFFD}"),
        (#""\ud83dx""#, "\u{FFFD}x"),
        (#""\ude00""#, "\u{FFFD}"),
        (#""\ud83d\u0041""#, "\u{FFFD}A"),
        (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
        ("\"\u{7F}\"", "\u{7F}"),
        (#""twelve bytes and a quote at the very end \"""#, "twelve bytes and a quote at the very end \""),
    ])
    func readsTexts(_ source: String, _ expected: String) throws {
        let value = try parse(source)
        guard case .text(let text) = value else {
            Issue.record("no text: \(value)")
            return
        }
        #expect(Array(text.utf8) == Array(expected.utf8))
    }

    @Test(
        arguments: [
            ("", .unexpectedEnd, 0),
            ("  ", .unexpectedEnd, 2),
            ("{", .unexpectedEnd, 1),
            (#"{"a""#, .unexpectedEnd, 4),
            (#"{"a":"#, .unexpectedEnd, 5),
            (#"{"a":1"#, .unexpectedEnd, 6),
            ("[1,", .unexpectedEnd, 3),
            (#""abc"#, .unexpectedEnd, 4),
            (#""abc\"#, .unexpectedEnd, 5),
            ("tru", .unexpectedEnd, 3),
            ("-", .unexpectedEnd, 1),
            ("1.", .unexpectedEnd, 2),
            ("1e", .unexpectedEnd, 2),
            ("NaN", .expectedValue(found: UInt8(ascii: "N")), 0),
            ("nulL", .expectedValue(found: UInt8(ascii: "n")), 0),
            ("[Infinity]", .expectedValue(found: UInt8(ascii: "I")), 1),
            ("-Infinity", .malformedNumber, 1),
            ("01", .malformedNumber, 0),
            ("-01", .malformedNumber, 0),
            ("1.e5", .malformedNumber, 2),
            ("+1", .expectedValue(found: UInt8(ascii: "+")), 0),
            (".5", .expectedValue(found: UInt8(ascii: ".")), 0),
            ("0x10", .trailingBytes, 1),
            ("[1,]", .expectedValue(found: UInt8(ascii: "]")), 3),
            (#"{"a":1,}"#, .expectedKey(found: UInt8(ascii: "}")), 7),
            ("{,}", .expectedKey(found: UInt8(ascii: ",")), 1),
            ("{a:1}", .expectedKey(found: UInt8(ascii: "a")), 1),
            (#"{"a" 1}"#, .expectedColon(found: UInt8(ascii: "1")), 5),
            ("[1 2]", .expectedCommaOrEnd(closing: UInt8(ascii: "]"), found: UInt8(ascii: "2")), 3),
            (#"{"a":1]"#, .expectedCommaOrEnd(closing: UInt8(ascii: "}"), found: UInt8(ascii: "]")), 6),
            ("[1}", .expectedCommaOrEnd(closing: UInt8(ascii: "]"), found: UInt8(ascii: "}")), 2),
            ("1 2", .trailingBytes, 2),
            ("{}{}", .trailingBytes, 2),
            ("'a'", .expectedValue(found: UInt8(ascii: "'")), 0),
            (#""a\x""#, .malformedEscape, 2),
            (#""a\u12g4""#, .malformedEscape, 2),
            (#""\u12""#, .malformedEscape, 1),
            ("\"a\nb\"", .controlCharacter(0x0A), 2),
            ("\"0123456789abcdef\tb\"", .controlCharacter(0x09), 17),
            ("\u{FEFF}1", .expectedValue(found: 0xEF), 0),
        ] as [(String, JSONError.Problem, Int)]
    )
    func refuses(_ source: String, _ problem: JSONError.Problem, _ offset: Int) {
        #expect(throws: JSONError(problem, at: offset)) { try parse(source) }
    }

    @Test(
        arguments: [
            ([0x22, 0xFF, 0x22], 1),
            ([0x22, 0x61, 0xC3, 0x22], 2),
            ([0x22, 0xD8, 0xB9, 0xC0, 0x80, 0x22], 3),
            // A surrogate written in UTF-8, and a scalar past U+10FFFF.
            ([0x22, 0xED, 0xA0, 0x80, 0x22], 1),
            ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1),
            // Broken bytes beside an escape.
            ([0x22, 0x5C, 0x6E, 0xFF, 0x22], 3),
        ] as [([UInt8], Int)]
    )
    func refusesBrokenUTF8(_ bytes: [UInt8], _ offset: Int) {
        #expect(throws: JSONError(.invalidUTF8, at: offset)) { try JSONParser.parse(bytes) }
    }

    @Test func nestsAsDeepAsAllowedAndNoDeeper() throws {
        let deepest = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(try parse(deepest).serialized() == deepest)
        #expect(throws: JSONError(.tooDeep(limit: 512), at: 512)) {
            try parse(String(repeating: "[", count: 1_000_000))
        }
        #expect(throws: JSONError(.tooDeep(limit: 512), at: 5 * 512)) {
            try parse(String(repeating: #"{"a":"#, count: 100_000))
        }
    }

    @Test func aRepeatedKeyIsKeptAndTheLastOneWins() throws {
        guard case .object(let object) = try parse(#"{"a":1,"b":2,"a":3}"#) else {
            Issue.record("no object")
            return
        }
        #expect(object.members.map(\.key) == ["a", "b", "a"])
        #expect(object["a"] == .number("3"))
        #expect(object["c"] == nil)
    }

    @Test func keysAreComparedByTheirBytes() throws {
        guard case .object(let object) = try parse("{\"\u{E9}\":1,\"e\u{301}\":2}") else {
            Issue.record("no object")
            return
        }
        #expect(object["\u{E9}"] == .number("1"))
        #expect(object["e\u{301}"] == .number("2"))
    }

    @Test func longKeysOfOneSlotDoNotMixUp() throws {
        // More distinct long keys than the parser remembers, twice over.
        let keys = (0..<2000).map { "a key that is quite long \($0)" }
        let member = keys.map { "\"\($0)\":\"\($0)\"" }.joined(separator: ",")
        guard case .array(let elements) = try parse("[{\(member)},{\(member)}]") else {
            Issue.record("no array")
            return
        }
        for element in elements {
            guard case .object(let object) = element else {
                Issue.record("no object")
                return
            }
            #expect(object.members.map(\.key) == keys)
            #expect(object.members.map(\.value) == keys.map { .text($0) })
        }
    }

    @Test func aSliceIsReadFromItsBeginning() throws {
        let bytes = Array("xx[1,2]yy".utf8)
        #expect(try JSONParser.parse(bytes[2..<7]) == .array([.number("1"), .number("2")]))
        #expect(throws: JSONError(.trailingBytes, at: 5)) { try JSONParser.parse(bytes[2...]) }
    }

    @Test func aParserIsUsableAfterAnError() throws {
        var parser = JSONParser()
        for (source, expected) in [("[1,[2", nil), ("[3]", "[3]"), ("{\"a\":[", nil), ("{\"a\":4}", "{\"a\":4}")] {
            let bytes = Array(source.utf8)
            let text = bytes.withUnsafeBytes { try? parser.parse($0).serialized() }
            #expect(text == expected)
        }
    }

    @Test func everyTruncationOfADocumentIsAnError() throws {
        let bytes = Array(#"{"id":12.5e3,"name":"İnci \u20ac","list":[true,false,null,{"k":"v"}]}"#.utf8)
        for count in 0..<bytes.count {
            #expect(throws: JSONError.self) { try JSONParser.parse(bytes[..<count]) }
        }
        #expect(throws: Never.self) { try JSONParser.parse(bytes) }
    }

    @Test func noChangedByteMakesItCrash() throws {
        let bytes = Array(#"{"id":-1.5e3,"n":"İ\u20ac\"x","l":[true,false,null,{"k":"v"}]}"#.utf8)
        var accepted = 0
        for index in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = bytes
                changed[index] = byte
                // What is accepted must survive being written and read again.
                guard let value = try? JSONParser.parse(changed) else { continue }
                accepted += 1
                let again = try parse(value.serialized())
                #expect(again == value)
            }
        }
        #expect(accepted > bytes.count)
    }

    private func parse(_ source: String) throws -> JSONValue {
        try JSONParser.parse(Array(source.utf8))
    }

    private func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(JSONObject(members.map { JSONMember(key: $0.0, value: $0.1) }))
    }
}
