import OrderModel
import OrderReference

/// Tells of an order whether a parameter should let it through, as far as the server's habits are known.
struct ParameterTest {
    enum Verdict: Hashable {
        case passes
        case fails
        /// Servers differ, and this one's habit is not known.
        case unsure
    }

    let name: ParameterName
    /// What the parameter means, by each habit that the server may have.
    private let meanings: [Condition]
    private let evaluator: Evaluator

    /// Tests for all parameters that can be seen in an order; a search can't.
    static func tests(of parameters: FilterParameters, _ habits: ServerHabits, _ evaluator: Evaluator)
        -> [ParameterTest]
    {
        parameters.givenNames.compactMap { ParameterTest($0, parameters, habits, evaluator) }
    }

    init?(_ name: ParameterName, _ parameters: FilterParameters, _ habits: ServerHabits, _ evaluator: Evaluator) {
        let own = parameters.keeping([name])
        let settings = Self.settings(habits.zone(besides: evaluator.time.zone, on: own.judgedDays), habits)
        let variants = habits.comparesInstantsExactly == true ? [own] : [own, own.moved(by: -1), own.moved(by: 1)]
        let meanings = variants.flatMap { variant in
            settings.compactMap { variant.query(settings: $0).condition }
        }
        guard !meanings.isEmpty else { return nil }
        self.name = name
        self.meanings = meanings
        self.evaluator = evaluator
    }

    func verdict(on order: Order) -> Verdict {
        var holds: Set<Bool> = []
        for meaning in meanings {
            guard let isTrue = try? evaluator.holds(meaning, for: Row(order)) else { return .unsure }
            holds.insert(isTrue)
        }
        return holds.count == 1 ? (holds.contains(true) ? .passes : .fails) : .unsure
    }

    /// All that the server may mean.
    ///
    /// Between the zones furthest apart lie all the others.
    private static func settings(_ zone: TimeZoneRules?, _ habits: ServerHabits) -> [FilterSettings] {
        let zones = zone.map { [$0] } ?? [-14, 14].map { TimeZoneRules(name: "", fixedOffsetSeconds: $0 * 3600) }
        let ends = habits.dateEnd.map { [$0 == .inclusive] } ?? [true, false]
        let blanks = habits.emptyText.map { [$0 == .missing] } ?? [true, false]
        return zones.flatMap { zone in
            ends.flatMap { end in
                blanks.map { FilterSettings(zone: zone, blankIsMissing: $0, createdToIncludesDay: end) }
            }
        }
    }
}

extension FilterParameters {
    /// The moments of ranges moved, since servers may cut or round fractions of a second.
    fileprivate func moved(by seconds: Int64) -> FilterParameters {
        var moved = self
        for path in [\FilterParameters.createdFrom, \.createdTo, \.updatedFrom, \.updatedTo] {
            guard case .instant(let instant)? = self[keyPath: path] else { continue }
            let (sum, overflow) = instant.microseconds.addingReportingOverflow(
                seconds * TimeAmount.microsecondsPerSecond
            )
            if !overflow { moved[keyPath: path] = .instant(Instant(microseconds: sum)) }
        }
        return moved
    }
}

extension FilterParameters {
    /// The parameters by which a server leaves orders out, and which an order shows.
    var visibleNames: Set<ParameterName> {
        Set(givenNames).subtracting([.search, .ordering, .limit, .offset])
    }
}
