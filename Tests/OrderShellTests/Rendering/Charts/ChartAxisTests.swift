import OrderModel
import OrderTestSupport
import Testing

@testable import OrderShell

@Suite struct ChartAxisTests {
    @Test(arguments: [
        ("0", "7", ["0", "2", "4", "6", "8"]), ("-3", "12", ["-5", "0", "5", "10", "15"]),
        ("0.001", "0.0042", ["0.001", "0.002", "0.003", "0.004", "0.005"]),
        ("0", "1925", ["0", "500", "1,000", "1,500", "2,000"]), ("5", "5", ["5"]),
    ])
    func ticksAreRoundAndCoverTheData(_ lower: String, _ upper: String, _ labels: [String]) throws {
        let range = try #require(Decimal(lower))...(try #require(Decimal(upper)))
        let axis = ChartAxis.amounts(range, .number(isWhole: false), tickLimit: 5, isWidened: true)
        #expect(axis.ticks.map(\.label) == labels)
    }

    @Test func durationsHaveTheirOwnSteps() {
        let hour = Decimal(3_600_000_000)
        let axis = ChartAxis.amounts(Decimal.zero...hour, .duration, tickLimit: 5, isWidened: true)
        #expect(axis.ticks.map(\.label) == ["0s", "15min", "30min", "45min", "1h"])
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func anyRangeIsCovered(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        func amount() -> Decimal {
            let edges: [Int128] = [0, 1, .max, .min + 1, Decimal.power(38)]
            let random = Int128(generator.below(100_000)) * Decimal.power(generator.below(33))
            let digits = generator.oneIn(4) ? generator.pick(edges) : random * (generator.oneIn(2) ? -1 : 1)
            return Decimal(coefficient: digits, scale: generator.pick([0, 0, 2, 38]))
        }
        let ends = [amount(), amount()].sorted()
        for limit in [2, 5, 20] {
            let axis = ChartAxis.amounts(ends[0]...ends[1], .number(isWhole: false), tickLimit: limit, isWidened: true)
            #expect(axis.lower <= ends[0] && axis.upper >= ends[1])
            #expect(axis.ticks.count <= limit + 2)
            #expect(axis.ticks.allSatisfy { axis.lower <= $0.amount && $0.amount <= axis.upper })
            let fractions = axis.ticks.map { axis.fraction(of: $0.amount) }
            #expect(fractions.allSatisfy { (0...1).contains($0) })
            #expect(zip(fractions, fractions.dropFirst()).allSatisfy(<=))
        }
    }
}
