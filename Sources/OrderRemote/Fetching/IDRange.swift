import OrderModel

/// A server that does not do what paging by id takes: which parameter shows it, and how.
struct Disobedience: Error {
    let parameter: ParameterName
    let evidence: String
}

/// A range of ids being read page by page, each page beginning behind the last id of the one before.
///
/// Nothing can slip between two pages: an order keeps its id whatever happens to it, and to the others.
struct IDRange: Sendable {
    /// The ends that are sent, both included; nil for none.
    let lower: Int?
    let upper: Int?
    let isDescending: Bool
    /// The last id that was read; all orders of the range up to it have been.
    private(set) var lastID: Int?
    /// How many orders are left, as the server says or as is guessed.
    private(set) var remainingCount: Int?
    private(set) var isComplete = false
    /// How many ids the last page spans for each of its orders.
    private(set) var idsPerOrder = 1.0
    /// Whether the last page counted fewer orders than the one before had left: some have gone, or are not shown.
    private(set) var hasShrunk = false
    private var countBehind: Int?
    private var emptyCount = 0

    /// Servers may claim any count; beyond this one it makes no difference.
    private static let countLimit = 1 << 40

    init(lower: Int?, upper: Int?, isDescending: Bool = false, expectedCount: Int? = nil) {
        self.lower = lower
        self.upper = upper
        self.isDescending = isDescending
        remainingCount = expectedCount
    }

    /// The first id that has not been read, from where the range begins.
    var nextLower: Int? { isDescending ? lower : lastID.map { $0 == .max ? $0 : $0 + 1 } ?? lower }

    private var nextUpper: Int? { isDescending ? lastID.map { $0 == .min ? $0 : $0 - 1 } ?? upper : upper }

    /// The parameter that changes from page to page.
    var movingEnd: ParameterName { isDescending ? .idMaximum : .idMinimum }

    /// The range's next request.
    func request(_ base: FilterParameters, limit: Int) -> FilterParameters {
        var parameters = base
        parameters.ordering = [OrderingTerm(.id, isDescending: isDescending)]
        parameters.idMinimum = nextLower
        parameters.idMaximum = nextUpper
        parameters.limit = limit
        parameters.offset = nil
        return parameters
    }

    /// Takes the page that answers the next request, and gives the places of its orders, each once.
    ///
    /// A page that is empty although it counts orders changes nothing, so that it is asked for once more: its orders
    /// may have gone between the server's counting and its looking. After that, taking it for the end would lose
    /// orders without a word.
    mutating func accept(_ page: FetchedPage, limit: Int, _ claims: inout PageClaims) throws -> [Int] {
        let indices = try check(page)
        if indices.count < page.ids.count { claims.noteDuplicate() }
        hasShrunk = claims.countsOrders && countBehind.map { page.count < $0 } ?? false
        countBehind = page.count - page.ids.count
        guard let first = page.ids.first, let last = page.ids.last else {
            isComplete = claims.ends(with: page)
            remainingCount = 0
            emptyCount += 1
            if !isComplete, emptyCount > 1 { throw RemoteError.withheld(place: page.place, count: page.count) }
            return []
        }
        emptyCount = 0
        lastID = last
        remainingCount = min(max(0, page.count - page.ids.count), Self.countLimit)
        idsPerOrder = max(1, (Double(last) - Double(first)).magnitude + 1) / Double(page.ids.count)
        isComplete = !claims.goesOn(behind: page, position: page.ids.count, limit: limit)
        // No id can follow: the range's end, or that of all numbers.
        if last == (isDescending ? lower ?? .min : upper ?? .max) {
            if page.count > page.ids.count, claims.countsOrders {
                throw Disobedience(parameter: .ordering, evidence: "it counts more orders behind the last, \(last)")
            }
            isComplete = true
        }
        return indices
    }

    /// Checks that the page keeps to the range and its order; gives the places of its orders without repetitions.
    private func check(_ page: FetchedPage) throws(Disobedience) -> [Int] {
        var indices: [Int] = []
        indices.reserveCapacity(page.ids.count)
        var previous: Int?
        for (index, id) in page.ids.enumerated() {
            if let bound = nextLower, id < bound {
                throw Disobedience(parameter: .idMinimum, evidence: "order \(id) came for id_min=\(bound)")
            }
            if let bound = nextUpper, id > bound {
                throw Disobedience(parameter: .idMaximum, evidence: "order \(id) came for id_max=\(bound)")
            }
            if previous == id { continue }
            if let previous, isDescending ? id > previous : id < previous {
                throw Disobedience(parameter: .ordering, evidence: "order \(previous) comes before order \(id)")
            }
            previous = id
            indices.append(index)
        }
        return indices
    }

    /// The rest of the range in several parts of about as many pages each, as far as that can be guessed.
    ///
    /// The ids behind the last page are taken to be as dense as those on it, but not to reach beyond `end`. Each part
    /// but the last is meant to fill its pages, so that parts cost few requests more than the whole.
    func parts(_ count: Int, pageSize: Int, end: Int?) -> [IDRange] {
        guard count > 1, let lastID, let rest = remainingCount, rest > 0, !isDescending else { return [self] }
        var extent = Double(rest) * idsPerOrder
        if let end = upper ?? end { extent = min(extent, Double(end) - Double(lastID)) }
        let pageCount = (rest - 1) / pageSize + 1
        let ordersPerPart = ((pageCount - 1) / count + 1) * pageSize
        let width = max(1, extent * Double(ordersPerPart) / Double(rest))
        var parts: [IDRange] = []
        var start = lastID
        while parts.count < count - 1 {
            let border = (Double(lastID) + width * Double(parts.count + 1)).rounded()
            guard border < Double(upper ?? end ?? .max), border < 9e18, Int(border) > start else { break }
            let rows = min(ordersPerPart, rest - parts.count * ordersPerPart)
            guard rows > 0 else { break }
            parts.append(IDRange(lower: start + 1, upper: Int(border), expectedCount: rows))
            start = Int(border)
        }
        let rows = max(0, rest - parts.count * ordersPerPart)
        parts.append(IDRange(lower: start + 1, upper: upper, expectedCount: rows))
        return parts
    }
}
