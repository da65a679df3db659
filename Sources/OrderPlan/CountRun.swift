// A query answered from the counts of pages. A count shows no orders, so that nothing about it can be checked; it is
// used only for parameters that were seen to work, here or before. Whatever does not fit together, for instance
// because orders came or changed between two requests, ends in nil: then every order is read.

import OrderEngine
import OrderModel
import OrderReference

/// The requests of a count, and what they prove.
struct CountRun {
    let counts: CountPlan
    private(set) var questions: ServerQuestions
    /// How many orders the server counted for the whole condition when it was asked first.
    private(set) var countedCount: Int?

    init(_ counts: CountPlan, _ questions: ServerQuestions) {
        self.counts = counts
        self.questions = questions
    }

    /// The answer; nil where it cannot be had from counts.
    ///
    /// Throws `UntrustedParameter` and `RejectedParameters` as a scan does.
    mutating func share(of query: PreparedQuery) async throws -> QueryShare? {
        switch try await total() {
        case nil: return nil
        case .orders(let orders):
            let execution = QueryExecution(query)
            try execution.consume(OrderBatch(plainOrders: orders))
            return execution.finish()
        case .count(let count):
            guard let groups = try await groups(total: count) else { return nil }
            return QueryShare(groupCounts: groups, of: query)
        }
    }

    /// What is asked first where something is unproved: the total, with as many orders as prove most.
    static func firstQuestion(of counts: CountPlan, _ habits: ServerHabits) -> FilterParameters {
        var question = counts.total
        question.ordering = [OrderingTerm(.id)]
        question.limit = ServerQuestions.pageSize(habits)
        return question
    }

    /// What is known of all that match.
    private enum Total {
        case count(Int)
        /// All of them, where they were on one page.
        case orders([Order])
    }

    private mutating func total() async throws -> Total? {
        let question = Self.firstQuestion(of: counts, questions.habits)
        guard !counts.unproved.isEmpty else {
            guard let count = try await questions.page(counts.total)?.count else { return nil }
            countedCount = count
            // One page of so few orders is cheaper than a count for each status.
            let granted = min(questions.pageSize, questions.habits.maximumPageSize ?? 0)
            guard counts.parts.count > 1, count > 0, count <= granted, let page = try await questions.page(question),
                page.isComplete
            else { return .count(count) }
            return .orders(page.orders)
        }
        guard let first = try await questions.page(question) else { return nil }
        countedCount = first.count
        // A full page without a next one may be all that a server counts up to.
        if first.isComplete, first.orders.count >= question.limit ?? .max { return nil }
        if first.isComplete, !counts.unproved.isDisjoint(with: ParameterName.numberEnds) {
            return try await endsAreProved(by: first) ? .orders(first.orders) : nil
        }
        if first.orders.isEmpty {
            try await questions.confirmAbsence(of: counts.total, isCounted: true)
            return .orders([])
        }
        if first.isComplete { return .orders(first.orders) }
        return try await isProved(first) ? .count(first.count) : nil
    }

    /// The groups and their counts; nil where they don't add up.
    private mutating func groups(total: Int) async throws -> [(key: [Value], count: Int)]? {
        guard !counts.parts.isEmpty else { return [(key: counts.onlyKey ?? [], count: total)] }
        guard total > 0 else { return [] }
        let pages = try await questions.pages(counts.parts.map(\.parameters))
        // A status that the server refuses or answers nonsense for has no orders, or the sum shows it.
        let groups = zip(counts.parts, pages).map { (key: [Value.text($0.status.rawValue)], count: $1?.count ?? 0) }
        guard groups.reduce(0, { $0 + $1.count }) == total else { return nil }
        // Ignored or turned around, the counts would have added up to many times the total.
        let shown = zip(counts.parts, groups).filter { $1.count > 0 }.map(\.0.parameters)
        questions.source.learn(.proved(Set(shown.flatMap { $0.visibleNames.intersection([.status, .statusIn]) })))
        return groups
    }
}

extension CountRun {
    /// Whether the parameters of a count are proved to work, by orders that were left out because of each of them.
    ///
    /// The first page shows orders, so that no parameter is turned around: all that pass would have been hidden. What
    /// is left to rule out is that one is ignored.
    private mutating func isProved(_ first: ServerPage) async throws -> Bool {
        guard habitsAllowProof, let start = first.identifiers.first else { return false }
        let size = first.orders.count
        guard var proved = try await namesProved(around: start, pageSize: size) else { return false }
        let isLong = first.count > Self.longPageCount * size
        if isLong, !counts.unproved.isSubset(of: proved) {
            var question = counts.total
            question.ordering = [OrderingTerm(.id, isDescending: true)]
            guard let last = try await questions.page(question)?.identifiers.first, last > start,
                let others = try await namesProved(around: last, pageSize: size)
            else { return false }
            proved.formUnion(others)
        }
        questions.source.learn(.proved(proved))
        return counts.unproved.isSubset(of: proved)
    }

    /// With fewer pages than this, reading them costs no more than looking for another proof.
    private static let longPageCount = 6

    private var habitsAllowProof: Bool {
        questions.habits.distrusted.isDisjoint(with: [.idMinimum, .idMaximum, .ordering])
    }

    /// The parameters that orders around an id show to work; nil where the server contradicts itself.
    ///
    /// First these orders are asked for without any condition, then again, by the same range of ids, with all of
    /// them: then exactly those that pass must come. One that fails a single parameter alone would have come too, if
    /// that parameter were ignored.
    private mutating func namesProved(around id: Int, pageSize: Int) async throws -> Set<ParameterName>? {
        let (start, overflow) = id.subtractingReportingOverflow(pageSize / 2)
        var question = FilterParameters()
        question.ordering = [OrderingTerm(.id)]
        question.limit = pageSize
        question.idMinimum = overflow || start <= 1 ? nil : start
        guard let page = try await questions.page(question) else { return nil }
        let conditions = counts.total.dropping([.idMinimum, .idMaximum, .limit])
        let tests = questions.tests(of: conditions)
        var witnesses: [Witness] = []
        for order in page.orders {
            guard let witness = Witness(order, tests) else { return nil }
            witnesses.append(witness)
        }
        let proved = trimForIDs(&witnesses)
        guard try await isConfirmed(witnesses, conditions) else { return nil }
        return proved.union(witnesses.filter { $0.failed.count == 1 }.flatMap(\.failed))
    }

    /// Whether all that match are on a page: the server counts the ends of its ranges in.
    ///
    /// They are moved to where orders of the page stand, which must then come again.
    private mutating func endsAreProved(by page: ServerPage) async throws -> Bool {
        let conditions = counts.total.dropping([.idMinimum, .idMaximum, .limit])
        var witnesses = page.orders.compactMap { Witness($0, []) }
        let proved = trimForIDs(&witnesses)
        guard try await isConfirmed(witnesses, conditions) else { return false }
        questions.source.learn(.proved(proved))
        return true
    }

    /// Takes orders away until a range of ids from the first to the last proves those ends that the condition has.
    ///
    /// The range then leaves out an order that passes, which would come if the range were ignored, and ends at one
    /// that passes, which must come; an empty answer could also be that of a range turned around. An order that the
    /// moved ends of costs leave out too says nothing of ids.
    private func trimForIDs(_ witnesses: inout [Witness]) -> Set<ParameterName> {
        let ends: [ParameterName] = [.idMinimum, .idMaximum].filter(counts.total.visibleNames.contains)
        let passing = witnesses.indices.filter { witnesses[$0].failed.isEmpty }
        guard passing.count > ends.count else { return [] }
        let left = [ParameterName.idMinimum: witnesses[passing[0]], .idMaximum: witnesses[passing[passing.count - 1]]]
        if ends.contains(.idMaximum) { witnesses.removeSubrange((passing[passing.count - 2] + 1)...) }
        if ends.contains(.idMinimum) { witnesses.removeSubrange(..<passing[1]) }
        let (least, greatest) = movedCosts(witnesses)
        return Set(ends).filter { end in
            guard let cost = left[end]?.shippingCost else { return least == nil && greatest == nil }
            return cost >= least ?? cost && cost <= greatest ?? cost
        }
    }

    /// The ends of a range of costs, moved to where passing orders stand, as far as they are to be proved.
    private func movedCosts(_ witnesses: [Witness]) -> (least: Decimal?, greatest: Decimal?) {
        let costs = witnesses.filter(\.failed.isEmpty).compactMap(\.shippingCost)
        return (
            counts.unproved.contains(.shippingCostMinimum) ? costs.min() : nil,
            counts.unproved.contains(.shippingCostMaximum) ? costs.max() : nil
        )
    }

    /// Whether the server, asked for some orders with conditions, shows and counts exactly those that pass.
    ///
    /// Ranges of costs end where a passing order stands, so that a server which leaves it out is found out.
    private mutating func isConfirmed(_ witnesses: [Witness], _ conditions: FilterParameters) async throws -> Bool {
        guard let first = witnesses.first, let last = witnesses.last else { return false }
        var question = conditions
        let (least, greatest) = movedCosts(witnesses)
        if counts.unproved.contains(.shippingCostMinimum) {
            guard let least, least.isWhole else { return false }
            question.shippingCostMinimum = least
        }
        if counts.unproved.contains(.shippingCostMaximum) {
            guard let greatest, greatest.isWhole else { return false }
            question.shippingCostMaximum = greatest
        }
        question.ordering = [OrderingTerm(.id)]
        question.limit = questions.pageSize
        (question.idMinimum, question.idMaximum) = (first.id, last.id)
        guard let page = try await questions.page(question), page.isComplete else { return false }
        return page.identifiers == witnesses.filter(\.failed.isEmpty).map(\.id)
    }

    /// An order that exists, and the parameters that should leave it out.
    private struct Witness {
        let id: Int
        let failed: Set<ParameterName>
        let shippingCost: Decimal?

        /// Nil for an order of which some parameter's verdict is not known.
        init?(_ order: Order, _ tests: [ParameterTest]) {
            guard let id = order.document.wholeIdentifier else { return nil }
            var failed: Set<ParameterName> = []
            for test in tests {
                switch test.verdict(on: order) {
                case .passes: break
                case .fails: failed.insert(test.name)
                case .unsure: return nil
                }
            }
            self.id = id
            self.failed = failed
            let field = Schema.field(named: "shipping_cost", in: .orders)
            if case .number(let number)?? = try? field?.value(in: order.document) {
                shippingCost = number
            } else {
                shippingCost = nil
            }
        }
    }
}
