import OrderEngine
import OrderModel
import Testing

struct NeededFieldsQueryTests {
    static func names(_ fields: [Field]?) -> [String]? { fields?.map(\.name) }

    @Test func conditionsAndExpressions() {
        let fields = NeededFields(
            of: .and([
                .comparison(.arithmetic(.subtract, field("total"), field("amount_paid")), .greater, number("1")),
                .or([.textMatch(field("notes"), .contains, field("key")), .not(.truth(field("is_paid")))]),
                .between(field("id"), number("1"), field("count")),
                .membership(.function(.lower, [field("status")]), [text("new"), field("customer.email")]),
                .quantified(
                    .any,
                    .items,
                    .comparison(field("unit_price", .items), .less, field("order.total", .items))
                ),
                .matches(field("billing_address"), pattern: "a"),
            ])
        )
        #expect(
            Self.names(fields.orders) == [
                "total", "amount_paid", "notes", "key", "is_paid", "id", "count", "status", "customer.email",
                "billing_address",
            ]
        )
        #expect(Self.names(fields.items) == ["unit_price"])
        #expect(fields.payments == nil)
    }

    @Test("whether a list is empty is known without its rows' fields")
    func lists() {
        let fields = NeededFields(of: .or([.has(field("items")), .isNull(field("payments"))]))
        #expect(fields.orders == [] && fields.items == [] && fields.payments == [])
    }
}
