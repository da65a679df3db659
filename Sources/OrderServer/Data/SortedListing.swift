// Makes a list: the places of all orders that pass the filters, sorted. What is sorted are whole numbers, one for each
// order and key of `ordering`, so a list of a million orders takes some tenths of a second.

import OrderEngine
import OrderModel
import OrderReference

/// The orders of a list in their order.
struct SortedListing: Sendable {
    let places: [OrderPlace]

    var byteCount: Int { places.count * MemoryLayout<OrderPlace>.stride }

    /// Makes the list of a state.
    init(_ listing: Listing, of directory: OrderDirectory, in source: any DatasetState, _ settings: ServerSettings)
        async throws
    {
        let filter = ListingFilter(listing, settings)
        let order = ListingOrder(listing, settings)
        var fields = filter.fields
        fields.insert(.identifier)
        for field in order.fields { fields.insert(field) }
        let request = ScanRequest(fields: fields, conditions: filter.conditions, time: filter.time)
        let parts = try await source.readAll(request) { batch in
            try ListingPart(of: batch, filter, order, directory)
        }
        try Task.checkCancellation()
        places = order.sorted(parts)
    }
}

/// What a batch adds to a list.
private struct ListingPart: Sendable {
    private(set) var places: [OrderPlace]
    /// The values of each sort field, in the places' order.
    private(set) var values: [SortValues]

    init(of batch: OrderBatch, _ filter: ListingFilter, _ order: ListingOrder, _ directory: OrderDirectory) throws {
        let rows = TableRows(orders: batch.columns)
        values = order.fields.map { SortValues(of: $0) }
        places = []
        if rows.count > 0 { try append(rows, filter, order, directory) }
        for found in try filter.orders(of: batch.plainOrders) {
            guard let place = directory.place(of: try found.identifierOrError) else { continue }
            places.append(place)
            for (index, field) in order.fields.enumerated() {
                // What cannot be read stands with what is missing: no list fails for its order.
                values[index].append([(try? Row(found).value(of: field)) ?? .null])
            }
        }
    }

    private mutating func append(
        _ rows: TableRows,
        _ filter: ListingFilter,
        _ order: ListingOrder,
        _ directory: OrderDirectory
    ) throws {
        let identifiers = try rows.identifiers()
        var candidates = Bitmap(count: rows.count, filledWith: true)
        if directory.hasPlatformOrders {
            for (row, place) in directory.places(of: identifiers).enumerated() where directory.isPlatformOrder(place) {
                candidates[row] = false
            }
        }
        let selected = try filter.rows(of: rows, among: candidates)
        var found: [Int64] = []
        selected.forEach { found.append(identifiers[$0]) }
        places = directory.places(of: found)
        for (index, field) in order.fields.enumerated() {
            guard case .own(let column)? = rows.column(of: field) else {
                throw EvaluationError(place: "the dataset", problem: "\(field.name) was not read from the source")
            }
            values[index].append(column, at: selected)
        }
    }
}

/// How a list is sorted.
private struct ListingOrder: Sendable {
    /// The fields whose values are needed, in their turn.
    let fields: [Field]
    private let isDescending: [Bool]
    private let nullsFirst: Bool
    private let ties: Ties

    /// How orders follow each other whose keys are all equal.
    private enum Ties: Sendable {
        case ascending
        case descending
        case shuffled
    }

    init(_ listing: Listing, _ settings: ServerSettings) {
        var fields: [Field] = []
        var isDescending: [Bool] = []
        var ties = listing.tiesDescend ? Ties.descending : .ascending
        if settings.faults.shufflesTies { ties = .shuffled }
        for term in listing.ordering {
            // Places sort as ids do, and behind them there are no ties.
            if term.name == .id {
                ties = term.isDescending ? .descending : .ascending
                break
            }
            guard let field = Schema.field(named: term.name.rawValue, in: .orders), !fields.contains(field) else {
                continue
            }
            fields.append(field)
            isDescending.append(term.isDescending)
        }
        self.fields = fields
        self.isDescending = isDescending
        self.ties = ties
        nullsFirst = settings.nullOrder == .low
    }

    /// An order that is being sorted: its first key, and where the rest stands.
    private struct Entry {
        let key: Int64
        let index: UInt32
    }

    /// The places of all parts, sorted.
    func sorted(_ parts: [ListingPart]) -> [OrderPlace] {
        let places = Array(parts.lazy.map(\.places).joined())
        let keys = keys(of: parts)
        guard let first = keys.first else {
            switch ties {
            case .ascending, .shuffled: return places.sorted()
            case .descending: return places.sorted(by: >)
            }
        }
        var entries: [Entry] = []
        entries.reserveCapacity(places.count)
        for (index, key) in first.enumerated() { entries.append(Entry(key: key, index: UInt32(index))) }
        let others = keys.dropFirst()
        let last = tieKeys(places)
        entries.sort { left, right in
            if left.key != right.key { return left.key < right.key }
            let (left, right) = (Int(left.index), Int(right.index))
            for key in others where key[left] != key[right] { return key[left] < key[right] }
            return last[left] < last[right]
        }
        return entries.map { places[Int($0.index)] }
    }

    private func keys(of parts: [ListingPart]) -> [[Int64]] {
        fields.indices.map { index in
            var values = SortValues(of: fields[index])
            for part in parts { values.append(part.values[index]) }
            let keys = values.keys(nullsFirst: nullsFirst)
            return isDescending[index] ? keys.map { ~$0 } : keys
        }
    }

    /// A number for each order by which ties are decided.
    private func tieKeys(_ places: [OrderPlace]) -> [UInt32] {
        switch ties {
        case .ascending: places
        case .descending: places.map { ~$0 }
        case .shuffled: places.map { _ in UInt32.random(in: 0...UInt32.max) }
        }
    }
}

extension Listing {
    /// Whether a database would answer from an index of the first key, read from its end, by which ties descend.
    ///
    /// That is what was observed where no filter has a better index; then, or without one, ties ascend.
    var tiesDescend: Bool {
        guard endpoint == .admin, let first = ordering.first, first.isDescending else { return false }
        guard first.name == .createdAt || first.name == .customerID else { return false }
        return filters.keeping(Self.indexed.subtracting(inverted)).givenNames.isEmpty
    }

    private static let indexed: Set<ParameterName> = [
        .customer, .customerIn, .paymentMethod, .paymentMethodIn, .shippingMethod, .shippingMethodIn,
        .billingCountry, .billingCountryIn, .billingState, .billingStateIn, .billingCity, .billingCityIn,
    ]
}
