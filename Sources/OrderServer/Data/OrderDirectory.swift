// All orders of a state by their ids. An order is known by its place here everywhere in the server: the ids ascend, so
// places sort as ids do, and a list of a million orders is 4 MB. The way to an order's document is kept too, so that a
// page is read without looking for its orders.

import OrderEngine
import OrderModel
import OrderReference

/// Where an order stands among all orders of a state, by id.
typealias OrderPlace = UInt32

/// The orders of a state: their ids, where their documents are, and which are the other platform's.
struct OrderDirectory: Sendable {
    /// Ascending, without repetition.
    private let identifiers: [Int64]
    /// For each order, which one it was of all that were read; `.max` for one whose document is found by its id.
    private let numbers: [UInt32]
    private let parts: [Part]
    private let source: any DatasetState
    /// The orders of the other platform, which are in no list; nil when there are none.
    private let platformOrders: Bitmap?

    /// A batch that orders were read from: those from `firstNumber` on.
    private struct Part: Sendable {
        let firstNumber: Int
        let documents: any RowDocuments
    }

    private struct Entry {
        let identifier: Int64
        let number: UInt32
    }

    init(of source: any DatasetState) async throws {
        var fields = NeededFields()
        fields.insert(.identifier)
        let batches = try await source.readAll(ScanRequest(fields: fields)) { batch in
            let rows = TableRows(orders: batch.columns)
            let odd = try batch.plainOrders.map { try $0.identifierOrError }
            return (own: try rows.identifiers(), odd: odd, documents: batch.columns.documents)
        }
        var entries: [Entry] = []
        var parts: [Part] = []
        var number = 0
        for batch in batches {
            parts.append(Part(firstNumber: number, documents: batch.documents))
            for identifier in batch.own {
                entries.append(Entry(identifier: identifier, number: UInt32(truncatingIfNeeded: number)))
                number += 1
            }
            for identifier in batch.odd { entries.append(Entry(identifier: identifier, number: .max)) }
        }
        if !zip(entries, entries.dropFirst()).allSatisfy({ $0.identifier < $1.identifier }) {
            entries.sort { ($0.identifier, $0.number) < ($1.identifier, $1.number) }
            // Sources hold no id twice; should one all the same, the order is listed once.
            var last: Int64?
            entries.removeAll { entry in
                defer { last = entry.identifier }
                return last == entry.identifier
            }
        }
        self.source = source
        self.parts = parts
        identifiers = entries.map(\.identifier)
        numbers = entries.map(\.number)
        platformOrders = try await Self.platformOrders(of: source, among: identifiers)
    }

    var count: Int { identifiers.count }

    func identifier(of place: OrderPlace) -> Int64 { identifiers[Int(place)] }

    /// Whether an order is the other platform's.
    func isPlatformOrder(_ place: OrderPlace) -> Bool { platformOrders?[Int(place)] ?? false }

    /// Whether there are such orders at all.
    var hasPlatformOrders: Bool { platformOrders != nil }

    func place(of identifier: Int64) -> OrderPlace? {
        Self.index(of: identifier, in: identifiers, from: 0).map(OrderPlace.init)
    }

    /// The places of some orders, quickest where their ids ascend as they mostly do.
    func places(of wanted: [Int64]) -> [OrderPlace] {
        var places: [OrderPlace] = []
        places.reserveCapacity(wanted.count)
        var next = 0
        for identifier in wanted {
            guard let index = Self.index(of: identifier, in: identifiers, from: next) else { continue }
            places.append(OrderPlace(index))
            next = index + 1
        }
        return places
    }

    /// Looks at the expected index first, then near it, then everywhere.
    private static func index(of identifier: Int64, in identifiers: [Int64], from expected: Int) -> Int? {
        var (low, high) = (0, identifiers.count)
        if expected < high, identifiers[expected] <= identifier {
            if identifiers[expected] == identifier { return expected }
            low = expected + 1
            var step = 1
            while low + step < high, identifiers[low + step] <= identifier { step *= 2 }
            high = min(high, low + step + 1)
        }
        while low < high {
            let middle = (low + high) / 2
            if identifiers[middle] < identifier { low = middle + 1 } else { high = middle }
        }
        return low < identifiers.count && identifiers[low] == identifier ? low : nil
    }
}

extension OrderDirectory {
    /// Finds the orders of the other platform without looking into most documents: their amounts are other ones, so
    /// only an order without an outstanding amount in our words can be such a one.
    private static func platformOrders(of source: any DatasetState, among identifiers: [Int64]) async throws -> Bitmap?
    {
        var fields = NeededFields()
        if let amount = Schema.field(named: "amount_outstanding", in: .orders) { fields.insert(amount) }
        let found = try await source.readAll(ScanRequest(fields: fields)) { batch in
            try batch.plainOrders.filter(\.document.isOrderOfOtherPlatform).map { try $0.identifierOrError }
        }
        guard found.contains(where: { !$0.isEmpty }) else { return nil }
        var bitmap = Bitmap(count: identifiers.count)
        for identifier in found.joined() {
            if let index = index(of: identifier, in: identifiers, from: 0) { bitmap[index] = true }
        }
        return bitmap
    }

    /// The documents of some orders, in the given order; fails where one of them is not there.
    func orders(at places: [OrderPlace]) async throws -> [Order] {
        var orders = [Order?](repeating: nil, count: places.count)
        var wanted: [Int: [(row: Int, index: Int)]] = [:]
        for (index, place) in places.enumerated() {
            let number = numbers[Int(place)]
            if number == .max {
                orders[index] = try await source.order(.identifier(Int(identifiers[Int(place)])))
            } else {
                let part = self.part(of: Int(number))
                wanted[part, default: []].append((Int(number) - parts[part].firstNumber, index))
            }
        }
        for (part, rows) in wanted {
            try Task.checkCancellation()
            for (order, row) in zip(try parts[part].documents.orders(at: rows.map(\.row)), rows) {
                orders[row.index] = order
            }
        }
        return try zip(places, orders).map { place, order in
            guard let order else { throw missing(place) }
            return order
        }
    }

    /// What is wrong where an order's document is not there.
    func missing(_ place: OrderPlace) -> EvaluationError {
        EvaluationError(place: "order \(identifier(of: place))", problem: "it is listed, and its document is not there")
    }

    /// The batch that an order was read from.
    private func part(of number: Int) -> Int {
        var (low, high) = (0, parts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if parts[middle].firstNumber <= number { low = middle } else { high = middle }
        }
        return low
    }
}

extension Field {
    /// An order's own id.
    static let identifier: Field = {
        guard let field = Schema.field(named: "id", in: .orders) else {
            preconditionFailure("orders have ids")
        }
        return field
    }()
}

extension Order {
    /// The id; an order without one cannot be served.
    var identifierOrError: Int64 {
        get throws {
            if let identifier = document.wholeIdentifier { return Int64(identifier) }
            throw EvaluationError(ValueProblem("its id is no whole number of 64 bits"), in: self)
        }
    }
}

extension TableRows {
    /// The ids of all rows.
    func identifiers() throws -> [Int64] {
        guard case .own(let column)? = column(of: .identifier), case .numbers(let values, let scale) = column.storage
        else {
            throw EvaluationError(place: "the dataset", problem: "id was not read from the source")
        }
        guard scale > 0 else { return values }
        // Whole numbers, which may be written with zeros behind the point.
        let unit = (0..<scale).reduce(Int64(1)) { unit, _ in unit * 10 }
        return values.map { $0 / unit }
    }
}
