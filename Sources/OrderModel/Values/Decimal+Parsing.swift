extension Decimal {
    /// Reads a number as JSON and the API write it: `75000`, `-16.40`, `7.5e4`.
    ///
    /// Nil for anything else and for what does not fit in 38 digits; digits are never dropped to make it fit.
    package init?(_ text: some StringProtocol) {
        var reader = DecimalReader(bytes: Array(text.utf8))
        guard let value = reader.read() else { return nil }
        self = value
    }
}

/// Reads the bytes of one number, digit by digit.
private struct DecimalReader {
    let bytes: [UInt8]
    var position = 0
    var coefficient: Int128 = 0
    var scale = 0
    var hasOverflowed = false

    mutating func read() -> Decimal? {
        let isNegative = take(UInt8(ascii: "-"))
        let wholeDigits = readDigits(countingScale: false)
        var fractionDigits = 0
        if take(UInt8(ascii: ".")) {
            fractionDigits = readDigits(countingScale: true)
            guard fractionDigits > 0 else { return nil }
        }
        guard wholeDigits > 0, let exponent = readExponent(), position == bytes.count, !hasOverflowed else {
            return nil
        }
        return scaled(isNegative ? -coefficient : coefficient, by: exponent)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private func digitsEnd() -> Int {
        var end = position
        while end < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[end]) { end += 1 }
        return end
    }

    /// Reads digits and gives how many there were.
    private mutating func readDigits(countingScale: Bool) -> Int {
        let start = position
        let end = digitsEnd()
        var significantEnd = end
        if countingScale {
            // Zeros at the end of a fraction change nothing, so they must not count as an overflow.
            while significantEnd > start, bytes[significantEnd - 1] == UInt8(ascii: "0") { significantEnd -= 1 }
        }
        for byte in bytes[start..<significantEnd] where !hasOverflowed {
            append(digit: Int128(byte - UInt8(ascii: "0")))
            if countingScale { scale += 1 }
        }
        position = end
        return end - start
    }

    private mutating func append(digit: Int128) {
        let (product, first) = coefficient.multipliedReportingOverflow(by: 10)
        let (sum, second) = product.addingReportingOverflow(digit)
        hasOverflowed = first || second
        coefficient = hasOverflowed ? 0 : sum
    }

    /// The exponent, 0 when there is none; nil when it is malformed.
    ///
    /// Bounded, so that it cannot overflow.
    private mutating func readExponent() -> Int? {
        guard take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) else { return 0 }
        let isNegative = take(UInt8(ascii: "-"))
        if !isNegative { _ = take(UInt8(ascii: "+")) }
        let start = position
        var exponent = 0
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            exponent = min(exponent * 10 + Int(bytes[position] - UInt8(ascii: "0")), 1_000_000)
            position += 1
        }
        guard position > start else { return nil }
        return isNegative ? -exponent : exponent
    }

    private func scaled(_ coefficient: Int128, by exponent: Int) -> Decimal? {
        guard coefficient != 0 else { return .zero }
        var coefficient = coefficient
        var scale = scale - exponent
        while scale < 0 {
            let (product, overflow) = coefficient.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            coefficient = product
            scale += 1
        }
        while scale > Decimal.maximumScale {
            guard coefficient % 10 == 0 else { return nil }
            coefficient /= 10
            scale -= 1
        }
        return Decimal(coefficient: coefficient, scale: scale)
    }
}
