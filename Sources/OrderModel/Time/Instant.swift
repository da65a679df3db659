/// A moment, in microseconds since 1970-01-01T00:00:00Z: the resolution that the API sends.
package struct Instant: Sendable, Hashable, Comparable {
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }

    package func advanced(by amount: TimeAmount) throws(ArithmeticOverflow) -> Instant {
        let (sum, overflow) = microseconds.addingReportingOverflow(amount.microseconds)
        guard !overflow else { throw ArithmeticOverflow() }
        return Instant(microseconds: sum)
    }

    package func amount(since other: Instant) throws(ArithmeticOverflow) -> TimeAmount {
        let (difference, overflow) = microseconds.subtractingReportingOverflow(other.microseconds)
        guard !overflow else { throw ArithmeticOverflow() }
        return TimeAmount(microseconds: difference)
    }
}

/// A length of time, in microseconds; what `36h` is, and what the difference of two instants gives.
package struct TimeAmount: Sendable, Hashable, Comparable {
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package static let microsecondsPerSecond: Int64 = 1_000_000
    package static let microsecondsPerDay: Int64 = 86_400 * microsecondsPerSecond

    package static func < (left: TimeAmount, right: TimeAmount) -> Bool {
        left.microseconds < right.microseconds
    }

    package func negated() throws(ArithmeticOverflow) -> TimeAmount {
        guard microseconds != .min else { throw ArithmeticOverflow() }
        return TimeAmount(microseconds: -microseconds)
    }

    /// The number of days when the length is a whole number of them, else nil.
    package var wholeDays: Int? {
        microseconds % Self.microsecondsPerDay == 0 ? Int(microseconds / Self.microsecondsPerDay) : nil
    }
}

/// A half-open range of instants, `lower` inside and `upper` outside.
package struct InstantRange: Sendable, Hashable {
    package let lower: Instant
    package let upper: Instant

    package init(lower: Instant, upper: Instant) {
        self.lower = lower
        self.upper = upper
    }

    package func contains(_ instant: Instant) -> Bool {
        lower <= instant && instant < upper
    }
}
