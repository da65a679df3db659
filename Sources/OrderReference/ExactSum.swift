package import OrderModel

/// A sum that is exact, and so the same whatever the order of its terms.
///
/// What no longer fits on the way is kept aside; only a total that does not fit in the end is an overflow.
package struct ExactSum: Sendable {
    private var coefficient: Int128 = 0
    private var scale = 0
    /// What did not fit with the rest, counted in the smallest unit that a decimal has; nil until that happens.
    private var spilled: WideInteger?

    package init() {}

    package mutating func add(_ number: Decimal) {
        add(coefficient: number.coefficient, scale: number.scale)
    }

    /// Adds `term / 10^termScale`.
    package mutating func add(coefficient term: Int128, scale termScale: Int) {
        guard termScale == scale else { return addRescaled(term, termScale) }
        let (sum, overflow) = coefficient.addingReportingOverflow(term)
        if overflow { spill(term, termScale) } else { coefficient = sum }
    }

    package mutating func merge(_ other: ExactSum) {
        add(coefficient: other.coefficient, scale: other.scale)
        guard let wide = other.spilled else { return }
        spilled = (spilled ?? WideInteger()).adding(wide)
    }

    /// The sum as a number, if it fits in one.
    package func total() throws(ArithmeticOverflow) -> Decimal {
        guard let spilled else { return Decimal(coefficient: coefficient, scale: scale) }
        return try spilled.adding(WideInteger(coefficient, timesPowerOfTen: Decimal.maximumScale - scale)).decimal()
    }

    private mutating func addRescaled(_ term: Int128, _ termScale: Int) {
        if termScale < scale {
            let (scaled, overflow) = term.multipliedReportingOverflow(by: Decimal.power(scale - termScale))
            if overflow { spill(term, termScale) } else { add(coefficient: scaled, scale: scale) }
            return
        }
        let (scaled, overflow) = coefficient.multipliedReportingOverflow(by: Decimal.power(termScale - scale))
        if overflow {
            spill(coefficient, scale)
            coefficient = 0
        } else {
            coefficient = scaled
        }
        scale = termScale
        add(coefficient: term, scale: termScale)
    }

    private mutating func spill(_ term: Int128, _ termScale: Int) {
        let term = WideInteger(term, timesPowerOfTen: Decimal.maximumScale - termScale)
        spilled = (spilled ?? WideInteger()).adding(term)
    }
}

/// A whole number of 384 bits: room for the sum of as many decimals as there can be, all at the largest scale.
private struct WideInteger: Sendable {
    private var low: UInt128 = 0
    private var middle: UInt128 = 0
    private var high: Int128 = 0

    init() {}

    init(_ value: Int128, timesPowerOfTen exponent: Int) {
        let product = value.multipliedFullWidth(by: Decimal.power(exponent))
        low = product.low
        middle = UInt128(bitPattern: product.high)
        high = product.high < 0 ? -1 : 0
    }

    func adding(_ other: WideInteger) -> WideInteger {
        var sum = WideInteger()
        let (low, firstCarry) = low.addingReportingOverflow(other.low)
        let (partial, secondCarry) = middle.addingReportingOverflow(other.middle)
        let (middle, thirdCarry) = partial.addingReportingOverflow(firstCarry ? 1 : 0)
        sum.low = low
        sum.middle = middle
        sum.high = high &+ other.high &+ (secondCarry ? 1 : 0) &+ (thirdCarry ? 1 : 0)
        return sum
    }

    /// The value as a number of units of `10^-maximumScale`.
    func decimal() throws(ArithmeticOverflow) -> Decimal {
        let isNegative = high < 0
        var rest = isNegative ? negated() : self
        var scale = Decimal.maximumScale
        while scale > 0 {
            let (quotient, remainder) = rest.dividedByTen()
            guard remainder == 0 else { break }
            rest = quotient
            scale -= 1
        }
        let limit = UInt128(Int128.max) + (isNegative ? 1 : 0)
        guard rest.high == 0, rest.middle == 0, rest.low <= limit else { throw ArithmeticOverflow() }
        let coefficient = isNegative ? Int128(truncatingIfNeeded: 0 &- rest.low) : Int128(rest.low)
        return Decimal(coefficient: coefficient, scale: scale)
    }

    private func negated() -> WideInteger {
        var inverse = WideInteger()
        inverse.low = ~low
        inverse.middle = ~middle
        inverse.high = ~high
        return inverse.adding(WideInteger(1, timesPowerOfTen: 0))
    }

    /// The quotient and remainder of a number that isn't negative.
    private func dividedByTen() -> (quotient: WideInteger, remainder: UInt128) {
        var quotient = WideInteger()
        let (high, highRest) = UInt128(high.magnitude).quotientAndRemainder(dividingBy: 10)
        let (middle, middleRest) = UInt128(10).dividingFullWidth((highRest, middle))
        let (low, remainder) = UInt128(10).dividingFullWidth((middleRest, low))
        quotient.high = Int128(high)
        quotient.middle = middle
        quotient.low = low
        return (quotient, remainder)
    }
}
