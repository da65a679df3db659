/// A result that does not fit in the 38 digits of a `Decimal`.
package struct ArithmeticOverflow: Error, Equatable {
    package init() {}
}

extension Decimal {
    package func adding(_ other: Decimal) throws(ArithmeticOverflow) -> Decimal {
        let scale = max(scale, other.scale)
        guard let left = coefficient(atScale: scale), let right = other.coefficient(atScale: scale) else {
            throw ArithmeticOverflow()
        }
        let (sum, overflow) = left.addingReportingOverflow(right)
        guard !overflow else { throw ArithmeticOverflow() }
        return Decimal(coefficient: sum, scale: scale)
    }

    package func subtracting(_ other: Decimal) throws(ArithmeticOverflow) -> Decimal {
        try adding(other.negated())
    }

    package func negated() throws(ArithmeticOverflow) -> Decimal {
        guard coefficient != .min else { throw ArithmeticOverflow() }
        return Decimal(coefficient: -coefficient, scale: scale)
    }

    package func multiplied(by other: Decimal) throws(ArithmeticOverflow) -> Decimal {
        let (product, overflow) = coefficient.multipliedReportingOverflow(by: other.coefficient)
        guard !overflow else { throw ArithmeticOverflow() }
        return try Decimal.reduced(coefficient: product, scale: scale + other.scale)
    }

    /// The quotient rounded half to even at six decimals; nil for a division by zero.
    package func divided(by other: Decimal) throws(ArithmeticOverflow) -> Decimal? {
        guard other.coefficient != 0 else { return nil }
        let shift = Self.divisionScale + other.scale - scale
        var numerator = coefficient
        var denominator = other.coefficient
        if shift >= 0 {
            numerator = try Self.shifted(numerator, by: shift)
        } else {
            denominator = try Self.shifted(denominator, by: -shift)
        }
        // The one quotient of two numbers that fit which does not fit itself.
        guard numerator != .min || denominator != -1 else { throw ArithmeticOverflow() }
        let quotient = Self.roundedQuotient(numerator, denominator)
        return Decimal(coefficient: quotient, scale: Self.divisionScale)
    }

    /// The value rounded half to even at `places` digits behind the point.
    package func rounded(toPlaces places: Int) -> Decimal {
        guard places < scale else { return self }
        let divisor = Self.power(scale - max(places, 0))
        return Decimal(coefficient: Self.roundedQuotient(coefficient, divisor), scale: max(places, 0))
    }

    package func absoluteValue() throws(ArithmeticOverflow) -> Decimal {
        coefficient < 0 ? try negated() : self
    }

    private static func shifted(_ value: Int128, by digits: Int) throws(ArithmeticOverflow) -> Int128 {
        guard value != 0 else { return 0 }
        guard digits <= maximumScale else { throw ArithmeticOverflow() }
        let (product, overflow) = value.multipliedReportingOverflow(by: power(digits))
        guard !overflow else { throw ArithmeticOverflow() }
        return product
    }

    private static func roundedQuotient(_ numerator: Int128, _ denominator: Int128) -> Int128 {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        guard remainder != 0 else { return quotient }
        let rest = remainder.magnitude
        let missing = denominator.magnitude - rest
        let roundsAway = rest > missing || (rest == missing && quotient % 2 != 0)
        guard roundsAway else { return quotient }
        return (numerator < 0) == (denominator < 0) ? quotient + 1 : quotient - 1
    }

    /// A product whose scale may be past the maximum, if trailing zeros allow it.
    private static func reduced(coefficient: Int128, scale: Int) throws(ArithmeticOverflow) -> Decimal {
        var coefficient = coefficient
        var scale = scale
        while scale > maximumScale {
            guard coefficient % 10 == 0 else { throw ArithmeticOverflow() }
            coefficient /= 10
            scale -= 1
        }
        return Decimal(coefficient: coefficient, scale: scale)
    }
}
