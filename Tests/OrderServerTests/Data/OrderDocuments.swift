import OrderModel
import OrderServer
import OrderTestSupport

/// Orders of the sample, changed so that ties, nulls, blanks and hits of filters are frequent.
struct OrderDocuments {
    var random: SeededGenerator
    /// One order in so many has a value that cannot be read; nil for none.
    var oddity: Int?
    /// One order in so many is of the other platform.
    var platformShare = 10

    init(seed: UInt64, oddity: Int? = nil) {
        random = SeededGenerator(seed: seed)
        self.oddity = oddity
    }

    /// Orders in no order of their ids.
    mutating func documents(_ count: Int) -> [JSONObject] {
        var documents = SampleOrders(count: count, seed: random.next()).map { changed($0.document) }
        documents.shuffle(using: &random)
        return documents
    }

    private mutating func changed(_ document: JSONObject) -> JSONObject {
        guard case .number(let id)? = document["id"] else { return document }
        if random.oneIn(platformShare) { return platformOrder(id) }
        var members = document.members.map { JSONMember(key: $0.key, value: changed($0.value, of: $0.key)) }
        if let oddity, random.oneIn(oddity) {
            let key = random.pick(["notes", "shipping_cost", "updated_at", "status", "billing_city_data"])
            members = members.map { $0.key == key ? JSONMember(key: key, value: .array([])) : $0 }
        }
        if random.oneIn(20) { members.removeAll { $0.key == "amount_outstanding" } }
        return JSONObject(members)
    }

    private mutating func changed(_ value: JSONValue, of key: String) -> JSONValue {
        switch key {
        case "shipping_cost": .number(random.pick(["0", "12.5", "12.50", "7", "75000", "75000.01"]))
        case "status": .text(random.pick(OrderStatus.names))
        case "updated_at": random.oneIn(3) ? .text("2025-03-02T10:00:00Z") : value
        case "notes": random.pick([.null, .text(""), .text("ZOË straße 12"), .text("zoë STRASSE"), value])
        case "customer_data": customer()
        case _ where key.hasPrefix("billing_") || key.hasSuffix("_method_data"): random.oneIn(6) ? .null : value
        default: value
        }
    }

    private mutating func customer() -> JSONValue {
        guard !random.oneIn(5) else { return .null }
        let number = random.below(6)
        return .object(
            JSONObject([
                JSONMember(key: "id", value: .number(String(number))),
                JSONMember(key: "username", value: number == 3 ? .null : .text("user\(number / 2)")),
                JSONMember(key: "mobile_number", value: .text("0912000000\(number)")),
                JSONMember(key: "first_name", value: .text(random.pick(["Ali", "علی", "ali", ""]))),
                JSONMember(key: "last_name", value: random.pick([.null, .text("K\(number)")])),
                JSONMember(key: "email", value: .text("a\(number)@example.com")),
            ])
        )
    }

    private mutating func platformOrder(_ id: String) -> JSONObject {
        JSONObject([
            JSONMember(key: "id", value: .number(id)),
            JSONMember(key: "number", value: .text("n\(id)")),
            JSONMember(key: "status", value: .text("400")),
            JSONMember(key: "date_placed", value: .text("2025-01-02T10:00:00Z")),
            JSONMember(key: "amount", value: .text("16.40")),
            JSONMember(key: "orderitem_set", value: .array([])),
        ])
    }
}

extension OrderDocuments {
    /// A list that somebody may ask for.
    mutating func listing() -> Listing {
        let endpoint = random.pick(ListEndpoint.allCases)
        var filters = FilterParameters()
        for _ in 0..<random.below(3) { addFilter(&filters, endpoint) }
        var names = endpoint.orderingNames
        names.shuffle(using: &random)
        var listing = Listing(
            endpoint: endpoint,
            customer: endpoint == .customer ? random.below(6) : nil,
            filters: filters,
            ordering: names.prefix(random.below(4)).map { OrderingTerm($0, isDescending: random.oneIn(2)) }
        )
        if random.oneIn(5) { listing.inverted = Set(filters.givenNames) }
        return listing
    }

    private mutating func addFilter(_ filters: inout FilterParameters, _ endpoint: ListEndpoint) {
        switch random.below(9) {
        case 0: filters.status = random.pick(OrderStatus.allCases)
        case 1: filters.statusIn = [.new, .hold, .completed]
        case 2: filters.idMinimum = 1000 + random.below(200)
        case 3: filters.search = random.pick(["1", "zoë", "ZOË", "strasse", "ali", "example", "k1 1", "\"\"", "'a b'"])
        case 4: filters.presence[random.pick(PresenceParameter.allCases)] = random.oneIn(2)
        case 5: filters.shippingCostMinimum = random.pick([Decimal(7), Decimal("12.50") ?? Decimal(12)])
        case 6: filters.updatedFrom = .day(CivilDate(year: 2025, month: 3, day: 2) ?? CivilDate.earliest)
        case 7: filters.paymentMethodIn = [1, 2, 99]
        default: if endpoint == .admin { filters.customerIn = [1, 3] }
        }
    }

    /// A server's behaviour.
    mutating func settings() -> ServerSettings {
        var settings = ServerSettings()
        settings.nullOrder = random.pick(ServerHabits.NullOrder.allCases)
        settings.emptyText = random.pick(ServerHabits.EmptyText.allCases)
        settings.searchFolding = random.pick(ServerSettings.SearchFolding.allCases)
        settings.customerSeesDeleted = random.oneIn(2)
        return settings
    }
}
