import OrderModel
import Testing

/// What each list endpoint knows, against the parameter tables of its document.
struct ListEndpointTests {
    @Test func theAdminListKnowsEveryParameter() {
        #expect(ListEndpoint.admin.parameters.count == 41)
    }

    @Test func theCustomerListKnowsFewer() {
        let missing = Set(ParameterName.allCases).subtracting(ListEndpoint.customer.parameters)
        #expect(missing.count == 16)
        #expect(!missing.contains(.hasNotes))
        #expect(missing.isSuperset(of: [.customer, .customerIn, .shippingCostMinimum, .hasCustomer]))
    }

    @Test func theyOrderByDifferentFields() {
        #expect(ListEndpoint.admin.orderingNames.count == 9)
        #expect(ListEndpoint.customer.orderingNames.count == 10)
        #expect(ListEndpoint.admin.knows(OrderingName.customerUsername))
        #expect(!ListEndpoint.customer.knows(OrderingName.customerUsername))
        #expect(ListEndpoint.customer.knows(OrderingName.paymentMethodName))
    }
}
