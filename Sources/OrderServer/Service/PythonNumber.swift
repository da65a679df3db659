/// A whole number in a path, read as Python reads it.
enum PythonNumber: Sendable, Hashable {
    case number(Int)
    /// A number that no order's id can be.
    case huge

    /// Nil for what is no whole number.
    ///
    /// Blanks around it, a sign, digits of any script, and an underscore between two digits are fine.
    init?(_ text: String) {
        var scalars = Array(text.unicodeScalars)[...]
        while let first = scalars.first, Self.isBlank(first) { scalars.removeFirst() }
        while let last = scalars.last, Self.isBlank(last) { scalars.removeLast() }
        let isNegative = scalars.first == "-"
        if isNegative || scalars.first == "+" { scalars.removeFirst() }
        guard let digits = Self.digits(scalars) else { return nil }
        let magnitude = digits.reduce(into: Int?.some(0)) { sum, digit in
            guard let (product, overflow) = sum?.multipliedReportingOverflow(by: 10), !overflow else {
                return sum = nil
            }
            let (next, isTooLarge) = product.addingReportingOverflow(digit)
            sum = isTooLarge ? nil : next
        }
        self = magnitude.map { .number(isNegative ? -$0 : $0) } ?? .huge
    }

    /// More digits than these are an error to Python.
    private static let maximumDigitCount = 4300

    private static func digits(_ scalars: ArraySlice<Unicode.Scalar>) -> [Int]? {
        var digits: [Int] = []
        var followsDigit = false
        for scalar in scalars {
            if scalar == "_", followsDigit {
                followsDigit = false
                continue
            }
            guard let value = digit(scalar) else { return nil }
            digits.append(value)
            followsDigit = true
        }
        return followsDigit && digits.count <= maximumDigitCount ? digits : nil
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        guard scalar.properties.generalCategory == .decimalNumber else { return nil }
        return scalar.properties.numericValue.map { Int($0) }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }
}
