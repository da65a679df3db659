import OrderModel
import OrderReference
import OrderTestSupport
import Testing

@testable import OrderEngine

struct IntegerTestTests {
    static func ranges(_ operation: ComparisonOperator, _ constant: String, scale: Int) -> [ClosedRange<Int64>] {
        let number = Value.number(Decimal(constant) ?? .zero)
        return IntegerTest(.comparison(operation, number), .numbers(scale: scale), tehranTime).ranges
    }

    @Test func numbers() {
        #expect(Self.ranges(.equal, "12.5", scale: 2) == [1250...1250])
        #expect(Self.ranges(.equal, "12.505", scale: 2) == [])
        #expect(Self.ranges(.notEqual, "12.505", scale: 2) == [.min ... .max])
        #expect(Self.ranges(.less, "12.505", scale: 2) == [.min...1250])
        #expect(Self.ranges(.lessOrEqual, "12.505", scale: 2) == [.min...1250])
        #expect(Self.ranges(.greater, "12.505", scale: 2) == [1251 ... .max])
        #expect(Self.ranges(.greaterOrEqual, "12.5", scale: 2) == [1250 ... .max])
        #expect(Self.ranges(.greaterOrEqual, "-12.505", scale: 2) == [-1250 ... .max])
        #expect(Self.ranges(.less, "-12.505", scale: 2) == [.min ... -1251])
        #expect(Self.ranges(.less, "-12.5", scale: 2) == [.min ... -1251])
        #expect(Self.ranges(.less, "9223372036854775808", scale: 0) == [.min ... .max])
        #expect(Self.ranges(.greater, "9223372036854775807", scale: 0) == [])
        #expect(Self.ranges(.lessOrEqual, "-9223372036854775808", scale: 0) == [.min ... .min])
        #expect(Self.ranges(.less, "1e37", scale: 18) == [.min ... .max])
        #expect(Self.ranges(.greater, "-1e37", scale: 18) == [.min ... .max])
        #expect(Self.ranges(.equal, "1e37", scale: 18) == [])
    }

    @Test("every value beside every constant, at every scale", arguments: [0, 1, 2, 18])
    func exhaustive(scale: Int) {
        let comparison = ValueComparison(time: tehranTime)
        let integers: [Int64] = [.min, .min + 1, -1001, -11, -10, -1, 0, 1, 9, 10, 11, 1000, .max - 1, .max]
        let constants =
            integers.flatMap { value in
                [0, 1, 2, 3, 18, 19, 38].map { Value.number(Decimal(coefficient: Int128(value), scale: $0)) }
            } + [.number(Decimal(coefficient: .max, scale: 0)), .number(Decimal(coefficient: .min, scale: 38)), .null]
        for constant in constants {
            for operation in ComparisonOperator.allCases {
                let test = IntegerTest(.comparison(operation, constant), .numbers(scale: scale), tehranTime)
                for integer in integers {
                    let value = Value.number(Decimal(coefficient: Int128(integer), scale: scale))
                    #expect(
                        test.contains(integer) == comparison.holds(value, operation, constant),
                        "\(integer) at \(scale) \(operation) \(constant)"
                    )
                }
                #expect(test.acceptsNull == comparison.holds(.null, operation, constant))
            }
        }
    }

    @Test func rangesInOrder() {
        let test = IntegerTest([5...9, 1...4, 20...30, 25...26, .max ... .max], acceptsNull: false)
        #expect(test.ranges == [1...9, 20...30, .max ... .max])
        #expect(test.inverted.ranges == [.min...0, 10...19, 31...Int64.max - 1])
        #expect(test.inverted.acceptsNull)
        #expect(test.inverted.inverted == test)
        #expect(IntegerTest.anyValue.inverted == .onlyNull)
        #expect(test.intersection(IntegerTest([8...22], acceptsNull: true)).ranges == [8...9, 20...22])
    }
}
