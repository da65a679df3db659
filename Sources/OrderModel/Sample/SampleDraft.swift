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

    /// The person and place that the order goes to.
    struct Billing {
        var place: SampleCatalogue.Place?
        var address: String?
        var postalCode: String?
        var nationalCode: String?
        var mobileNumber: String?
        var firstName: String?
        var lastName: String?
    }

    /// What a shop's own programs have put into `extra`.
    enum Extra {
        case nothing
        case source
        case coupon
    }

    let identifier: Int
    let created: Int64
    let status: OrderStatus
    var updated: Int64 = 0
    var key = ""
    var customer: SampleCustomer?
    var shipping: (identifier: Int, name: String, cost: Int)?
    var payment: (identifier: Int, name: String)?
    var notes: String?
    var extra = Extra.nothing
    var billing = Billing()
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

// The document, part by part.
extension SampleDraft {
    func write(to writer: inout SampleWriter) {
        writer.object { writer in
            writeHead(to: &writer)
            writeBilling(to: &writer)
            writeAmounts(to: &writer)
            writer.list("items", items) { write($1, to: &$0) }
            writer.list("payments", payments) { write($1, to: &$0) }
        }
    }

    private func writeHead(to writer: inout SampleWriter) {
        writer.whole("id", identifier)
        writer.text("key", key)
        writer.text("status", status.rawValue)
        writer.object("customer_data", customer) { $1.write(to: &$0) }
        writePaymentMethod(to: &writer)
        writer.object("shipping_method_data", shipping) { Self.writeMethod($1.identifier, $1.name, to: &$0) }
        writer.hundredths("shipping_cost", shipping?.cost ?? 0)
        writer.text("notes", notes)
        writer.object("extra", extra) { writer, extra in
            switch extra {
            case .nothing: break
            case .source: writer.text("source", "پیامک")
            case .coupon:
                writer.text("coupon", "NOWRUZ")
                writer.raw("flags", "[1,true]")
            }
        }
        writer.moment("created_at", created)
        writer.moment("updated_at", updated)
    }

    private func writePaymentMethod(to writer: inout SampleWriter) {
        writer.object("payment_method_data", payment) { Self.writeMethod($1.identifier, $1.name, to: &$0) }
    }

    private static func writeMethod(_ identifier: Int, _ name: String, to writer: inout SampleWriter) {
        writer.whole("id", identifier)
        writer.text("name", name)
        writer.null("image")
    }

    private func writeBilling(to writer: inout SampleWriter) {
        writer.object("billing_country_data", billing.place?.country) { Self.writeRegion($1, to: &$0) }
        writer.object("billing_state_data", billing.place?.state) { Self.writeRegion($1, to: &$0) }
        writer.object("billing_city_data", billing.place?.city) { writer, city in
            writer.whole("id", city.identifier)
            writer.text("name", city.name)
        }
        writer.text("billing_address", billing.address)
        writer.text("billing_postal_code", billing.postalCode)
        writer.text("billing_national_code", billing.nationalCode)
        writer.text("billing_mobile_number", billing.mobileNumber)
        writer.text("billing_first_name", billing.firstName)
        writer.text("billing_last_name", billing.lastName)
    }

    private static func writeRegion(
        _ region: (identifier: Int, name: String, code: String),
        to writer: inout SampleWriter
    ) {
        writer.whole("id", region.identifier)
        writer.text("name", region.name)
        writer.text("code", region.code)
    }

    private func writeAmounts(to writer: inout SampleWriter) {
        let total = totalHundredths
        let outstanding = total - paidHundredths
        writer.whole("count", items.count)
        writer.whole("quantity", items.reduce(0) { $0 + $1.quantity })
        writer.whole("items_subtotal", subtotal)
        writer.whole("items_discount", discount)
        writer.whole("subtotal", subtotal)
        writer.whole("total_discount", discount)
        writer.hundredths("total", total)
        writer.hundredths("amount_paid", paidHundredths)
        writer.hundredths("amount_outstanding", outstanding)
        writer.boolean("is_paid", total > 0 && outstanding <= 0)
        writer.boolean("is_payable", total > 0 && ![.cancelled, .refunded, .deleted].contains(status))
    }

    private func write(_ item: Item, to writer: inout SampleWriter) {
        let moment = SampleOrders.clamped(created + Int64(item.identifier % 5000))
        let subtotal = item.product.price * item.quantity
        let discount = item.unitDiscount * item.quantity
        writer.whole("id", item.identifier)
        writer.whole("product", item.product.identifier)
        writer.text("product_title", item.product.title)
        writer.object("product_data", ()) { _, _ in }
        writer.whole("unit_price", item.product.price)
        writer.whole("unit_discount", item.unitDiscount)
        writer.whole("quantity", item.quantity)
        writer.text("notes", item.notes)
        writer.whole("subtotal", subtotal)
        writer.whole("discount", discount)
        writer.whole("total", subtotal - discount)
        writer.moment("created_at", moment)
        writer.moment("updated_at", moment)
    }

    private func write(_ payment: Payment, to writer: inout SampleWriter) {
        writer.whole("id", payment.identifier)
        writePaymentMethod(to: &writer)
        writer.boolean("approved", payment.isApproved)
        writer.hundredths("amount", payment.amountHundredths)
        writer.text("transaction_id", payment.transaction)
        writer.text("notes", "")
        writer.moment("created_at", payment.created)
        writer.moment("updated_at", payment.created)
    }
}

/// A customer of the sample; the same number is the same person in every order.
struct SampleCustomer {
    let name: (first: String, last: String, latin: String)
    private let number: Int
    private let username: String
    private let mobileNumber: String?
    private let fullName: String

    init(number: Int, seed: UInt64) {
        var random = SampleRandom(seed: seed &+ UInt64(number) &* 0x5851_F42D_4C95_7F2D)
        let name = random.pick(SampleCatalogue.names)
        self.number = number
        self.name = name
        // Some have never told their name or their number.
        mobileNumber = number % 9 == 0 ? nil : "09" + random.digits(9)
        username = "\(name.latin)\(number)"
        fullName = number % 17 == 0 ? "" : "\(name.first) \(name.last)"
    }

    func write(to writer: inout SampleWriter) {
        let isNameless = fullName.isEmpty
        writer.whole("id", number)
        writer.text("username", username)
        writer.text("mobile_number", mobileNumber)
        writer.text("first_name", isNameless ? "" : name.first)
        writer.text("last_name", isNameless ? "" : name.last)
        writer.text("full_name", fullName)
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
    ) -> String? {
        let kind = random.below(100)
        if isBare || kind < nullPercent { return nil }
        return kind < nullPercent + emptyPercent ? "" : make(&random)
    }
}
