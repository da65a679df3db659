/// The two list endpoints of the order API; they differ in parameters, orders and fields.
package enum ListEndpoint: String, Sendable, Hashable, CaseIterable {
    case admin
    case customer
}

extension ListEndpoint {
    /// The parameters that the endpoint's document lists, in the order in which requests write them.
    package var parameters: [ParameterName] {
        ParameterName.allCases.filter(knows)
    }

    /// Whether the endpoint's document lists a parameter; a server ignores silently what it doesn't know.
    package func knows(_ name: ParameterName) -> Bool {
        switch self {
        case .admin: true
        case .customer: !Self.adminOnly.contains(name)
        }
    }

    package func knows(_ name: OrderingName) -> Bool {
        orderingNames.contains(name)
    }

    /// What the endpoint can order by.
    package var orderingNames: [OrderingName] {
        switch self {
        case .admin:
            [
                .id, .status, .customerID, .customerUsername, .customerFirstName, .customerLastName, .shippingCost,
                .createdAt, .updatedAt,
            ]
        case .customer:
            [
                .id, .createdAt, .updatedAt, .status, .shippingCost, .billingCountryName, .billingStateName,
                .billingCityName, .paymentMethodName, .shippingMethodName,
            ]
        }
    }

    /// The fields that `search` looks in.
    package var searchFields: [Field] {
        switch self {
        case .admin: Schema.searchFields
        case .customer: Schema.searchFields.filter { !$0.name.hasPrefix("customer.") }
        }
    }

    private static let adminOnly: Set<ParameterName> = Set(
        [.customer, .customerIn, .shippingCostMinimum, .shippingCostMaximum]
            + PresenceParameter.allCases.filter { $0 != .notes }.map(\.name)
    )
}
