package import OrderModel

/// A value that cannot be read or computed, and the order or group that it belongs to.
///
/// Such an order is neither dropped nor rounded: the query stops and says which one it is.
package struct EvaluationError: Failure, Hashable {
    /// `order 17 (orders.ndjson:12)`, or the group's keys.
    package let place: String
    /// What is wrong there, in words.
    package let problem: String

    package init(place: String, problem: String) {
        self.place = place
        self.problem = problem
    }

    package var category: FailureCategory { .failed }
    package var message: String { "\(place): \(problem)" }
}

extension EvaluationError {
    package init(_ problem: ValueProblem, in order: Order) {
        let identifier: String
        switch order.document["id"] {
        case .number(let digits): identifier = "order \(digits)"
        case .text(let text): identifier = "order \(text)"
        default: identifier = "an order without id"
        }
        self.init(place: "\(identifier) (\(order.origin))", problem: problem.message)
    }
}

/// What went wrong with one value, before it is known whose value it is.
package struct ValueProblem: Error {
    package let message: String

    package init(_ message: String) {
        self.message = message
    }

    /// A result that does not fit, in the words of whoever computed it.
    package static func overflow(in what: String) -> ValueProblem {
        ValueProblem("the result of \(what) does not fit in 38 digits")
    }
}
