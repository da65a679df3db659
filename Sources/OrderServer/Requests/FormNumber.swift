import OrderModel

/// A number as Django's `DecimalField` reads it, through Python's `Decimal`: ` 1e0 `, `.5`, `1_000`, `۷`.
///
/// It is kept as digits, since it may be far longer than what any column holds.
struct FormNumber {
    /// A number in the range of a column, or the side on which it lies outside.
    enum Fitted<Value> {
        case value(Value)
        case below
        case above
    }

    private var isNegative = false
    /// From 0 to 9, the first one not 0; none for zero.
    private var digits: [UInt8] = []
    /// The power of ten of the last digit.
    private var exponent = 0

    /// Refuses what is no finite number, and what is above 1e50, where django-filter draws the line.
    init(_ text: some StringProtocol) throws(FormProblem) {
        var rest = strippedScalars(text)
        if !rest.isEmpty { rest = ArraySlice(rest.filter { $0 != "_" }) }
        isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest = rest.dropFirst() }
        let digitCount = takeDigits(from: &rest)
        var fractionCount = 0
        if rest.first == "." {
            rest = rest.dropFirst()
            fractionCount = takeDigits(from: &rest)
        }
        guard digitCount + fractionCount > 0, let written = Self.exponent(rest) else { throw .noNumber }
        digits = Array(digits.drop { $0 == 0 })
        exponent = written - fractionCount
        guard isExponentSound else { throw .noNumber }
        guard !isTooLarge else { throw .tooLarge }
    }

    private mutating func takeDigits(from rest: inout ArraySlice<Unicode.Scalar>) -> Int {
        let start = digits.count
        while let digit = rest.first?.decimalDigit {
            digits.append(UInt8(digit))
            rest = rest.dropFirst()
        }
        return digits.count - start
    }

    /// The exponent that a text of `e5` and the like names, 0 for none; nil when it is malformed.
    ///
    /// Bounded, so that it cannot overflow.
    private static func exponent(_ text: ArraySlice<Unicode.Scalar>) -> Int? {
        guard !text.isEmpty else { return 0 }
        guard text.first == "e" || text.first == "E" else { return nil }
        var rest = text.dropFirst()
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest = rest.dropFirst() }
        guard !rest.isEmpty else { return nil }
        var exponent = 0
        for scalar in rest {
            guard let digit = scalar.decimalDigit else { return nil }
            exponent = exponent < exponentBound / 10 ? exponent * 10 + digit : exponentBound
        }
        return isNegative ? -exponent : exponent
    }

    private static let exponentBound = 4_000_000_000_000_000_000
}

extension FormNumber {
    /// The largest exponent of Python's `Decimal` on 64 bits.
    private static let largestExponent = 999_999_999_999_999_999

    /// The power of ten of the first digit.
    private var magnitude: Int { digits.count + exponent - 1 }

    private var isExponentSound: Bool {
        exponent >= 1 - 2 * Self.largestExponent
            && (digits.isEmpty ? exponent : magnitude) <= Self.largestExponent
    }

    /// The binary number nearest to 1e50, with which django-filter compares.
    private static let upperBound = Array("100000000000000007629769841091887003294964970946560".utf8).map { $0 - 0x30 }

    private var isTooLarge: Bool {
        guard !isNegative, !digits.isEmpty, magnitude >= Self.upperBound.count - 1 else { return false }
        guard magnitude == Self.upperBound.count - 1 else { return true }
        let bound = Self.upperBound + Array(repeating: 0, count: max(0, digits.count - Self.upperBound.count))
        return bound.lexicographicallyPrecedes(digits)
    }

    /// The number without its fraction, as a 64-bit integer.
    var wholeNumber: Fitted<Int> {
        guard case .value(let coefficient) = coefficient(digitsBehindPoint: 0, roundsAway: false) else {
            return isNegative ? .below : .above
        }
        if let number = Int(exactly: coefficient) { return .value(number) }
        return isNegative ? .below : .above
    }

    /// The number as an amount: exact up to eighteen digits behind the point, and of a longer one the next amount
    /// above or below it.
    ///
    /// No order's amount lies in between, so that a range that ends there has the same orders.
    func amount(isMinimum: Bool) -> Fitted<Decimal> {
        let wholeCount = max(0, digits.count + exponent)
        let scale = max(2, min(18, 38 - wholeCount))
        switch coefficient(digitsBehindPoint: scale, roundsAway: isMinimum != isNegative) {
        case .value(let coefficient): return .value(Decimal(coefficient: coefficient, scale: scale))
        case .below: return .below
        case .above: return .above
        }
    }

    /// The number times a power of ten as a whole number, cut or rounded away from zero.
    private func coefficient(digitsBehindPoint: Int, roundsAway: Bool) -> Fitted<Int128> {
        let outside: Fitted<Int128> = isNegative ? .below : .above
        let shift = exponent + digitsBehindPoint
        // Thirty-eight digits fit for certain.
        guard digits.isEmpty || digits.count + shift <= 38 else { return outside }
        let keptCount = max(0, digits.count + min(0, shift))
        var result: Int128 = 0
        for digit in digits.prefix(keptCount) { result = result * 10 + Int128(digit) }
        for _ in 0..<(digits.isEmpty ? 0 : max(0, shift)) { result *= 10 }
        if roundsAway, digits.dropFirst(keptCount).contains(where: { $0 != 0 }) { result += 1 }
        return .value(isNegative ? -result : result)
    }
}
