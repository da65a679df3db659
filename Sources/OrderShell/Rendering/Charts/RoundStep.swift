import OrderModel

/// A round distance between ticks or the borders of bins.
struct RoundStep: Equatable {
    let size: Decimal

    /// The smallest round step that has at most so many multiples in a range; nil where it has no length.
    static func fitting(_ range: ClosedRange<Decimal>, _ measure: ChartMeasure, limit: Int) -> RoundStep? {
        guard range.lowerBound < range.upperBound else { return nil }
        return sizes(for: range, measure).lazy.map(RoundStep.init).first {
            let (first, last) = $0.bounds(of: range)
            return last.subtractingReportingOverflow(first).partialValue < Int128(max(limit, 2))
        }
    }

    /// The multiples that lie in a range, as factors of the step.
    func multiples(in range: ClosedRange<Decimal>) -> [Int128] {
        let (first, last) = bounds(of: range)
        return first <= last ? Array(first...last) : []
    }

    /// The multiples and, at either end that they leave bare, one more.
    func widened(_ multiples: [Int128], over range: ClosedRange<Decimal>) -> [Int128] {
        let first = Self.floor(range.lowerBound, size)
        let last = Self.floor(range.upperBound, size)
        let end = amount(last).map { $0 < range.upperBound } ?? false ? last + 1 : last
        return first <= end && end - first < 1000 ? Array(first...end) : multiples
    }

    /// A multiple of the step; nil where it has more than 38 digits.
    func amount(_ factor: Int128) -> Decimal? {
        let (product, overflow) = factor.multipliedReportingOverflow(by: size.coefficient)
        return overflow ? nil : Decimal(coefficient: product, scale: size.scale)
    }

    private func bounds(of range: ClosedRange<Decimal>) -> (first: Int128, last: Int128) {
        let floored = Self.floor(range.lowerBound, size)
        let isMultiple = amount(floored) == range.lowerBound
        return (isMultiple ? floored : floored + 1, Self.floor(range.upperBound, size))
    }

    /// How often the step goes into an amount, rounded down.
    ///
    /// Where the two have no common scale the amount is so much larger that its digits behind the point don't count.
    static func floor(_ amount: Decimal, _ size: Decimal) -> Int128 {
        let scale = max(amount.scale, size.scale)
        guard let numerator = coefficient(amount, scale), let divisor = coefficient(size, scale) else {
            let whole = amount.rounded(toPlaces: 0)
            return quotient(whole.coefficient, max(1, size.rounded(toPlaces: 0).coefficient))
        }
        return quotient(numerator, divisor)
    }

    private static func coefficient(_ amount: Decimal, _ scale: Int) -> Int128? {
        let (product, overflow) = amount.coefficient.multipliedReportingOverflow(
            by: Decimal.power(scale - amount.scale)
        )
        return overflow ? nil : product
    }

    private static func quotient(_ numerator: Int128, _ divisor: Int128) -> Int128 {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The round sizes that come into question, ascending.
    private static func sizes(for range: ClosedRange<Decimal>, _ measure: ChartMeasure) -> [Decimal] {
        let extent = (try? range.upperBound.subtracting(range.lowerBound)) ?? range.upperBound
        let exponent = extent.exponent ?? 0
        switch measure {
        case .number(let isWhole):
            // A step of more digits than fit beside the bounds would not be exact.
            let magnitude = max(range.upperBound.exponent ?? 0, range.lowerBound.exponent ?? 0)
            let least = max(isWhole ? 0 : -Decimal.maximumScale, magnitude - 36, exponent - 3)
            return decades(from: least, to: max(least, 38))
        case .duration, .instant, .date: return durations + decades(from: 0, to: 9).compactMap(days)
        }
    }

    private static func decades(from least: Int, to most: Int) -> [Decimal] {
        (least...most).flatMap { exponent in
            [1, 2, 5].compactMap { (digit: Int128) -> Decimal? in
                if exponent < 0 { return Decimal(coefficient: digit, scale: -exponent) }
                let (product, overflow) = digit.multipliedReportingOverflow(by: Decimal.power(exponent))
                return overflow ? nil : Decimal(coefficient: product, scale: 0)
            }
        }
    }

    private static func days(_ count: Decimal) -> Decimal? {
        try? count.multiplied(by: Decimal(Int(TimeAmount.microsecondsPerDay)))
    }

    /// The round lengths of time below a day, in microseconds.
    private static let durations: [Decimal] = {
        let second = 1_000_000
        let minutes = [1, 2, 5, 10, 15, 30].map { $0 * 60 * second }
        let hours = [1, 2, 3, 6, 12].map { $0 * 3600 * second }
        let seconds = [1, 2, 5, 10, 15, 30].map { $0 * second }
        let fractions = [1, 10, 100, 1000, 10_000, 100_000].flatMap { [$0, 2 * $0, 5 * $0] }
        return (fractions + seconds + minutes + hours).map(Decimal.init)
    }()
}
