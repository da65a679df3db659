// Where our server answers otherwise than the oracle, and means to. Each rule is one that the documentation lists,
// and each must be needed: one that no request of a run used is reported.

import OrderModel

/// A difference from the oracle that is right.
struct AcceptedDifference: Sendable {
    let name: String
    /// Why we do what we do.
    let reason: String
    /// Whether our answer to the request is what the rule says, where the oracle's is that.
    let accepts: @Sendable (_ request: RefereeRequest, _ oracle: RefereeAnswer, _ ours: RefereeAnswer) -> Bool

    static let all: [AcceptedDifference] = []
}
