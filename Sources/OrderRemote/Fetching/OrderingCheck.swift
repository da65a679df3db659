import OrderModel

/// Checks that orders come in the order that was asked for, as far as that can be seen.
///
/// Texts other than a status and null sort differently on different servers; there the check looks no further.
struct OrderingCheck: Sendable {
    private let keys: [(field: Field, isDescending: Bool)]

    init(_ ordering: [OrderingTerm]) {
        keys = ordering.prefix { Self.comparable.contains($0.name) }.compactMap { term in
            Schema.field(named: term.name.rawValue, in: .orders).map { ($0, term.isDescending) }
        }
    }

    /// What pages must be read for.
    var fields: [Field] { keys.map(\.field) }

    /// What gives the server away: `order 17 comes before order 12`; nil when the page is in order.
    func misfit(in page: FetchedPage) throws(RemoteError) -> String? {
        var before: [Value] = []
        for index in page.ids.indices {
            var values: [Value] = []
            for key in keys { values.append(try page.value(of: key.field, at: index)) }
            if index > 0, !mayStand(before, before: values) {
                return "order \(page.ids[index - 1]) comes before order \(page.ids[index])"
            }
            before = values
        }
        return nil
    }

    private func mayStand(_ first: [Value], before second: [Value]) -> Bool {
        for (index, key) in keys.enumerated() {
            let (left, right) = (first[index], second[index])
            if left.isNull || right.isNull { return true }
            if left == right { continue }
            return key.isDescending ? Value.sortsBefore(right, left) : Value.sortsBefore(left, right)
        }
        return true
    }

    private static let comparable: Set<OrderingName> = [
        .id, .status, .customerID, .shippingCost, .createdAt, .updatedAt,
    ]
}
