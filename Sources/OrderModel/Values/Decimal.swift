/// An exact decimal number: a whole coefficient and the number of its digits behind the point.
///
/// Money must never pass through binary floating point, so every number of the language and of the data is
/// one of these. A value has one form only (no trailing zeros behind the point), so `75000`, `75000.0` and
/// `"75000.00"` are equal and print alike. Thirty-eight digits fit; what does not fit is an error for the
/// caller to report, never a rounded number.
package struct Decimal: Sendable, Hashable {
    /// The digits as one whole number; the value is `coefficient / 10^scale`.
    package let coefficient: Int128
    /// How many of the digits stand behind the point, 0 to `maximumScale`.
    package let scale: Int

    /// The most digits behind the point that a value may have.
    package static let maximumScale = 38
    /// How many digits behind the point a division keeps.
    package static let divisionScale = 6

    package static let zero = Decimal(0)

    package init(_ value: Int) {
        self.init(coefficient: Int128(value), scale: 0)
    }

    /// Makes a value from a coefficient and a scale, dropping trailing zeros behind the point.
    package init(coefficient: Int128, scale: Int) {
        precondition((0...Self.maximumScale).contains(scale), "a decimal has 0 to 38 digits behind the point")
        var coefficient = coefficient
        var scale = scale
        while scale > 0, coefficient % 10 == 0 {
            coefficient /= 10
            scale -= 1
        }
        self.coefficient = coefficient
        self.scale = scale
    }

    /// The value as a 64-bit whole number, nil when it has a fraction or does not fit.
    package var wholeNumber: Int? {
        scale == 0 ? Int(exactly: coefficient) : nil
    }

    /// Whether the value has no digits behind the point.
    package var isWhole: Bool { scale == 0 }

    /// `10^exponent`, for exponents from 0 to 38.
    package static func power(_ exponent: Int) -> Int128 {
        var result: Int128 = 1
        for _ in 0..<exponent { result *= 10 }
        return result
    }

    /// The coefficient that the value has at a larger scale, nil when it does not fit.
    func coefficient(atScale target: Int) -> Int128? {
        guard target - scale <= Self.maximumScale else { return coefficient == 0 ? 0 : nil }
        let (product, overflow) = coefficient.multipliedReportingOverflow(by: Self.power(target - scale))
        return overflow ? nil : product
    }
}

extension Decimal: Comparable {
    package static func < (left: Decimal, right: Decimal) -> Bool {
        let scale = max(left.scale, right.scale)
        // A coefficient that no longer fits at the common scale belongs to the number of larger magnitude.
        guard let leftDigits = left.coefficient(atScale: scale) else { return left.coefficient < 0 }
        guard let rightDigits = right.coefficient(atScale: scale) else { return right.coefficient > 0 }
        return leftDigits < rightDigits
    }
}

extension Decimal: CustomStringConvertible {
    /// The shortest exact spelling, without an exponent: `-1025000`, `0.5`.
    package var description: String {
        guard scale > 0 else { return String(coefficient) }
        var digits = String(coefficient.magnitude)
        if digits.count <= scale {
            digits = String(repeating: "0", count: scale - digits.count + 1) + digits
        }
        let point = digits.index(digits.endIndex, offsetBy: -scale)
        return (coefficient < 0 ? "-" : "") + digits[..<point] + "." + digits[point...]
    }
}
