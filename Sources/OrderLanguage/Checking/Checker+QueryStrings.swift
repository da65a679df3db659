// The raw form: a query string copied from a log or a browser means exactly that filter.

internal import OrderModel

extension Checker {
    /// Takes the parameters of a query string into the query; further clauses may add, but not contradict.
    mutating func checkQueryString(_ clause: ClauseSyntax, _ builder: inout QueryBuilder) {
        guard case .queryString(let text) = clause.kind else { return }
        guard builder.query.collection == .orders else {
            let hint = "write orders ?\(text.prefix(40))"
            let name = builder.syntax.collection.text
            report("the API filters orders, not \(name)", at: clause.range, hint: hint)
            return
        }
        let (parameters, problems) = FilterParameters.read(queryString: text)
        for problem in problems { report(problem, textStart: clause.range.lowerBound + 1) }
        if parameters.matchesNothing {
            warn("these parameters can match no order", at: clause.range)
        }
        var query = parameters.query(settings: filterSettings)
        for other in builder.syntax.clauses where query.gives(other) {
            let hint = other.words == "where" ? "write the whole condition in 'where'" : "leave one of them out"
            report("the query string already says '\(other.words)'", at: other.range, hint: hint)
        }
        swap(&query, &builder.query)
    }

    private mutating func report(_ problem: ParameterProblem, textStart: Int) {
        let range = textStart + problem.range.lowerBound..<textStart + problem.range.upperBound
        let candidate = problem.candidates.first.map { "did you mean '\($0)'?" }
        if problem.kind == .repeated {
            warn(problem.message, at: range, hint: candidate)
        } else {
            report(problem.message, at: range, hint: candidate)
        }
    }
}

extension Query {
    /// Whether the query has what a clause would say again.
    fileprivate func gives(_ clause: ClauseSyntax) -> Bool {
        switch clause.kind {
        case .condition: condition != nil
        case .search: search != nil
        case .order: !order.isEmpty
        case .limit: limit != nil
        case .offset: offset != nil
        default: false
        }
    }
}
