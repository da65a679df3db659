// What Python takes for white space, digits and whole numbers, since the values of a query are read with its
// `str.strip`, `int` and regular expressions.

extension Unicode.Scalar {
    /// Whether Python's `str.isspace` holds, by which `str.strip` and `\s` go.
    var isFormSpace: Bool {
        switch value {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            true
        default: false
        }
    }

    /// The digit that it is in whatever script; nil for anything else.
    var decimalDigit: Int? {
        if isASCII { return ("0"..."9").contains(self) ? Int(value - 0x30) : nil }
        guard properties.generalCategory == .decimalNumber, let number = properties.numericValue else { return nil }
        return Int(number)
    }
}

/// The scalars of a value, in which Python counts, without white space at both ends.
func strippedScalars(
    _ text: some StringProtocol,
    isSpace: (Unicode.Scalar) -> Bool = \.isFormSpace
) -> ArraySlice<Unicode.Scalar> {
    let scalars = Array(text.unicodeScalars)
    let end = scalars.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? 0
    return scalars[..<end].drop(while: isSpace)
}

/// A whole number as Python's `int` reads it: ` +1_000 `, `۷`.
struct FormInteger {
    private let isNegative: Bool
    /// The digits from 0 to 9 without leading zeros; none for 0.
    let digits: [UInt8]

    /// Nil for what is no whole number.
    init?(_ text: String) {
        // Unlike other readers, this one takes these four controls for no white space.
        var rest = strippedScalars(text) { $0.isFormSpace && !(0x1C...0x1F).contains($0.value) }
        isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest = rest.dropFirst() }
        var digits: [UInt8] = []
        var isAfterDigit = false
        for scalar in rest {
            if let digit = scalar.decimalDigit {
                digits.append(UInt8(digit))
                isAfterDigit = true
            } else {
                guard scalar == "_", isAfterDigit else { return nil }
                isAfterDigit = false
            }
        }
        guard isAfterDigit, digits.count <= Self.digitLimit else { return nil }
        self.digits = Array(digits.drop { $0 == 0 })
    }

    /// More digits are no number to Python, which protects itself by that.
    private static let digitLimit = 4300

    /// The number; nil beyond 64 bits.
    var exact: Int? {
        var result = 0
        for digit in digits {
            let (product, first) = result.multipliedReportingOverflow(by: 10)
            let (sum, second) = product.addingReportingOverflow(isNegative ? -Int(digit) : Int(digit))
            if first || second { return nil }
            result = sum
        }
        return result
    }

    /// The number, or the nearest one within 64 bits.
    var clamped: Int { exact ?? (isNegative ? .min : .max) }
}
