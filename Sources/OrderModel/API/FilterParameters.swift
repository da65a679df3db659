/// The API's own filter: one typed property for each parameter of the two list endpoints.
///
/// All that is given must hold at once. It reads from and prints to a URL's query string without loss, and its
/// meaning is the query that `query(settings:)` gives.
package struct FilterParameters: Sendable, Hashable {
    package var status: OrderStatus?
    /// Any of these; an empty list asks for no order at all.
    package var statusIn: [OrderStatus]?

    package var customer: Int?
    package var customerIn: [Int]?
    package var paymentMethod: Int?
    package var paymentMethodIn: [Int]?
    package var shippingMethod: Int?
    package var shippingMethodIn: [Int]?
    package var billingCountry: Int?
    package var billingCountryIn: [Int]?
    package var billingState: Int?
    package var billingStateIn: [Int]?
    package var billingCity: Int?
    package var billingCityIn: [Int]?

    /// The `has_…` parameters that are given.
    package var presence: [PresenceParameter: Bool] = [:]

    package var idMinimum: Int?
    package var idMaximum: Int?
    package var shippingCostMinimum: Decimal?
    package var shippingCostMaximum: Decimal?

    package var createdDate: CivilDate?
    package var createdFrom: DateBound?
    package var createdTo: DateBound?
    package var updatedDate: CivilDate?
    package var updatedFrom: DateBound?
    package var updatedTo: DateBound?

    /// The search text as the user wrote it; servers split it into terms.
    package var search: String? {
        get { searchText?.text }
        set { searchText = newValue.map(ScalarText.init) }
    }

    /// The terms of `ordering`; none leaves the order to the server.
    package var ordering: [OrderingTerm] = []
    package var limit: Int?
    package var offset: Int?

    private var searchText: ScalarText?

    package init() {}

    /// Whether the parameters contradict themselves, so that no order can pass: an empty list or range.
    ///
    /// Such a filter is answered without a request, since servers take an empty list for no filter at all.
    package var matchesNothing: Bool {
        let lists = [
            customerIn, paymentMethodIn, shippingMethodIn, billingCountryIn, billingStateIn, billingCityIn,
        ]
        if statusIn?.isEmpty == true || lists.contains(where: { $0?.isEmpty == true }) { return true }
        if let idMinimum, let idMaximum, idMinimum > idMaximum { return true }
        if let shippingCostMinimum, let shippingCostMaximum { return shippingCostMinimum > shippingCostMaximum }
        return false
    }

    /// The parameters that have a value, in the order in which requests write them.
    package var givenNames: [ParameterName] {
        ParameterName.allCases.filter { text(of: $0) != nil }
    }

    /// The days whose beginning decides which orders are meant: those that are named, and the ones behind.
    package var judgedDays: [CivilDate] {
        let bounds = [createdFrom, createdTo, updatedFrom, updatedTo].compactMap { bound -> CivilDate? in
            if case .day(let day)? = bound { day } else { nil }
        }
        return (bounds + [createdDate, updatedDate].compactMap(\.self)).flatMap { day in
            [day, day.adding(days: 1) ?? day]
        }
    }
}

/// A bound of a date range: a day, whose edge the server's zone decides, or a moment.
package enum DateBound: Sendable, Hashable {
    case day(CivilDate)
    case instant(Instant)
}

/// A text that equals another only when the Unicode scalars are the same; Swift's own `==` normalises.
private struct ScalarText: Sendable, Hashable {
    let text: String

    static func == (left: ScalarText, right: ScalarText) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
