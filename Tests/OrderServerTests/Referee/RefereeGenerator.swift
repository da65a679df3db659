// The requests that both servers are sent: a table in which every parameter, path, token and method stands at least
// once with each of its edges, and random ones that combine them. The same seed gives the same requests.

import OrderModel
import OrderTestSupport

/// Makes the requests of a run.
struct RefereeGenerator {
    private var random: SeededGenerator
    private let data: RefereeData

    init(seed: UInt64, data: RefereeData) {
        random = SeededGenerator(seed: seed)
        self.data = data
    }

    static let adminPath = "/api/orders/"
    static let ownPath = "/api/shop/customers/me/orders"

    // MARK: Random requests

    /// A request that combines what can be combined; most of them are sound.
    mutating func request() -> RefereeRequest {
        switch random.below(12) {
        case 0: single()
        case 1: random.pick(Self.edges(data))
        default: list()
        }
    }

    private mutating func list() -> RefereeRequest {
        let isAdmin = !random.oneIn(3)
        var items = (0..<random.pick([0, 1, 1, 2, 2, 2, 3, 3, 5])).map { _ in filter(isAdmin) }
        if random.oneIn(3) { items.append("search=" + search()) }
        if !random.oneIn(3) { items.append("ordering=" + ordering(isAdmin)) }
        if random.oneIn(2) { items.append("limit=" + random.pick(["1", "3", "10", "20", "100", "500", "7", "0"])) }
        if random.oneIn(3) { items.append("offset=" + random.pick(["1", "5", "10", "30", "100", "310", "1000"])) }
        if random.oneIn(8) { items.append(random.pick(Self.strayItems)) }
        let query = items.shuffled(using: &random).joined(separator: "&")
        return RefereeRequest(
            method: random.oneIn(25) ? "HEAD" : "GET",
            path: isAdmin ? Self.adminPath : Self.ownPath,
            query: items.isEmpty && random.oneIn(2) ? nil : query,
            authorization: isAdmin ? RefereeToken.staff : RefereeToken.customer(random.pick(owners)),
        )
    }

    /// Customers with many orders, and some with few.
    private var owners: [Int] { Array(data.customers.prefix(5)) + data.customers.suffix(2) }

    private mutating func single() -> RefereeRequest {
        let id = random.pick(data.ids)
        let path = random.pick([
            "\(Self.ownPath)/\(id)", "\(Self.ownPath)/\(id)/", "\(Self.ownPath)/\(random.pick(data.keys))/tracking",
            "\(Self.ownPath)/\(random.pick(data.keys))/tracking/",
        ])
        let needsToken = !path.contains("tracking")
        return RefereeRequest(
            path: path,
            authorization: needsToken || random.oneIn(4) ? RefereeToken.customer(random.pick(owners)) : nil
        )
    }

    private mutating func filter(_ isAdmin: Bool) -> String {
        let name = random.pick(
            ParameterName.allCases.filter { ![.search, .ordering, .limit, .offset].contains($0) }
        )
        let value: String
        if random.oneIn(12) {
            value = random.pick(ParameterEdges.values(of: name) + ParameterEdges.anything)
        } else {
            value = sound(name)
        }
        return "\(name.rawValue)=\(value)"
    }

    /// A value that every server understands, and that finds something.
    private mutating func sound(_ name: ParameterName) -> String {
        switch name {
        case .status: return random.pick(OrderStatus.names)
        case .statusIn:
            return (0..<random.pick([1, 2, 4])).map { _ in random.pick(OrderStatus.names) }.joined(separator: ",")
        case .idMinimum, .idMaximum: return String(random.pick(data.ids))
        case .customer: return String(random.pick(data.customers))
        case .customerIn: return "\(random.pick(data.customers)),\(random.pick(data.customers)),2"
        case .shippingCostMinimum, .shippingCostMaximum:
            return random.pick(["0", "75000", "12.5", "49.99", "120000", "0.1", "500000"])
        case .createdDate, .updatedDate: return String(random.pick(data.moments).prefix(10))
        case .createdFrom, .createdTo, .updatedFrom, .updatedTo:
            let moment = random.pick(data.moments)
            return random.pick([String(moment.prefix(10)), String(moment.prefix(10)), PercentCoding.encode(moment)])
        case _ where name.rawValue.hasPrefix("has_"): return random.pick(["true", "false"])
        case _ where name.rawValue.hasSuffix("_in"):
            return (0..<random.pick([1, 2, 3])).map { _ in String(1 + random.below(8)) }.joined(separator: ",")
        default: return String(1 + random.below(7))
        }
    }

    private mutating func search() -> String {
        switch random.below(4) {
        case 0: return random.pick(ParameterEdges.searches)
        case 1:
            // A part of a word, which may begin anywhere in it.
            let word = Array(random.pick(data.words))
            let start = random.below(word.count)
            return PercentCoding.encode(String(word[start..<min(word.count, start + 1 + random.below(4))]))
        case 2:
            return PercentCoding.encode(random.pick(data.words)) + "+" + PercentCoding.encode(random.pick(data.words))
        default: return PercentCoding.encode(random.pick(data.words))
        }
    }

    private mutating func ordering(_ isAdmin: Bool) -> String {
        let names = OrderingName.allCases.filter { (isAdmin ? ListEndpoint.admin : .customer).knows($0) }
        let keys = (0..<random.pick([1, 1, 1, 2, 3])).map { _ in
            random.pick(["", "-"]) + random.pick(names).rawValue
        }
        return (keys + (random.oneIn(2) ? [random.pick(["id", "-id"])] : [])).joined(separator: ",")
    }

    static let strayItems = [
        "foo=bar", "page=2", "cursor=x", "statuss=new", "status[]=new", "STATUS=new", "x=a+b", "x=%20", "x=%FF", "x",
        "x=", "=x", "", "x=a&x=b", "a%26b=c", "x=%2B%25", "%C3%A9=%C3%BC", "x=~*'()", "x=%7E", "status", "limit",
        "z=1;y=2",
        "format=json", "_=1", "limit=2&limit=3", "offset=1&offset=2", "x=/?:@!$", "x=%C3", "x=a%0Ab", "x=%00",
    ]
}
