// The scanner against the strict parser: whatever becomes a row must be the row that the strict way gives.

import OrderModel
import OrderTestSupport
import Testing

@testable import OrderEngine

struct LineScannerTests {
    static let fieldSets: [NeededFields] = [
        NeededFields(["id"]),
        NeededFields(["id", "status", "total"]),
        NeededFields(["total", "notes", "customer.first_name", "customer.email", "billing_city.name", "created_at"]),
        NeededFields(["items.unit_price", "items.product_title", "payments"]),
        NeededFields(["payments.payment_method.name", "payments.approved", "customer", "extra"]),
        .all,
    ]

    /// Every row must be the strict one; an odd line is the strict parser's business.
    private func check(_ lines: [[UInt8]], _ outcome: ScanOutcome, _ fields: NeededFields) {
        let bytes = lines.joined(separator: [0x0A])
        let text = Array(bytes)
        #expect(outcome.rows.count == outcome.table.count)
        for (range, row) in zip(outcome.rows, outcome.table) where isStrictJSON(text[range]) {
            #expect(strictRow(text[range], fields) == row, "\(String(decoding: text[range], as: UTF8.self))")
        }
    }

    @Test(arguments: 0..<6)
    func generatedOrdersAreRowsOfTheStrictParserOrOdd(_ set: Int) {
        let fields = Self.fieldSets[set]
        var generator = OrderTextGenerator(seed: UInt64(set) + 1)
        let lines = (0..<500).map { _ in generator.order() }
        let outcome = ScanOutcome.lines(Array(lines.joined(separator: [0x0A])), fields)
        check(lines, outcome, fields)
        #expect(outcome.rows.count + outcome.odd.count == lines.count)
        #expect(outcome.rows.count > 100)
        let broken = outcome.rows.filter { range in
            !isStrictJSON(Array(lines.joined(separator: [0x0A]))[range])
        }
        #expect(broken.count < lines.count / 4)
    }

    @Test(arguments: ScannerBuild.allCases)
    func everyBuildGivesTheSame(_ build: ScannerBuild) {
        guard ScannerBuild.available.contains(build) else { return }
        var generator = OrderTextGenerator(seed: 77)
        let lines = (0..<150).map { _ in mutated(generator.order(), &generator.random, count: 1) }
        let bytes = Array(lines.joined(separator: [0x0A]))
        for fields in Self.fieldSets {
            #expect(ScanOutcome.lines(bytes, fields, build: build) == ScanOutcome.lines(bytes, fields, build: .plain))
        }
    }

    private func mutated(_ line: [UInt8], _ random: inout SeededGenerator, count: Int) -> [UInt8] {
        var line = line
        for _ in 0..<count where !line.isEmpty {
            let byte = random.pick(Array("\"\\{}[]:,0 ntx\n\u{0}".utf8) + [0x80, 0xFF])
            switch random.below(4) {
            case 0: line[random.below(line.count)] = byte
            case 1: line.insert(byte, at: random.below(line.count + 1))
            case 2: line.remove(at: random.below(line.count))
            default: line.removeLast(random.below(line.count))
            }
        }
        return line
    }

    @Test(arguments: 0..<6)
    func aBrokenOrderIsOddOrStillTheSameRow(_ set: Int) {
        let fields = Self.fieldSets[set]
        var generator = OrderTextGenerator(seed: UInt64(set) + 100)
        for _ in 0..<40 {
            let style = OrderTextGenerator.Style(separator: generator.random.pick(["", " "]))
            let original = generator.plainOrder(style)
            let expected = strictRow(original, fields)
            for _ in 0..<20 {
                let line = mutated(original, &generator.random, count: 1)
                let outcome = ScanOutcome.lines(line, fields)
                guard outcome.rows == [0..<line.count] else { continue }
                let row = isStrictJSON(line) ? strictRow(line, fields) : expected
                #expect(outcome.table.first == row, "\(String(decoding: line, as: UTF8.self))")
            }
        }
    }

    @Test
    func manyFaultsNeitherCrashNorChangeWhatIsSound() {
        var generator = OrderTextGenerator(seed: 5)
        for count in 1..<60 {
            let lines = (0..<8).map { _ in mutated(generator.order(), &generator.random, count: count) }
            for fields in Self.fieldSets {
                let bytes = Array(lines.joined(separator: [0x0A]))
                let outcome = ScanOutcome.lines(bytes, fields)
                for (range, row) in zip(outcome.rows, outcome.table) where isStrictJSON(bytes[range]) {
                    #expect(strictRow(bytes[range], fields) == row)
                }
            }
        }
    }

    @Test
    func everyTruncationIsOdd() {
        var generator = OrderTextGenerator(seed: 9)
        let order = generator.plainOrder(OrderTextGenerator.Style(hasEscapes: true))
        for length in 1..<order.count {
            let outcome = ScanOutcome.lines(Array(order[..<length]), Self.fieldSets[1])
            #expect(outcome.rows.isEmpty && outcome.odd == [0..<length])
        }
    }

    @Test(arguments: ["", " ", "\t"], [false, true])
    func plainOrdersAreNeverOdd(_ separator: String, _ hasEscapes: Bool) {
        var generator = OrderTextGenerator(seed: 21)
        let style = OrderTextGenerator.Style(separator: separator, hasEscapes: hasEscapes)
        let lines = (0..<150).map { _ in generator.plainOrder(style) }
        let outcome = ScanOutcome.lines(Array(lines.joined(separator: [0x0A])), .all)
        #expect(outcome.odd.isEmpty)
        #expect(outcome.rows.count == lines.count)
        check(lines, outcome, .all)
    }
}
