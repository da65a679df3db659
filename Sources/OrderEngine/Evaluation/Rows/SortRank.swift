import OrderModel

/// Makes numbers of 64 bits that sort as values do, as far as they reach: of two values in order, the second never
/// has the smaller number, so only equal numbers need a look at the values.
enum SortRank {
    /// Where null stands, in either direction: after everything else.
    static let null = Int64.max

    static func rank(of value: Value, isDescending: Bool) -> Int64 {
        guard let ascending = ascendingRank(of: value) else { return null }
        return rank(ascending, isDescending: isDescending)
    }

    /// The rank of a value that has the ascending one; never that of null.
    @inline(__always)
    static func rank(_ ascending: Int64, isDescending: Bool) -> Int64 {
        let clamped = max(Int64.min + 1, min(ascending, Int64.max - 1))
        return isDescending ? ~clamped : clamped
    }

    private static func ascendingRank(of value: Value) -> Int64? {
        switch value {
        case .null: nil
        case .number(let number): wholePart(of: number)
        case .instant(let instant): instant.microseconds
        case .duration(let amount): amount.microseconds
        case .boolean(let boolean): boolean ? 1 : 0
        case .period(let period): Int64(period.start.daysSinceEpoch)
        case .text(let text): firstBytes(of: text)
        case .document: 0
        }
    }

    /// The number rounded down, clamped to 64 bits.
    private static func wholePart(of number: Decimal) -> Int64 {
        var whole = number.coefficient
        if number.scale > 0 {
            let (quotient, remainder) = whole.quotientAndRemainder(dividingBy: Decimal.power(number.scale))
            whole = remainder < 0 ? quotient - 1 : quotient
        }
        return Int64(clamping: whole)
    }

    private static func firstBytes(of text: String) -> Int64 {
        var bytes: UInt64 = 0
        var count = 0
        for byte in text.utf8.prefix(8) {
            bytes = bytes << 8 | UInt64(byte)
            count += 1
        }
        bytes <<= UInt64(8 - count) * 8
        return Int64(bitPattern: bytes ^ 1 << 63)
    }
}

/// The stored numbers of a column among which a row must be to have a rank not above a given one.
struct RankWindow {
    /// The least and the greatest stored number; nil when no row can pass.
    let range: ClosedRange<Int64>?

    /// The window of whole numbers scaled by `10^scale`, or of instants with a scale of 0.
    init(worstRank: Int64, isDescending: Bool, scale: Int) {
        guard worstRank < Int64.max - 1 else {
            range = Int64.min...Int64.max
            return
        }
        let power = Int64(Decimal.power(scale))
        if isDescending {
            let (lower, overflow) = (~worstRank).multipliedReportingOverflow(by: power)
            if overflow { range = ~worstRank > 0 ? nil : Int64.min...Int64.max } else { range = lower...Int64.max }
        } else {
            let (upper, overflow) = (worstRank + 1).multipliedReportingOverflow(by: power)
            if overflow {
                range = worstRank > 0 ? Int64.min...Int64.max : nil
            } else {
                range = upper == .min ? nil : Int64.min...(upper - 1)
            }
        }
    }
}
