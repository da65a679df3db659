// Every test of a number, instant or boolean against constants comes down to one thing: which 64-bit integers pass,
// as ranges, and whether null does. Constants with more digits than the column has, or too large for it, are dealt
// with here once, so that the kernels compare integers only.

import OrderModel
import OrderReference

/// Which values of a column of integers pass a test.
struct IntegerTest: Hashable {
    /// Ascending, with at least one integer between two of them that does not pass.
    private(set) var ranges: [ClosedRange<Int64>]
    private(set) var acceptsNull: Bool

    static let nothing = IntegerTest([], acceptsNull: false)
    static let anyValue = IntegerTest([.min ... .max], acceptsNull: false)
    static let onlyNull = IntegerTest([], acceptsNull: true)

    /// Brings any ranges into order.
    init(_ ranges: [ClosedRange<Int64>], acceptsNull: Bool) {
        self.acceptsNull = acceptsNull
        self.ranges = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard let last = self.ranges.last else {
                self.ranges = [range]
                continue
            }
            if last.upperBound == .max || range.lowerBound <= last.upperBound + 1 {
                self.ranges[self.ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                self.ranges.append(range)
            }
        }
    }

    /// What passes exactly where this does not.
    var inverted: IntegerTest {
        var gaps: [ClosedRange<Int64>] = []
        var start: Int64? = .min
        for range in ranges {
            if let start, start < range.lowerBound { gaps.append(start...range.lowerBound - 1) }
            start = range.upperBound == .max ? nil : range.upperBound + 1
        }
        if let start { gaps.append(start...Int64.max) }
        return IntegerTest(gaps, acceptsNull: !acceptsNull)
    }

    func union(_ other: IntegerTest) -> IntegerTest {
        IntegerTest(ranges + other.ranges, acceptsNull: acceptsNull || other.acceptsNull)
    }

    func intersection(_ other: IntegerTest) -> IntegerTest {
        inverted.union(other.inverted).inverted
    }

    func contains(_ value: Int64) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= value
    }
}

/// What the integers of a column mean.
enum IntegerMeaning: Hashable {
    case numbers(scale: Int)
    case instants
    /// 0 is false, 1 is true.
    case booleans
}

extension IntegerTest {
    /// What passes a test in a column of integers.
    init(_ test: FieldTest, _ meaning: IntegerMeaning, _ time: TimeContext) {
        switch test {
        case .comparison(let operation, let constant):
            self.init(operation, constant, meaning, time)
        case .membership(let constants):
            let parts = constants.map { IntegerTest(.equal, $0, meaning, time) }
            self.init(parts.flatMap(\.ranges), acceptsNull: parts.contains(where: \.acceptsNull))
        case .between(let lower, let upper):
            self = IntegerTest(.greaterOrEqual, lower, meaning, time)
                .intersection(IntegerTest(.lessOrEqual, upper, meaning, time))
        case .isNull: self = .onlyNull
        case .has: self = .anyValue
        case .truth: self = meaning == .booleans ? IntegerTest([1...1], acceptsNull: false) : .nothing
        case .text, .pattern: self = .nothing
        }
    }

    private init(
        _ operation: ComparisonOperator,
        _ constant: Value,
        _ meaning: IntegerMeaning,
        _ time: TimeContext
    ) {
        if operation == .notEqual {
            self = IntegerTest(.equal, constant, meaning, time).inverted
        } else if constant.isNull {
            self = operation == .equal ? .onlyNull : .nothing
        } else if let span = IntegerSpan(constant, meaning, time) {
            self = span.test(operation)
        } else {
            // A constant of another type is equal to no value, and none is before or after it.
            self = .nothing
        }
    }
}

/// Where a constant stands among the integers of a column.
private struct IntegerSpan {
    /// The least integer that is not before the constant.
    let lower: Int128
    /// The greatest integer that is not after it; less than `lower` where the constant lies between two integers.
    let upper: Int128

    init?(_ constant: Value, _ meaning: IntegerMeaning, _ time: TimeContext) {
        switch (meaning, constant) {
        case (.numbers(let scale), .number(let number)): self.init(number, scale: scale)
        case (.instants, .instant(let instant)):
            self.init(at: Int128(instant.microseconds))
        case (.instants, .period(let period)):
            let range = time.range(of: period)
            self.init(lower: Int128(range.lower.microseconds), upper: Int128(range.upper.microseconds) - 1)
        case (.booleans, .boolean(let boolean)):
            self.init(at: boolean ? 1 : 0)
        default: return nil
        }
    }

    private init(lower: Int128, upper: Int128) {
        self.lower = lower
        self.upper = upper
    }

    private init(at place: Int128) {
        self.init(lower: place, upper: place)
    }

    private init(_ number: Decimal, scale: Int) {
        if number.scale <= scale {
            let (product, overflow) = number.coefficient.multipliedReportingOverflow(
                by: Decimal.power(scale - number.scale)
            )
            let value = overflow ? (number.coefficient < 0 ? -Self.beyond : Self.beyond) : product
            lower = min(max(value, -Self.beyond), Self.beyond)
            upper = lower
        } else {
            // The digits that the column does not have are not all 0, so the constant lies between two integers.
            let (quotient, remainder) = number.coefficient.quotientAndRemainder(
                dividingBy: Decimal.power(number.scale - scale)
            )
            let below = remainder < 0 ? quotient - 1 : quotient
            upper = min(max(below, -Self.beyond), Self.beyond)
            lower = remainder == 0 ? upper : upper + 1
        }
    }

    /// More than any 64-bit integer, and far from the end of 128 bits.
    private static let beyond: Int128 = 1 << 100

    func test(_ operation: ComparisonOperator) -> IntegerTest {
        switch operation {
        case .equal, .notEqual: Self.test(lower, upper)
        case .less: Self.test(-Self.beyond, lower - 1)
        case .lessOrEqual: Self.test(-Self.beyond, upper)
        case .greater: Self.test(upper + 1, Self.beyond)
        case .greaterOrEqual: Self.test(lower, Self.beyond)
        }
    }

    private static func test(_ lower: Int128, _ upper: Int128) -> IntegerTest {
        let start = max(lower, Int128(Int64.min))
        let end = min(upper, Int128(Int64.max))
        guard start <= end, let first = Int64(exactly: start), let last = Int64(exactly: end) else { return .nothing }
        return IntegerTest([first...last], acceptsNull: false)
    }
}
