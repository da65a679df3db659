// The names of the API's filter parameters, and where `FilterParameters` keeps the value of each: the one
// table that reading, printing and the conversion into a query go through.

/// A parameter of the list endpoints by its name in the API.
package enum ParameterName: String, Sendable, Hashable, CaseIterable {
    case status
    case statusIn = "status_in"
    case customer
    case customerIn = "customer_in"
    case paymentMethod = "payment_method"
    case paymentMethodIn = "payment_method_in"
    case shippingMethod = "shipping_method"
    case shippingMethodIn = "shipping_method_in"
    case billingCountry = "billing_country"
    case billingCountryIn = "billing_country_in"
    case billingState = "billing_state"
    case billingStateIn = "billing_state_in"
    case billingCity = "billing_city"
    case billingCityIn = "billing_city_in"
    case hasNotes = "has_notes"
    case hasCustomer = "has_customer"
    case hasPaymentMethod = "has_payment_method"
    case hasShippingMethod = "has_shipping_method"
    case hasBillingCountry = "has_billing_country"
    case hasBillingState = "has_billing_state"
    case hasBillingCity = "has_billing_city"
    case hasBillingAddress = "has_billing_address"
    case hasBillingPostalCode = "has_billing_postal_code"
    case hasBillingNationalCode = "has_billing_national_code"
    case hasBillingMobileNumber = "has_billing_mobile_number"
    case hasBillingFirstName = "has_billing_first_name"
    case hasBillingLastName = "has_billing_last_name"
    case idMinimum = "id_min"
    case idMaximum = "id_max"
    case shippingCostMinimum = "shipping_cost_min"
    case shippingCostMaximum = "shipping_cost_max"
    case createdDate = "created_date"
    case createdFrom = "created_from"
    case createdTo = "created_to"
    case updatedDate = "updated_date"
    case updatedFrom = "updated_from"
    case updatedTo = "updated_to"
    case search
    case ordering
    case limit
    case offset
}

/// The `has_…` parameters: whether something is there at all.
package enum PresenceParameter: String, Sendable, Hashable, CaseIterable {
    case notes = "has_notes"
    case customer = "has_customer"
    case paymentMethod = "has_payment_method"
    case shippingMethod = "has_shipping_method"
    case billingCountry = "has_billing_country"
    case billingState = "has_billing_state"
    case billingCity = "has_billing_city"
    case billingAddress = "has_billing_address"
    case billingPostalCode = "has_billing_postal_code"
    case billingNationalCode = "has_billing_national_code"
    case billingMobileNumber = "has_billing_mobile_number"
    case billingFirstName = "has_billing_first_name"
    case billingLastName = "has_billing_last_name"

    /// The field that it asks about, by its name in the language: `notes` for `has_notes`.
    package var fieldName: String { String(rawValue.dropFirst(4)) }

    /// The parameter among all the others.
    package var name: ParameterName {
        guard let name = ParameterName(rawValue: rawValue) else {
            preconditionFailure("every presence parameter is a parameter")
        }
        return name
    }
}

/// What a list can be ordered by, by its name in the API.
package enum OrderingName: String, Sendable, Hashable, CaseIterable {
    case id
    case status
    case customerID = "customer__id"
    case customerUsername = "customer__username"
    case customerFirstName = "customer__first_name"
    case customerLastName = "customer__last_name"
    case shippingCost = "shipping_cost"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
    case billingCountryName = "billing_country__name"
    case billingStateName = "billing_state__name"
    case billingCityName = "billing_city__name"
    case paymentMethodName = "payment_method__name"
    case shippingMethodName = "shipping_method__name"
}

/// One term of `ordering`; prints as `-created_at`.
package struct OrderingTerm: Sendable, Hashable {
    package var name: OrderingName
    package var isDescending: Bool

    package init(_ name: OrderingName, isDescending: Bool = false) {
        self.name = name
        self.isDescending = isDescending
    }
}

extension OrderingTerm: CustomStringConvertible {
    package var description: String { (isDescending ? "-" : "") + name.rawValue }
}

/// Where `FilterParameters` keeps a parameter's value, which also says what kind of value it is.
package enum ParameterSlot {
    case status
    case statusList
    case identifier(WritableKeyPath<FilterParameters, Int?>)
    case identifierList(WritableKeyPath<FilterParameters, [Int]?>)
    case presence(PresenceParameter)
    case amount(WritableKeyPath<FilterParameters, Decimal?>)
    case date(WritableKeyPath<FilterParameters, CivilDate?>)
    case bound(WritableKeyPath<FilterParameters, DateBound?>)
    case search
    case ordering
    case limit
    case offset
}

extension FilterParameters {
    /// Fills in a parameter that takes ids: the list, or the first one where it takes only one; any other stays.
    package mutating func set(_ name: ParameterName, toIdentifiers identifiers: [Int]) {
        switch name.slot {
        case .identifier(let path): self[keyPath: path] = identifiers.first
        case .identifierList(let path): self[keyPath: path] = identifiers
        default: break
        }
    }
}

extension ParameterName {
    package var slot: ParameterSlot {
        if let presence = PresenceParameter(rawValue: rawValue) { return .presence(presence) }
        return listSlot ?? singleSlot
    }

    private var listSlot: ParameterSlot? {
        switch self {
        case .statusIn: .statusList
        case .customerIn: .identifierList(\.customerIn)
        case .paymentMethodIn: .identifierList(\.paymentMethodIn)
        case .shippingMethodIn: .identifierList(\.shippingMethodIn)
        case .billingCountryIn: .identifierList(\.billingCountryIn)
        case .billingStateIn: .identifierList(\.billingStateIn)
        case .billingCityIn: .identifierList(\.billingCityIn)
        default: nil
        }
    }

    private var singleSlot: ParameterSlot {
        switch self {
        case .status: .status
        case .customer: .identifier(\.customer)
        case .paymentMethod: .identifier(\.paymentMethod)
        case .shippingMethod: .identifier(\.shippingMethod)
        case .billingCountry: .identifier(\.billingCountry)
        case .billingState: .identifier(\.billingState)
        case .billingCity: .identifier(\.billingCity)
        case .idMinimum: .identifier(\.idMinimum)
        case .idMaximum: .identifier(\.idMaximum)
        case .shippingCostMinimum: .amount(\.shippingCostMinimum)
        case .shippingCostMaximum: .amount(\.shippingCostMaximum)
        case .createdDate: .date(\.createdDate)
        case .updatedDate: .date(\.updatedDate)
        case .createdFrom: .bound(\.createdFrom)
        case .createdTo: .bound(\.createdTo)
        case .updatedFrom: .bound(\.updatedFrom)
        case .updatedTo: .bound(\.updatedTo)
        case .search: .search
        case .ordering: .ordering
        case .limit: .limit
        case .offset: .offset
        default: preconditionFailure("\(rawValue) is a list or a presence parameter")
        }
    }
}
