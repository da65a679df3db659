// The orders behind a shop's server, filtered by the plain evaluator and kept in every order asked for. Answers that
// cost work are remembered until an order comes or goes, so that thousands of requests cost little.

import OrderModel
import OrderReference

/// The orders of a shop, as they are now.
struct ShopStock {
    private let settings: ShopSettings
    private let rendering: ShopRendering
    private let evaluator: Evaluator
    private var orders: [Int: ShopOrder] = [:]
    /// The greatest id that there ever was: none is given twice.
    private var greatestID = 0
    private(set) var inserted: [JSONObject] = []
    private(set) var deletedIDs: [Int] = []

    /// The ids of all orders in an order of the list.
    private var rankings: [String: [Int]] = [:]
    /// The ids that a filter keeps, in an order of the list.
    private var listings: [String: [Int]] = [:]
    /// What orders are sorted by, which nothing changes.
    private var sortKeys: [String: [Int: [Value]]] = [:]
    private var bodies: [ShopRendering.Shape: [Int: [UInt8]]] = [:]
    private var random: SeededGenerator

    init(_ documents: [JSONObject], _ settings: ShopSettings) {
        self.settings = settings
        rendering = ShopRendering(habits: settings.habits)
        let moment = TimeContext(now: Instant(microseconds: 0), zone: settings.habits.zone)
        evaluator = Evaluator(time: moment)
        random = SeededGenerator(seed: 11)
        for document in documents {
            guard let order = ShopOrder(document) else { preconditionFailure("an order has id, key, status and time") }
            orders[order.id] = order
            greatestID = max(greatestID, order.id)
        }
    }

    func order(id: Int) -> ShopOrder? { orders[id] }

    func order(key: String) -> ShopOrder? { orders.values.first { $0.key.utf8.elementsEqual(key.utf8) } }

    mutating func body(of id: Int, _ shape: ShopRendering.Shape) -> [UInt8] {
        if let known = bodies[shape]?[id] { return known }
        guard let order = orders[id] else { return [] }
        let body = Array(JSONValue.object(rendering.document(order.order.document, shape)).serialized().utf8)
        bodies[shape, default: [:]][id] = body
        return body
    }

    /// The ids that a request asks for, on all pages, in their order; a customer's request only of his own orders.
    mutating func ids(for listing: ShopListing, customer: Int?) throws -> [Int] {
        let terms = listing.ordering.isEmpty ? [OrderingTerm(.createdAt, isDescending: true)] : listing.ordering
        let orderingKey = terms.map(\.description).joined(separator: ",") + "\(listing.reversesOrdering)"
        let isShuffled = settings.habits.shufflesTies && !terms.contains { $0.name == .id }
        if isShuffled { rankings[orderingKey] = nil }
        let key = "\(customer ?? 0) \(orderingKey) \(listing.filterKey)"
        let kept: [Int]
        if let known = listings[key], !isShuffled {
            kept = known
        } else {
            kept = try ranking(orderingKey, terms, listing.reversesOrdering).filter { id in
                try keeps(id, listing, customer)
            }
            listings[key] = kept
        }
        let range = listing.leastID...max(listing.leastID, listing.greatestID)
        if listing.leastID > listing.greatestID { return [] }
        return kept.filter(range.contains)
    }

    private func keeps(_ id: Int, _ listing: ShopListing, _ customer: Int?) throws -> Bool {
        guard let order = orders[id] else { return false }
        if let customer, order.customer != customer || order.status == "deleted" { return false }
        let row = Row(order.order)
        for filter in listing.filters
        where try evaluator.holds(filter.condition, for: row) == filter.isInverted { return false }
        guard let search = listing.search else { return true }
        let terms = SearchTerms(search).terms
        if terms.isEmpty { return true }
        let texts = try (customer == nil ? ListEndpoint.admin : .customer).searchFields.compactMap { field -> String? in
            switch try row.value(of: field) {
            case .text(let text): folded(text)
            case .number(let number): number.description
            default: nil
            }
        }
        let isFound = terms.allSatisfy { term in
            let wanted = Array(folded(term).utf8)
            return texts.contains { wanted.isEmpty || Array($0.utf8).firstRange(of: wanted) != nil }
        }
        return isFound != listing.invertsSearch
    }

    private func folded(_ text: String) -> String {
        if settings.habits.foldsAllLetters { return text.uppercased() }
        let isLower = UInt8(ascii: "a")...UInt8(ascii: "z")
        return String(decoding: text.utf8.map { isLower.contains($0) ? $0 - 32 : $0 }, as: UTF8.self)
    }

    /// The ids of all orders by some terms; equal ones by id, or at random where the server makes no promise.
    private mutating func ranking(_ key: String, _ terms: [OrderingTerm], _ isReversed: Bool) throws -> [Int] {
        if let known = rankings[key] { return known }
        let fields = terms.compactMap { Schema.field(named: $0.name.rawValue, in: .orders) }
        precondition(fields.count == terms.count, "every name of an order is a field")
        var entries: [(id: Int, keys: [Value])] = []
        var known = sortKeys[key] ?? [:]
        for (id, order) in orders {
            let row = Row(order.order)
            let keys = try known[id] ?? fields.map { try row.value(of: $0) }
            known[id] = keys
            entries.append((id, keys))
        }
        sortKeys[key] = known
        entries.sort { $0.id < $1.id }
        if settings.habits.shufflesTies { entries.shuffle(using: &random) }
        let places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.id, $0) })
        entries.sort { left, right in
            for (index, term) in terms.enumerated() where left.keys[index] != right.keys[index] {
                return precedes(left.keys[index], right.keys[index]) != term.isDescending
            }
            return places[left.id] ?? 0 < places[right.id] ?? 0
        }
        let ids = entries.map(\.id)
        rankings[key] = isReversed ? ids.reversed() : ids
        return rankings[key] ?? []
    }

    /// Whether a value comes before another when ascending; null at the end that the server puts it.
    private func precedes(_ left: Value, _ right: Value) -> Bool {
        if left.isNull || right.isNull { return left.isNull == settings.habits.sortsNullLow }
        return Value.sortsBefore(left, right)
    }

    // MARK: Drift

    /// What happens between two pages of a shop that is open: the newest orders vanish, newer ones appear.
    mutating func drift() {
        let faults = settings.faults
        guard faults.insertCount > 0 || faults.deleteCount > 0 else { return }
        let newest = orders.values.sorted { ($1.created, $1.id) < ($0.created, $0.id) }
        for order in newest.prefix(faults.deleteCount) { delete(order.id) }
        for _ in 0..<faults.insertCount {
            guard let time = orders.values.map(\.created).max(),
                let model = orders[orders.keys.sorted()[random.below(orders.count)]]
            else { break }
            greatestID += 1
            let document = Self.copy(of: model.order.document, id: greatestID, after: time)
            orders[greatestID] = ShopOrder(document)
            inserted.append(document)
        }
        rankings = [:]
        listings = [:]
    }

    /// Adds an order, or takes it in place of the one with its id.
    mutating func put(_ document: JSONObject) {
        guard let order = ShopOrder(document) else { preconditionFailure("an order has id, key, status and time") }
        orders[order.id] = order
        greatestID = max(greatestID, order.id)
        rankings = [:]
        listings = [:]
        sortKeys = [:]
        bodies = [:]
    }

    mutating func delete(_ id: Int) {
        guard orders.removeValue(forKey: id) != nil else { return }
        deletedIDs.append(id)
        rankings = [:]
        listings = [:]
    }

    private static func copy(of document: JSONObject, id: Int, after time: Instant) -> JSONObject {
        let moment = Instant(microseconds: time.microseconds + TimeAmount.microsecondsPerSecond).iso8601
        return JSONObject(
            document.members.map { member in
                switch member.key {
                case "id": JSONMember(key: "id", value: .number(String(id)))
                case "key": JSONMember(key: "key", value: .text("inserted\(id)"))
                case "created_at", "updated_at": JSONMember(key: member.key, value: .text(moment))
                default: member
                }
            }
        )
    }
}
