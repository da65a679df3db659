// One order of the sample on its way to a document: the amounts are computed here as the platform computes them.

/// What has been decided about an order of the sample; amounts that may have a fraction are in hundredths.
struct SampleDraft {
    struct Item {
        let identifier: Int
        let product: SampleCatalogue.Product
        let unitDiscount: Int
        let quantity: Int
        let notes: String?
    }

    struct Payment {
        let identifier: Int
        let amountHundredths: Int
        let isApproved: Bool
        let transaction: String?
        let created: Int64
    }

    let identifier: Int
    let created: Int64
    let status: OrderStatus
    var shipping: (identifier: Int, name: String, cost: Int)?
    var payment: (identifier: Int, name: String)?
    var items: [Item] = []
    var payments: [Payment] = []

    init(identifier: Int, created: Int64, status: OrderStatus) {
        self.identifier = identifier
        self.created = created
        self.status = status
    }

    private var subtotal: Int { items.reduce(0) { $0 + $1.product.price * $1.quantity } }
    private var discount: Int { items.reduce(0) { $0 + $1.unitDiscount * $1.quantity } }
    private var paidHundredths: Int { payments.reduce(0) { $0 + ($1.isApproved ? $1.amountHundredths : 0) } }
    var totalHundredths: Int { (subtotal - discount) * 100 + (shipping?.cost ?? 0) }
}

// The parts of the document.
extension SampleDraft {
    var computedMembers: [(String, JSONValue)] {
        let outstanding = totalHundredths - paidHundredths
        let isClosed = [.cancelled, .refunded, .deleted].contains(status)
        return [
            ("count", .whole(items.count)), ("quantity", .whole(items.reduce(0) { $0 + $1.quantity })),
            ("items_subtotal", .whole(subtotal)), ("items_discount", .whole(discount)),
            ("subtotal", .whole(subtotal)), ("total_discount", .whole(discount)),
            ("total", .hundredths(totalHundredths)), ("amount_paid", .hundredths(paidHundredths)),
            ("amount_outstanding", .hundredths(outstanding)),
            ("is_paid", .boolean(totalHundredths > 0 && outstanding <= 0)),
            ("is_payable", .boolean(totalHundredths > 0 && !isClosed)),
        ]
    }

    var lists: [(String, JSONValue)] {
        [("items", .array(items.map(document))), ("payments", .array(payments.map(document)))]
    }

    var paymentDocument: JSONValue {
        guard let payment else { return .null }
        return .object(
            JSONValue.members([("id", .whole(payment.identifier)), ("name", .text(payment.name)), ("image", .null)])
        )
    }

    var shippingDocument: JSONValue {
        guard let shipping else { return .null }
        return .object(
            JSONValue.members([("id", .whole(shipping.identifier)), ("name", .text(shipping.name)), ("image", .null)])
        )
    }

    private func document(_ item: Item) -> JSONValue {
        let at = JSONValue.moment(SampleOrders.clamped(created + Int64(item.identifier % 5000)))
        let subtotal = item.product.price * item.quantity
        let discount = item.unitDiscount * item.quantity
        return .object(
            JSONValue.members([
                ("id", .whole(item.identifier)), ("product", .whole(item.product.identifier)),
                ("product_title", .text(item.product.title)), ("product_data", .object(JSONObject())),
                ("unit_price", .whole(item.product.price)), ("unit_discount", .whole(item.unitDiscount)),
                ("quantity", .whole(item.quantity)), ("notes", item.notes.map { .text($0) } ?? .null),
                ("subtotal", .whole(subtotal)), ("discount", .whole(discount)),
                ("total", .whole(subtotal - discount)), ("created_at", at), ("updated_at", at),
            ])
        )
    }

    private func document(_ payment: Payment) -> JSONValue {
        let at = JSONValue.moment(payment.created)
        return .object(
            JSONValue.members([
                ("id", .whole(payment.identifier)), ("payment_method_data", paymentDocument),
                ("approved", .boolean(payment.isApproved)), ("amount", .hundredths(payment.amountHundredths)),
                ("transaction_id", payment.transaction.map { .text($0) } ?? .null), ("notes", .text("")),
                ("created_at", at), ("updated_at", at),
            ])
        )
    }

    static func placeMembers(_ place: SampleCatalogue.Place?) -> [(String, JSONValue)] {
        func region(_ region: (identifier: Int, name: String, code: String)) -> JSONValue {
            .object(
                JSONValue.members([
                    ("id", .whole(region.identifier)), ("name", .text(region.name)), ("code", .text(region.code)),
                ])
            )
        }
        let city = place.map { place in
            JSONValue.object(
                JSONValue.members([("id", .whole(place.city.identifier)), ("name", .text(place.city.name))])
            )
        }
        return [
            ("billing_country_data", place.map { region($0.country) } ?? .null),
            ("billing_state_data", place.map { region($0.state) } ?? .null),
            ("billing_city_data", city ?? .null),
        ]
    }
}

/// A customer of the sample; the same number is the same person in every order.
struct SampleCustomer {
    let name: (first: String, last: String, latin: String)
    let document: JSONValue

    init(number: Int, seed: UInt64) {
        var random = SampleRandom(seed: seed &+ UInt64(number) &* 0x5851_F42D_4C95_7F2D)
        let name = random.pick(SampleCatalogue.names)
        // Some have never told their name or their number.
        let isNameless = number % 17 == 0
        let mobile: JSONValue = number % 9 == 0 ? .null : .text("09" + random.digits(9))
        self.name = name
        document = .object(
            JSONValue.members([
                ("id", .whole(number)), ("username", .text("\(name.latin)\(number)")), ("mobile_number", mobile),
                ("first_name", .text(isNameless ? "" : name.first)), ("last_name", .text(isNameless ? "" : name.last)),
                ("full_name", .text(isNameless ? "" : "\(name.first) \(name.last)")),
            ])
        )
    }
}

/// Texts of an order that may be null or empty.
struct SampleText {
    let isBare: Bool

    func maybe(
        nullPercent: Int = 7,
        emptyPercent: Int = 4,
        _ random: inout SampleRandom,
        _ make: (inout SampleRandom) -> String
    ) -> JSONValue {
        let kind = random.below(100)
        if isBare || kind < nullPercent { return .null }
        return .text(kind < nullPercent + emptyPercent ? "" : make(&random))
    }
}

extension SampleCatalogue {
    static let weightedPlaces: [(Place, weight: Int)] = places.map { ($0, $0.weight) }
}

extension JSONValue {
    static func members(_ members: [(String, JSONValue)]) -> [JSONMember] {
        members.map { JSONMember(key: $0.0, value: $0.1) }
    }

    static func members(_ members: [(String, JSONValue)]) -> JSONObject {
        JSONObject(self.members(members))
    }

    static func whole(_ number: Int) -> JSONValue { .number(String(number)) }

    /// An amount as the API writes it: `75000`, `25000.5`.
    static func hundredths(_ amount: Int) -> JSONValue {
        .number(Decimal(coefficient: Int128(amount), scale: 2).description)
    }

    static func moment(_ microseconds: Int64) -> JSONValue { .text(Instant(microseconds: microseconds).iso8601) }
}
