// Orders with equal keys may stand in any order: the API promises none, and the oracle's database takes what comes
// first. So a page is right when its keys are the oracle's, place by place, and every group of equal keys that lies
// within the page has the oracle's orders. Of a group that the page cuts, the whole list tells.

import OrderModel
import OrderServer

/// The keys that a request's list is ordered by, read as the documents say.
struct RefereeOrdering: Sendable {
    private let names: [String]

    init(_ request: RefereeRequest, settings: ServerSettings) {
        let endpoint: ListEndpoint = request.path.hasPrefix(RefereeGenerator.ownPath) ? .customer : .admin
        let text = settings.faults.ignored.contains("ordering") ? nil : RawQuery.last("ordering", in: request.query)
        let allowed = Set(endpoint.orderingNames.map(\.rawValue))
        let given = (text ?? "").split(separator: ",").map { Self.trimmed($0) }.map { term in
            term.hasPrefix("-") ? String(term.dropFirst()) : term
        }.filter(allowed.contains)
        let usual = endpoint == .admin ? ["created_at"] : settings.customerOrdering.map(\.name.rawValue)
        names = given.isEmpty ? usual : given
    }

    private static func trimmed(_ term: Substring) -> String {
        String(term.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// What an order is sorted by, as its document shows it.
    func key(of order: JSONObject) -> [JSONValue] {
        names.map { name in
            let parts = name.split(separator: "__").map(String.init)
            let value = order[parts[0]] ?? order[parts[0] + "_data"] ?? .null
            guard parts.count > 1, case .object(let object) = value else { return parts.count > 1 ? .null : value }
            return object[parts[1]] ?? .null
        }
    }
}

/// Compares the results of two pages.
struct RefereeTies: Sendable {
    let ordering: RefereeOrdering

    /// What is wrong with our results, if anything, and whether a group of equal keys that the page cuts is not the same.
    func compare(_ ours: [JSONObject], _ oracle: [JSONObject]) -> (difference: String?, needsWholeList: Bool) {
        var needsWholeList = false
        var start = 0
        while start < oracle.count {
            let key = ordering.key(of: oracle[start])
            var end = start
            while end < oracle.count, Self.isSame(ordering.key(of: oracle[end]), key) { end += 1 }
            for place in start..<end where !Self.isSame(ordering.key(of: ours[place]), key) {
                return ("result \(place) has the key \(ordering.key(of: ours[place])) instead of \(key)", false)
            }
            let (left, right) = (identifiers(ours[start..<end]), identifiers(oracle[start..<end]))
            if left != right {
                guard start == 0 || end == oracle.count else {
                    return ("results \(start) to \(end - 1) are \(left) instead of \(right)", false)
                }
                needsWholeList = true
            }
            start = end
        }
        return (nil, needsWholeList)
    }

    /// Whether two keys are equal, however their numbers are written.
    private static func isSame(_ left: [JSONValue], _ right: [JSONValue]) -> Bool {
        JSONDifference.find(.array(left), .array(right), at: "") == nil
    }

    private func identifiers(_ orders: ArraySlice<JSONObject>) -> [Int] {
        orders.compactMap(\.wholeIdentifier).sorted()
    }
}

/// Reading a query without the code that is tested.
enum RawQuery {
    /// The last value of a parameter, decoded; nil where it isn't given.
    static func last(_ name: String, in query: String?) -> String? {
        (query ?? "").split(separator: "&").reversed().lazy.compactMap { item -> String? in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, PercentCoding.decode(first.utf8) == name else { return nil }
            return PercentCoding.decode((parts.count > 1 ? parts[1] : "").utf8) ?? ""
        }.first
    }

    /// The query without some parameters.
    static func without(_ names: Set<String>, _ query: String?) -> [String] {
        (query ?? "").split(separator: "&").map(String.init).filter { item in
            !names.contains(String(item.prefix { $0 != "=" }))
        }
    }
}
