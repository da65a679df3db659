package import OrderModel

/// A parameter that the server ignored or turned around: an answered order that it should have left out.
///
/// A reader throws it as soon as it sees such an order; the query is then planned again without the parameter.
package struct UntrustedParameter: Error, Sendable, Hashable {
    /// As the API names it, such as `status_in`.
    package let parameter: String
    /// What gave it away: `order 17 has status hold`.
    package let evidence: String

    package init(parameter: String, evidence: String) {
        self.parameter = parameter
        self.evidence = evidence
    }
}

/// Parameters of a request that the server refused by name, with a 400.
///
/// A reader throws it before its first batch; the query is then planned again without the parameters.
package struct RejectedParameters: Error, Sendable, Hashable {
    /// As the API names them; never empty.
    package let names: [String]
    /// What the server said about them, on one line.
    package let answer: String

    package init(names: [String], answer: String) {
        self.names = names
        self.answer = answer
    }
}

extension UntrustedParameter: Failure {
    package var category: FailureCategory { .incomplete }
    package var message: String { "the server does not obey its parameter '\(parameter)': \(evidence)" }
}

extension RejectedParameters: Failure {
    package var category: FailureCategory { .failed }
    package var message: String { "the server refused \(names.joined(separator: ", ")): \(answer)" }
}
