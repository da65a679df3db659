// Hand-worked lines: what stands around orders, where lines and blocks meet, and what must be odd.

import OrderModel
import Testing

@testable import OrderEngine

struct LineScannerFormTests {
    private let fields = NeededFields(["id", "notes"])

    /// The room for the keys of an object inside of an order is what the order's own keys leave.
    @Test(arguments: ScannerBuild.available)
    func thousandsOfKeysLeaveNoRoomForAnotherObject(_ build: ScannerBuild) {
        let colons = String(repeating: ":", count: 200)
        for count in stride(from: 3960, through: 4100, by: 4) {
            let keys = Array(repeating: "\"\":1", count: count).joined(separator: ",")
            let bytes = Array("{\"id\":1,\"customer_data\":{\(colons)},\(keys)}".utf8)
            let outcome = ScanOutcome.lines(bytes, NeededFields(["id", "customer.id"]), build: build)
            #expect(outcome.odd == [0..<bytes.count])
        }
    }

    @Test
    func linesEndAtLineFeedsAndBlankOnesAreNone() {
        let text = "{\"id\":1}\n\n \t\r\n{\"id\":2}\r\n  {\"id\":3} \nx\n{\"id\":4}"
        let outcome = ScanOutcome.lines(Array(text.utf8), fields)
        #expect(outcome.rows == [0..<8, 14..<23, 24..<35, 38..<46])
        #expect(outcome.odd == [36..<37])
        #expect(outcome.table.map(\.[0]) == (1...4).map { .number(Decimal($0)) })
    }

    @Test(arguments: [
        "[]", "null", "{}", "{\"key\":1}", "{\"id\":1", "{\"id\":1}}", "{\"id\":1}{\"id\":2}", "{\"id\":1}]",
        "{\"id\":1]",
        "{\"id\":1,}", "{,\"id\":1}", "{\"id\":1,\"id\":1}", "{\"\\u0069d\":1}", "{\"id\":01}", "{\"id\":1e0}",
        "{\"id\":1.0}",
        "{\"id\":null}", "{\"id\":\"1\" }x", "{'id':1}", "{id:1}", "{\"id\";1}", "{\"id\"::1}", "{\"id\":\"\"}",
        "{\"id\":-}",
        "{\"id\":1,\"notes\":\"\\ud800\"}", "{\"id\":1,\"notes\":\"\u{1}\"}", "{\"id\":1,\"x\":\"\u{1}\"}",
        "{\"id\":1,\"notes\":{}}", "{\"id\":1,\"notes\" 5}", "{\"id\":1 \"notes\":5}", "\u{FEFF}{\"id\":1}", "\u{0}",
        "{\"id\":1,\"notes\":\"a\",\"notes\":\"b\"}", "{\"id\":1,\"n\\u006ftes\":\"b\"}", "{\"id\":1,\"notes\":1.}",
        "{\"id\":1}\u{0}", "{\"id\":1,\"notes\":truex}", "{\"id\":1,\"x\":1,\"notes\",\"b\"}",
    ])
    func unusualLinesAreOdd(_ line: String) {
        // Behind an order whose keys are known, and before one.
        for (text, start) in [(line, 0), ("{\"id\":1,\"notes\":\"x\"}\n" + line, 21), ("{\"id\":1}\n" + line, 9)] {
            let outcome = ScanOutcome.lines(Array((text + "\n{\"id\":8}").utf8), fields)
            #expect(outcome.odd == [start..<text.utf8.count])
        }
    }

    @Test
    func brokenBytesInANeededTextAreOdd() {
        for bytes in [
            [0xFF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80],
        ] as [[UInt8]] {
            for lead in 0..<70 {
                let text = Array("{\"id\":1,\"notes\":\"".utf8) + [UInt8](repeating: 0x61, count: lead) + bytes
                for end in ["\"}", "a\"}"] {
                    #expect(ScanOutcome.lines(text + Array(end.utf8), fields).rows.isEmpty)
                }
            }
        }
    }

    @Test(arguments: ScannerBuild.available)
    func everyLengthAndAlignmentAroundBlockBorders(_ build: ScannerBuild) {
        for (step, length) in (0..<800).map({ ($0, $0 % 200) }) {
            for lead in [step % 66, (step * 7 + step / 200) % 66] {
                let note = String(repeating: length % 3 == 0 ? "ی" : "\\u06cc", count: length / 6)
                let filler = String(repeating: "x", count: length % 67)
                let line = "{\"x\":\"\(filler)\",\"id\":\(length),\"y\":{\"id\":[\"}\"]},\"notes\":\"\(note)\"}"
                let text = String(repeating: " ", count: lead) + line
                let outcome = ScanOutcome.lines(Array(text.utf8), fields, build: build)
                let decoded = String(repeating: "ی", count: length / 6)
                guard outcome.table == [[.number(Decimal(length)), .text(decoded)]] else {
                    Issue.record("lead \(lead), length \(length): \(outcome)")
                    return
                }
            }
        }
    }

    @Test
    func nestingHasALimitAndNoStack() {
        for depth in [10, 400, 600, 100_000] {
            let text =
                "{\"id\":1,\"x\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
            #expect(ScanOutcome.lines(Array(text.utf8), fields).odd.isEmpty == (depth < 440))
        }
    }

    @Test
    func keysThatEndLikeANeededOneAreNotTakenForIt() {
        let shape =
            "{\"id\":1,\"billing_first_name\":\"a\",\"shipping_last_name\":\"b\",\"x062illing_last_name\":\"c\"}"
        let names = NeededFields(["id", "billing_first_name", "billing_last_name"])
        for key in ["shipping_last_name", "x062illing_last_name"] {
            for other in ["billing_last_name", "\\u0062illing_last_name", "billing_first_name", "shipping_last_name"] {
                let line = shape.split(separator: key, maxSplits: 1).joined(separator: other)
                let text = Array((shape + "\n" + line).utf8)
                let outcome = ScanOutcome.lines(text, names)
                for (range, row) in zip(outcome.rows, outcome.table) { #expect(strictRow(text[range], names) == row) }
                #expect(outcome.rows.first == 0..<shape.utf8.count)
            }
        }
    }

    /// Only an order that may be the other platform's is read by the evaluator, where it has fields that may be null.
    @Test
    func onlyAKeyOfTheOtherPlatformMakesAnOrderWithoutAFieldOdd() {
        let lines = [
            "{\"id\":1}", "{\"id\":2,\"date_placed\":null}", "{\"id\":3,\"number\":\"x\"}",
            "{\"id\":4,\"x\":{\"date_placed\":\"y\"}}", "{\"id\":5,\"date_placed\":\"y\",\"number\":\"x\"}",
            "{\"id\":6,\"datE_placed\":1}", "{\"id\":7,\"d\\u0061te_placed\":1}",
        ]
        let text = Array(lines.joined(separator: "\n").utf8)
        for build in ScannerBuild.available {
            for names in [NeededFields(["billing_address"]), NeededFields(["id", "extra"])] {
                let outcome = ScanOutcome.lines(text, names, build: build)
                #expect(
                    outcome.rows.map { String(decoding: text[$0], as: UTF8.self) } == [0, 2, 3, 5].map { lines[$0] }
                )
            }
            #expect(ScanOutcome.lines(text, NeededFields(["id", "notes"]), build: build).rows.count == 6)
        }
    }

    @Test
    func theFirstSpellingWinsAndAShopMayLeavePartsOut() {
        let names = NeededFields(["customer.first_name", "customer.id"])
        let lines = [
            "{\"id\":1,\"customer\":{\"id\":2,\"first_name\":\"b\"},\"customer_data\":{\"id\":3,\"first_name\":\"a\"}}",
            "{\"id\":1,\"customer\":{\"id\":2,\"first_name\":\"b\"}}", "{\"id\":1,\"customer\":{\"id\":2}}",
            "{\"id\":1,\"customer\":null}", "{\"id\":1}", "{\"id\":1,\"customer_data\":{}}",
            "{\"id\":1,\"customer_data\":7}",
        ]
        let outcome = ScanOutcome.lines(Array(lines.joined(separator: "\n").utf8), names)
        #expect(
            outcome.table == [
                [.text("a"), .number(Decimal(3))], [.text("b"), .number(Decimal(2))], [.null, .null], [.null, .null],
                [.null, .null],
            ]
        )
        #expect(outcome.odd.count == 2)
    }

    @Test
    func elementsMayHaveLineFeedsBetweenTheirTokens() {
        let parts = [
            "{\n  \"id\": 1,\n  \"notes\": \"x\"\n}", " {\"id\":2}\r\n", "{\"id\":3,\"notes\":\"a\nb\"}",
            "{\"id\":4} x", " ", "",
        ]
        var bytes = Array("[".utf8)
        var elements: [Range<Int>] = []
        for part in parts {
            elements.append(bytes.count..<bytes.count + part.utf8.count)
            bytes += Array(part.utf8) + [UInt8(ascii: ",")]
        }
        let outcome = ScanOutcome.elements(bytes, elements, fields)
        #expect(outcome.rows == Array(elements[..<2]))
        #expect(outcome.odd == Array(elements[2...]))
        #expect(outcome.table == [[.number(Decimal(1)), .text("x")], [.number(Decimal(2)), .null]])
    }
}
