import OrderModel

extension ScanLedger {
    /// What is wrong with an end of ranges of ids, if the server leaves out the order that stands exactly there.
    ///
    /// An order that has come is asked for again, as the end of a range. One that doesn't come may have gone meanwhile;
    /// only if a range one wider shows it, it is the end that hides it.
    func excludedEnd(_ parameter: ParameterName, at id: Int) async throws -> Disobedience? {
        let (wider, overflow) = id.addingReportingOverflow(parameter == .idMaximum ? 1 : -1)
        guard !overflow, try await !shows(id, parameter, id), try await shows(id, parameter, wider) else { return nil }
        let name = parameter.rawValue
        return Disobedience(parameter: parameter, evidence: "order \(id) does not come for \(name)=\(id)")
    }

    /// Whether an order is among the first two from an end of a range.
    private func shows(_ id: Int, _ parameter: ParameterName, _ end: Int) async throws -> Bool {
        var question = requester.base
        if parameter == .idMaximum { question.idMaximum = end } else { question.idMinimum = end }
        question.ordering = [OrderingTerm(.id, isDescending: parameter == .idMaximum)]
        question.limit = 2
        question.offset = nil
        return try await page(question).ids.contains(id)
    }
}
