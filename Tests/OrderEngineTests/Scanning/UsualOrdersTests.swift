// Orders as servers usually write them must never need the strict parser.

import OrderModel
import Testing

@testable import OrderEngine

struct UsualOrdersTests {
    /// Writes JSON as other programs do: a space behind commas and colons, other letters than ASCII's as escapes.
    private func text(_ value: JSONValue, space: String, hasEscapes: Bool) -> String {
        switch value {
        case .array(let elements):
            let texts = elements.map { text($0, space: space, hasEscapes: hasEscapes) }
            return "[" + texts.joined(separator: "," + space) + "]"
        case .object(let object):
            let texts = object.members.map { member in
                "\"\(member.key)\":" + space + text(member.value, space: space, hasEscapes: hasEscapes)
            }
            return "{" + texts.joined(separator: "," + space) + "}"
        case .text where hasEscapes:
            return value.serialized().utf16.map { unit in
                let digits = String(unit, radix: 16)
                let escape = "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                return unit < 0x80 ? String(decoding: [unit], as: UTF16.self) : escape
            }.joined()
        default: return value.serialized()
        }
    }

    @Test(arguments: ["", " "], [false, true])
    func sampleOrdersAreNeverOdd(_ space: String, _ hasEscapes: Bool) {
        let lines = SampleOrders(count: 300, seed: 7).map {
            text(.object($0.document), space: space, hasEscapes: hasEscapes)
        }
        let bytes = Array(lines.joined(separator: "\n").utf8)
        let outcome = ScanOutcome.lines(bytes, .all)
        #expect(outcome.odd.isEmpty)
        #expect(outcome.rows.count == lines.count)
        for (range, row) in zip(outcome.rows, outcome.table) { #expect(strictRow(bytes[range], .all) == row) }
    }

    @Test
    func keysInAnotherOrderFromLineToLineAreNotOdd() {
        let fields = NeededFields(["id", "status", "total", "billing_city.name", "items.unit_price"])
        var lines: [String] = []
        for (index, order) in SampleOrders(count: 200, seed: 8).enumerated() {
            let members = order.document.members
            let turn = index * 7 % members.count
            let turned = JSONObject(Array(members[turn...] + members[..<turn]))
            lines.append(JSONValue.object(turned).serialized())
        }
        let bytes = Array(lines.joined(separator: "\n").utf8)
        let outcome = ScanOutcome.lines(bytes, fields)
        #expect(outcome.odd.isEmpty)
        for (range, row) in zip(outcome.rows, outcome.table) { #expect(strictRow(bytes[range], fields) == row) }
    }
}
