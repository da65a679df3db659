// The scale of a chart: exact bounds, and round numbers between them. Bounds and ticks are exact decimals, so that
// numbers of 38 digits which differ in the last are still told apart; only places on the screen are floating point.

import OrderModel

/// What the numbers along an axis are.
enum ChartMeasure: Hashable {
    case number(isWhole: Bool)
    /// Lengths of time, in microseconds.
    case duration
    /// Moments, in microseconds since 1970.
    case instant
    /// The beginnings of calendar periods, as moments.
    case date

    /// The measure of a column that is drawn.
    init(_ type: ValueType) {
        switch type {
        case .duration: self = .duration
        case .instant: self = .instant
        case .date: self = .date
        default: self = .number(isWhole: type == .integer)
        }
    }

    /// A value as a number on the axis; nil for null, and for what has no place on it.
    func amount(_ value: Value, zone: TimeZoneRules) -> Decimal? {
        switch value {
        case .number(let number): number
        case .duration(let amount): Decimal(coefficient: Int128(amount.microseconds), scale: 0)
        case .instant(let instant): Decimal(coefficient: Int128(instant.microseconds), scale: 0)
        case .period(let period):
            Decimal(coefficient: Int128(zone.startOfDay(period.start).microseconds), scale: 0)
        default: nil
        }
    }

    /// The exact text of a number of this measure.
    func text(_ amount: Decimal, zone: TimeZoneRules) -> String {
        let microseconds = Int64(exactly: amount.rounded(toPlaces: 0).coefficient)
        switch (self, microseconds) {
        case (.duration, let microseconds?): return DisplayText.of(TimeAmount(microseconds: microseconds))
        case (.instant, let microseconds?):
            return DisplayText(zone: zone).of(.instant(Instant(microseconds: microseconds)))
        case (.date, let microseconds?): return zone.day(of: Instant(microseconds: microseconds)).description
        default: return DisplayText.grouped(amount)
        }
    }
}

/// An axis from one number to another, with ticks at round numbers.
struct ChartAxis: Equatable {
    struct Tick: Equatable {
        let amount: Decimal
        let label: String
    }

    let lower: Decimal
    let upper: Decimal
    var ticks: [Tick] = []

    /// Where an amount lies, 0 at the lower end and 1 at the upper one; a half where the axis has no length.
    func fraction(of amount: Decimal) -> Double {
        guard lower < upper else { return 0.5 }
        return min(1, max(0, Self.distance(from: lower, to: amount) / Self.distance(from: lower, to: upper)))
    }

    /// The distance of two amounts: subtracted exactly and rounded last, unless it has more than 38 digits.
    static func distance(from lower: Decimal, to upper: Decimal) -> Double {
        (try? upper.subtracting(lower))?.approximation ?? (upper.approximation - lower.approximation)
    }
}

extension ChartAxis {
    /// An axis for amounts that are no moments, with ticks at multiples of 1, 2 or 5 tens and so on.
    ///
    /// Its ends are those of the data, moved outwards to the next tick if `isWidened`.
    static func amounts(
        _ range: ClosedRange<Decimal>,
        _ measure: ChartMeasure,
        tickLimit: Int,
        isWidened: Bool = false
    ) -> ChartAxis {
        guard let step = RoundStep.fitting(range, measure, limit: tickLimit) else {
            return ChartAxis(
                lower: range.lowerBound,
                upper: range.upperBound,
                ticks: [Tick(amount: range.lowerBound, label: measure.text(range.lowerBound, zone: .utc))]
            )
        }
        var multiples = step.multiples(in: range)
        if isWidened { multiples = step.widened(multiples, over: range) }
        let amounts = multiples.compactMap(step.amount)
        return ChartAxis(
            lower: min(range.lowerBound, amounts.first ?? range.lowerBound),
            upper: max(range.upperBound, amounts.last ?? range.upperBound),
            ticks: amounts.map { Tick(amount: $0, label: measure.text($0, zone: .utc)) }
        )
    }
}

extension Decimal {
    /// The nearest floating-point number, for places on a screen and for nothing else.
    var approximation: Double {
        var divisor = 1.0
        for _ in 0..<scale { divisor *= 10 }
        return Double(coefficient) / divisor
    }

    /// The order of magnitude: how often ten is multiplied to reach the first digit; nil for zero.
    var exponent: Int? {
        coefficient == 0 ? nil : String(coefficient.magnitude).utf8.count - 1 - scale
    }
}
