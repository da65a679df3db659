import OrderModel

/// How many values lie between round borders: each bin holds its lower border and not its upper one.
struct Histogram {
    struct Bin: Equatable {
        let label: String
        var count: Int
    }

    let name: String
    private(set) var bins: [Bin] = []
    private(set) var remarks: [String] = []

    /// The most bins: as many as one takes in at a glance.
    static let binLimit = 24

    init(_ source: ChartSource) {
        let column = source.columns.values.first ?? 0
        name = source.name(column)
        let amounts = source.table.rows.compactMap { source.amount($0, column) }.sorted()
        let missing = source.table.rows.count - amounts.count
        if missing > 0 {
            remarks.append("\(Quantity.grouped(missing)) \(missing == 1 ? "row has" : "rows have") no \(name)")
        }
        guard let first = amounts.first, let last = amounts.last else { return }
        // Few values make few bins, so that their shape is not lost in gaps.
        let limit = min(Self.binLimit, max(5, 2 * String(amounts.count, radix: 2).utf8.count))
        let measure = source.measure(column)
        let borders =
            measure == .instant
            ? Self.calendarBorders(first, last, source.zone, limit) : Self.borders(first...last, measure, limit)
        bins = borders.map { Bin(label: $0.label, count: 0) }
        var bin = 0
        for amount in amounts {
            while bin + 1 < borders.count, borders[bin + 1].lower <= amount { bin += 1 }
            bins[bin].count += 1
        }
    }

    private struct Border {
        let lower: Decimal
        let label: String
    }

    private static func borders(_ range: ClosedRange<Decimal>, _ measure: ChartMeasure, _ limit: Int) -> [Border] {
        let single = [Border(lower: range.lowerBound, label: measure.text(range.lowerBound, zone: .utc))]
        guard let step = RoundStep.fitting(range, measure, limit: limit) else { return single }
        let last = RoundStep.floor(range.upperBound, step.size)
        let first = RoundStep.floor(range.lowerBound, step.size)
        let isEachNumber = measure == .number(isWhole: true) && step.size == Decimal(1)
        guard first <= last, last - first <= Int128(limit) else { return single }
        return (first...last).compactMap { factor in
            guard let lower = step.amount(factor) else { return nil }
            let text = measure.text(lower, zone: .utc)
            if isEachNumber { return Border(lower: lower, label: text) }
            let upper = step.amount(factor + 1).map { measure.text($0, zone: .utc) } ?? ""
            return Border(lower: lower, label: "\(text) – \(upper)")
        }
    }

    private static func calendarBorders(
        _ first: Decimal,
        _ last: Decimal,
        _ zone: TimeZoneRules,
        _ limit: Int
    ) -> [Border] {
        guard let lower = first.wholeNumber, let upper = last.wholeNumber else { return [] }
        let range = Instant(microseconds: Int64(lower))...Instant(microseconds: Int64(upper))
        for step in TimeStep.all {
            guard let starts = step.starts(range, zone: zone, limit: limit) else { continue }
            return starts.map { Border(lower: $0.amount, label: step.label($0, zone: zone)) }
        }
        return [Border(lower: first, label: DisplayText(zone: zone).of(.instant(range.lowerBound)))]
    }
}
