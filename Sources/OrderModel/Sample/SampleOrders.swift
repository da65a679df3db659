// The built-in sample: orders of a small shop over two years, the same ones on every machine. Its documents have
// the shape of the admin list, and their amounts add up, so that the tour of the language can be taken on them.

/// Makes the orders of the sample, one after the other; the same count and seed give the same orders.
package struct SampleOrders: Sequence, IteratorProtocol, Sendable {
    package static let name = "the built-in sample"
    package static let defaultCount = 3000
    package static let defaultSeed: UInt64 = 1404

    /// 2024-01-01 and 2026-01-01 in UTC: every moment of the sample lies between them.
    static let timeRange = InstantRange(
        lower: Instant(microseconds: 1_704_067_200_000_000),
        upper: Instant(microseconds: 1_767_225_600_000_000)
    )

    private let count: Int
    private let seed: UInt64
    private var random: SampleRandom
    private var madeCount = 0
    private var identifier = 1000
    private var itemIdentifier = 5000
    private var paymentIdentifier = 3000
    private var previousCreation: Int64 = 0
    private var customers: [Int: SampleCustomer] = [:]

    /// How much `nextLines` makes at a time, and a little more.
    private static let blockBytes = 256 << 10

    package init(count: Int = defaultCount, seed: UInt64 = defaultSeed) {
        self.count = count
        self.seed = seed
        random = SampleRandom(seed: seed)
    }

    package mutating func next() -> Order? {
        var writer = SampleWriter()
        guard write(to: &writer) else { return nil }
        guard case .object(let document)? = try? JSONParser.parse(writer.bytes) else {
            preconditionFailure("the sample writes sound JSON")
        }
        return Order(document: document, origin: Origin(source: Self.name))
    }

    /// Makes the next orders as lines of NDJSON, some hundred kilobytes in place of what `bytes` held.
    ///
    /// They are the bytes that the orders of `next` serialise to; false when there are no more.
    package mutating func nextLines(_ bytes: inout [UInt8]) -> Bool {
        var writer = SampleWriter(reusing: &bytes)
        while writer.bytes.count < Self.blockBytes, write(to: &writer) { writer.endLine() }
        swap(&bytes, &writer.bytes)
        return !bytes.isEmpty
    }

    private mutating func write(to writer: inout SampleWriter) -> Bool {
        guard madeCount < count else { return false }
        let created = creation()
        madeCount += 1
        identifier += random.isTrue(percent: 90) ? 1 : 2 + random.below(6)
        let isOpen = madeCount * 100 > count * 96
        var draft = SampleDraft(
            identifier: identifier,
            created: created,
            status: random.pick(weighted: isOpen ? SampleCatalogue.openStatuses : SampleCatalogue.settledStatuses)
        )
        // A new order may be a cart that nobody has filled in yet.
        let isBare = draft.status == .new && random.isTrue(percent: 30)
        if !isBare {
            fillItems(&draft)
            fillPayments(&draft)
        }
        fillHead(&draft, isBare: isBare)
        draft.write(to: &writer)
        return true
    }

    /// Moments that ascend, with some exact ties and some without a fraction.
    private mutating func creation() -> Int64 {
        let span = Self.timeRange.upper.microseconds - Self.timeRange.lower.microseconds
        let step = span / Int64(Swift.max(count, 1))
        var moment = Self.timeRange.lower.microseconds + step * Int64(madeCount)
        moment += Int64(random.below(Int(Swift.max(step, 1))))
        let kind = random.below(100)
        if kind < 5, previousCreation > 0 {
            moment = previousCreation
        } else if kind < 9 {
            moment -= moment % TimeAmount.microsecondsPerSecond
        }
        previousCreation = moment
        return moment
    }

    private mutating func fillItems(_ draft: inout SampleDraft) {
        draft.shipping = random.isTrue(percent: 93) ? random.pick(weighted: SampleCatalogue.shippingMethods) : nil
        draft.payment = random.isTrue(percent: 94) ? random.pick(weighted: SampleCatalogue.paymentMethods) : nil
        let count = random.pick(weighted: [(1, 50), (2, 26), (3, 13), (4, 7), (6, 3), (0, 1)])
        for _ in 0..<count {
            itemIdentifier += 1
            let product = random.pick(SampleCatalogue.products)
            let percent = random.pick(weighted: [(0, 74), (5, 8), (10, 12), (25, 6)])
            draft.items.append(
                SampleDraft.Item(
                    identifier: itemIdentifier,
                    product: product,
                    unitDiscount: product.price * percent / 100,
                    quantity: random.pick(weighted: [(1, 70), (2, 17), (3, 7), (6, 4), (10, 2)]),
                    notes: random.pick(weighted: [("" as String?, 80), (nil, 12), ("handle with care", 8)])
                )
            )
        }
    }

    private mutating func fillPayments(_ draft: inout SampleDraft) {
        let due = draft.totalHundredths
        guard due > 0 else { return }
        var parts: [(amount: Int, isApproved: Bool)] = []
        switch draft.status {
        case .completed, .shipped, .processing, .refunded:
            if random.isTrue(percent: 8) { parts.append((due, false)) }
            parts += random.pick(weighted: [
                ([(due, true)], 86), ([(due / 3, true), (due - due / 3, true)], 6), ([(due / 2, true)], 4),
                ([(due + 100_000, true)], 2), ([], 2),
            ])
        case .failed: parts = [(due, false)]
        case .hold: parts = random.isTrue(percent: 40) ? [(due / 4, true)] : []
        case .new, .cancelled, .deleted: parts = random.isTrue(percent: 15) ? [(due, false)] : []
        }
        for (amount, isApproved) in parts {
            paymentIdentifier += 1
            let delay = Int64(parts.count) * 60_000_000 + Int64(random.below(3_600_000_000))
            draft.payments.append(
                SampleDraft.Payment(
                    identifier: paymentIdentifier,
                    amountHundredths: amount,
                    isApproved: isApproved,
                    transaction: random.isTrue(percent: 90) ? random.digits(8) : nil,
                    created: Self.clamped(draft.created + delay)
                )
            )
        }
    }

    /// A moment that still lies in the sample's two years.
    static func clamped(_ microseconds: Int64) -> Int64 {
        Swift.min(microseconds, timeRange.upper.microseconds - 1)
    }

    private mutating func fillHead(_ draft: inout SampleDraft, isBare: Bool) {
        if !isBare, random.isTrue(percent: 92) {
            // The square makes a few customers come again and again.
            let share = random.below(1000) * random.below(1000) / 1000
            draft.customer = customer(number: 1 + share * 400 / 1000)
        }
        let place = isBare || random.isTrue(percent: 4) ? nil : random.pick(weighted: SampleCatalogue.weightedPlaces)
        let age = random.isTrue(percent: 10) ? 7 : Int64(random.below(6 * 86_400)) * 1_000_000 + 317
        draft.updated = Self.clamped(draft.created + age)
        draft.key = key()
        let text = SampleText(isBare: isBare)
        draft.notes = text.maybe(nullPercent: 52, emptyPercent: 18, &random) { $0.pick(SampleCatalogue.orderNotes) }
        draft.extra = extra()
        let recipient = random.isTrue(percent: 80) ? draft.customer?.name : nil
        let name = recipient ?? random.pick(SampleCatalogue.names)
        draft.billing = SampleDraft.Billing(
            place: place,
            address: text.maybe(&random) { $0.pick(SampleCatalogue.streets) },
            postalCode: text.maybe(&random) { $0.digits(10) },
            nationalCode: text.maybe(nullPercent: 45, emptyPercent: 5, &random) { $0.digits(10) },
            mobileNumber: text.maybe(&random) { "09" + $0.digits(9) },
            firstName: text.maybe(&random) { _ in name.first },
            lastName: text.maybe(&random) { _ in name.last }
        )
    }

    /// A customer, made when he first comes.
    private mutating func customer(number: Int) -> SampleCustomer {
        if let known = customers[number] { return known }
        let customer = SampleCustomer(number: number, seed: seed)
        customers[number] = customer
        return customer
    }

    private mutating func key() -> String {
        let digits = String(random.next(), radix: 16) + String(random.next(), radix: 16)
        return String(digits.prefix(20))
    }

    private mutating func extra() -> SampleDraft.Extra {
        switch random.below(10) {
        case 0: .source
        case 1: .coupon
        default: .nothing
        }
    }
}
