import OrderModel
import OrderReference
import OrderTestSupport
import Testing

/// Sums against those of a plain long addition of digits.
struct ExactSumTests {
    /// A sum counted in units of 10^-38 with as many digits as it takes, sign apart, by school arithmetic.
    private struct LongSum {
        /// Least digit first; negative digits are allowed, since carrying comes last.
        var digits = [Int](repeating: 0, count: 100)

        mutating func add(_ number: Decimal) {
            var place = 38 - number.scale
            for digit in String(number.coefficient.magnitude).utf8.reversed() {
                digits[place] += (number.coefficient < 0 ? -1 : 1) * Int(digit - UInt8(ascii: "0"))
                place += 1
            }
        }

        /// The number as `Decimal` reads it.
        var text: String {
            var digits = digits
            let isNegative = (digits.last { $0 != 0 } ?? 0) < 0 || carried(digits).last.map { $0 < 0 } ?? false
            if isNegative { digits = digits.map { -$0 } }
            let whole = carried(digits).reversed().map { String($0) }.joined()
            return (isNegative ? "-" : "") + whole.dropLast(38) + "." + whole.suffix(38)
        }

        private func carried(_ digits: [Int]) -> [Int] {
            var digits = digits
            for place in 0..<99 {
                let carry = digits[place] >= 0 ? digits[place] / 10 : -((9 - digits[place]) / 10)
                digits[place] -= carry * 10
                digits[place + 1] += carry
            }
            return digits
        }
    }

    private static func number(_ random: inout SeededGenerator) -> Decimal {
        let sign: Int128 = random.oneIn(2) ? 1 : -1
        let magnitude = random.oneIn(3) ? Int128.max >> random.below(8) : Int128(random.next() >> random.below(60))
        return Decimal(coefficient: sign * magnitude, scale: random.oneIn(2) ? random.below(39) : random.below(3))
    }

    @Test("as long addition has it, in one go and merged from parts", arguments: 0..<20)
    func agreesWithLongAddition(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var fittingCount = 0
        for _ in 0..<200 {
            var numbers = (0...random.below(8)).map { _ in Self.number(&random) }
            // Most large numbers are taken back, so that many totals fit.
            for number in numbers where number.scale < 20 && random.below(8) > 0 {
                numbers.append(Decimal(coefficient: -number.coefficient, scale: number.scale))
            }
            numbers.shuffle(using: &random)
            var (long, parts) = (LongSum(), [ExactSum(), ExactSum()])
            for number in numbers {
                long.add(number)
                parts[random.below(2)].add(number)
            }
            parts[0].merge(parts[1])
            var whole = ExactSum()
            for number in numbers { whole.add(number) }
            let expected = Decimal(long.text)
            #expect((try? whole.total()) == expected)
            #expect((try? parts[0].total()) == expected)
            if expected != nil { fittingCount += 1 }
        }
        #expect((20..<200).contains(fittingCount))
    }

    @Test func theLargestNumberFits() throws {
        var sum = ExactSum()
        let largest = Decimal(coefficient: .max, scale: 0)
        sum.add(largest)
        sum.add(Decimal(1))
        #expect(throws: ArithmeticOverflow.self) { try sum.total() }
        sum.add(Decimal(-1))
        #expect(try sum.total() == largest)
        sum.add(Decimal(coefficient: .min, scale: 0))
        sum.add(Decimal(coefficient: .min, scale: 0))
        sum.add(largest)
        #expect(try sum.total() == Decimal(coefficient: -2, scale: 0))
    }
}
