// Where our server answers otherwise than the oracle, and means to. Each rule is one that the documentation lists,
// and each must be needed: one that no request of a run used is reported.

import OrderModel

/// A difference from the oracle that is right.
struct AcceptedDifference: Sendable {
    let name: String
    /// Words of the rule's row in the documentation.
    let documented: String
    /// Why we do what we do.
    let reason: String
    let test: Test

    enum Test: Sendable {
        /// Our answer is what the oracle gives to another request, links aside; nil where the rule is not about it.
        case sameAs(@Sendable (_ request: RefereeRequest, _ oracle: RefereeAnswer) -> RefereeRequest?)
        /// Our answer is right as it is.
        case accepted(@Sendable (_ request: RefereeRequest, _ oracle: RefereeAnswer, _ ours: RefereeAnswer) -> Bool)
    }

    static let all: [AcceptedDifference] = [
        AcceptedDifference(
            name: "ids beyond 64 bits",
            documented: "other ids beyond 64 bits",
            reason: "the oracle's database cannot compare them and the answer is a 500; no order has such an id",
            test: .sameAs { request, oracle in
                guard oracle.status == 500 else { return nil }
                return replacingItems(of: request) { name, value in
                    identifierNames.contains(name) ? replacingGreatNumbers(value) : nil
                }
            }
        ),
        AcceptedDifference(
            name: "moments beyond the calendar",
            documented: "other moments beyond the calendar",
            reason:
                "a moment that is in the year 0 or 10000 in UTC, or the end of the last day, is a 500 of the oracle; "
                + "it lies before or after all orders",
            test: .sameAs { request, oracle in
                guard oracle.status == 500 else { return nil }
                return replacingItems(of: request) { name, value in
                    guard boundNames.contains(name) else { return nil }
                    if value.hasPrefix("0001-01-0") { return "0001-01-02" }
                    if value == "1/01/0001" { return "1/02/0001" }
                    return value.hasPrefix("9999-12-3") ? "9999-12-30" : nil
                }
            }
        ),
        AcceptedDifference(
            name: "limits beyond 64 bits",
            documented: "limit=99999999999999999999",
            reason:
                "without a largest limit the oracle hands such a one to its database, which fails: a 500; it is more "
                + "than all orders",
            test: .sameAs { request, oracle in
                guard oracle.status == 500 else { return nil }
                return replacingItems(of: request) { name, value in
                    name == "limit" && value.utf8.count > 18 ? "1000000" : nil
                }
            }
        ),
        AcceptedDifference(
            name: "amounts finer than binary floats",
            documented: "other amounts finer than binary floats",
            reason: "the oracle's database compares amounts as binary floats, which take such a one for its neighbour",
            test: .sameAs { request, _ in
                replacingItems(of: request) { name, value in
                    name.hasPrefix("shipping_cost_") ? replacingFineAmount(value) : nil
                }
            }
        ),
        AcceptedDifference(
            name: "statuses that the API does not have",
            documented: "a status that the API does not have",
            reason: "an order may have one all the same; a filter knows only those of the documents",
            test: .sameAs { request, oracle in
                guard oracle.status == 200 else { return nil }
                return replacingItems(of: request) { name, value in
                    guard name == "status_in", value.contains("pending") else { return nil }
                    return value.replacing("pending", with: "none")
                }
            }
        ),
        AcceptedDifference(
            name: "paths that are no UTF-8",
            documented: "a redirect of a path with `%FF`",
            reason: "the oracle's redirects escape the escape of such a byte once more, and lead elsewhere",
            test: .accepted { request, oracle, ours in
                guard oracle.status == 301, ours.status == 301, request.path.contains("%FF") else { return false }
                return oracle.headers["location"]?.replacing("%25FF", with: "%FF") == ours.headers["location"]
            }
        ),
        AcceptedDifference(
            name: "accounts without rights",
            documented: "a token of an account that is switched off",
            reason: "a token of ours is staff's or a customer's; the oracle's other accounts are not there",
            test: .accepted { request, _, ours in
                let others = ["staff-noperm", "nonstaff", "inactive", "i1"].map { "Token test-token-\($0)" }
                return others.contains(request.authorization ?? "") && ours.status == 401
                    && ours.headers["www-authenticate"] == "Token"
            }
        ),
        AcceptedDifference(
            name: "pages in HTML",
            documented: "a page of our own with the same status",
            reason: "the words of Django's pages for a wrong path or a bad request are not part of the API",
            test: .accepted { _, oracle, ours in
                guard case .other = oracle.body, case .other = ours.body, oracle.status == ours.status else {
                    return false
                }
                // What proxies say of 502 and above is in one form or another.
                let isProxys = oracle.status >= 502
                return oracle.status >= 400
                    && RefereeAnswer.comparedHeaders.allSatisfy { name in
                        ours.headers[name] == oracle.headers[name] || (isProxys && name == "content-type")
                    }
            }
        ),
    ]

    private static let identifierNames = Set(
        ["customer", "payment_method", "shipping_method", "billing_country", "billing_state", "billing_city"]
            .flatMap { [$0, $0 + "_in"] }
    )
    private static let boundNames: Set<String> = ["created_from", "created_to", "updated_from", "updated_to"]

    /// The request with other values of some parameters; nil when none is replaced.
    private static func replacingItems(
        of request: RefereeRequest,
        _ replace: (_ name: String, _ value: String) -> String?
    ) -> RefereeRequest? {
        guard let query = request.query else { return nil }
        var isOther = false
        let items = query.split(separator: "&", omittingEmptySubsequences: false).map { item -> String in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let value = replace(parts[0], parts[1]) else { return String(item) }
            isOther = true
            return parts[0] + "=" + value
        }
        var other = request
        other.query = items.joined(separator: "&")
        return isOther ? other : nil
    }

    /// An id that no order has in the place of each that no 64 bits hold; nil when there is none.
    private static func replacingGreatNumbers(_ list: String) -> String? {
        var isOther = false
        let entries = list.split(separator: ",", omittingEmptySubsequences: false).map { entry -> String in
            let isGreat = entry.utf8.count > 18 || ["1e20", "1e50", "-1e51", "1e19"].contains(entry)
            if isGreat, Int(entry) == nil {
                isOther = true
                return "4611686018427387904"
            }
            return String(entry)
        }
        return isOther ? entries.joined(separator: ",") : nil
    }

    /// An amount that is just as far from any order's, and that floats tell apart; nil where that is so already.
    private static func replacingFineAmount(_ amount: String) -> String? {
        if amount.hasPrefix("1e-") { return "0.0000001" }
        let parts = amount.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count > 15 else { return nil }
        return "\(parts[0]).\(parts[1].prefix(6))1"
    }
}
