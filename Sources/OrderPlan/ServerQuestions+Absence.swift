import OrderEngine
import OrderModel

extension ServerQuestions {
    /// Makes sure that a server which answered no order at all has none.
    ///
    /// Nothing can be seen in an empty answer: a filter turned around leaves out exactly what was wanted. So each
    /// parameter that was never seen to work is asked for alone. Turned around or ignored, it shows orders that it
    /// should leave out; and where it shows none, none of the oldest and newest orders may fit it.
    ///
    /// Throws `UntrustedParameter` for the parameter to blame.
    ///
    /// `isCounted`: whether the empty answer was a page whose count was 0 too.
    mutating func confirmAbsence(of parameters: FilterParameters, isCounted: Bool) async throws {
        let unproved = parameters.visibleNames.subtracting(habits.proved)
        guard !unproved.isEmpty else { return }
        guard let oldest = try await page(sample(FilterParameters())) else {
            var unordered = sample(FilterParameters())
            unordered.ordering = []
            guard try await page(unordered) != nil else { throw UnconfirmedAbsence() }
            let evidence = "orders that were asked for by id came in another order"
            throw UntrustedParameter(parameter: ParameterName.ordering.rawValue, evidence: evidence)
        }
        guard !oldest.orders.isEmpty else { return }
        var some = oldest.orders
        var newest: [Order]?
        let isAsked = parameters.visibleNames.count == 1 && parameters.search == nil
        for test in tests(of: parameters.keeping(unproved)) {
            let alone = isAsked ? nil : try await page(sample(parameters.keeping([test.name])))
            if alone == nil, !isAsked { continue }
            let isEmpty = alone?.orders.isEmpty ?? true
            if isEmpty, newest == nil, !oldest.isComplete, !some.contains(where: { test.verdict(on: $0) == .passes }) {
                // What is asked for is mostly new: of the oldest orders none may fit.
                newest = try await page(sample(FilterParameters(), isDescending: true))?.orders ?? []
                some += newest ?? []
            }
            if isEmpty, let fitting = some.first(where: { test.verdict(on: $0) == .passes }) {
                let id = fitting.document.wholeIdentifier.map { "order \($0)" } ?? "an order"
                throw UntrustedParameter(
                    parameter: test.name.rawValue,
                    evidence: "it shows no order at all, although \(id) fits"
                )
            }
            // Only a complete page shows that its count is that of its orders, and nothing here shows a range's ends.
            if alone?.isComplete ?? isCounted, !ParameterName.numberEnds.contains(test.name),
                some.contains(where: { test.verdict(on: $0) == .fails })
            {
                source.learn(.proved([test.name]))
            }
        }
    }

    /// A question for the first few orders, or the last.
    private func sample(_ parameters: FilterParameters, isDescending: Bool = false) -> FilterParameters {
        var question = parameters
        if !habits.distrusted.contains(.ordering) {
            question.ordering = [OrderingTerm(.id, isDescending: isDescending)]
        }
        question.limit = min(20, pageSize)
        return question
    }
}
