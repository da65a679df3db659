import OrderModel

/// The places along a line that have no row, though they could: days without orders, hours that nobody ordered in.
///
/// Calendar periods tell it themselves. Whole numbers are taken to follow each other where most of them do; moments
/// and other numbers have no such places.
struct LineGaps {
    /// How long the periods are; nil where there are none, or of several lengths.
    private var unit: PeriodUnit?
    private var followsByOne = false
    private let zone: TimeZoneRules

    /// The most places of one gap that are told apart, and of all gaps of a line; more than any screen shows.
    private static let limit = 1000
    static let wholeLimit = 10_000

    init(_ source: ChartSource) {
        zone = source.zone
        guard let column = source.columns.position else { return }
        var numbers: Set<Decimal> = []
        var units: Set<PeriodUnit> = []
        for row in source.table.rows {
            switch row.values[column] {
            case .period(let period): units.insert(period.unit)
            case .number(let number) where number.isWhole: numbers.insert(number)
            default: break
            }
        }
        unit = units.count == 1 ? units.first : nil
        guard source.table.columns[column].type == .integer else { return }
        let sorted = numbers.sorted()
        let steps = zip(sorted, sorted.dropFirst()).count { $1 == Self.next(to: $0) }
        followsByOne = 2 * steps >= sorted.count - 1 && steps > 0
    }

    /// The places between two neighbours, so many at most.
    func places(between first: Decimal, and second: Decimal, limit: Int) -> [Decimal] {
        var places: [Decimal] = []
        var place = next(after: first)
        while let here = place, here < second, places.count < min(limit, Self.limit) {
            places.append(here)
            place = next(after: here)
        }
        return places
    }

    private func next(after place: Decimal) -> Decimal? {
        if followsByOne { return Self.next(to: place) }
        guard let unit, let microseconds = place.wholeNumber else { return nil }
        let day = zone.day(of: Instant(microseconds: Int64(microseconds)))
        return Period(unit, containing: day)?.advanced(by: 1).map { zone.startOfDay($0.start).amount }
    }

    private static func next(to number: Decimal) -> Decimal? { try? number.adding(Decimal(1)) }
}
