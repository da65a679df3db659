import OrderModel
import OrderServer
import Testing

/// What is computed where a document lacks it, by the rules of the API's server.
@Suite struct DerivationTests {
    private static let rows = """
        "items":[{"unit_price":8500000,"unit_discount":500000,"quantity":5},\
        {"unit_price":"980000.00","unit_discount":80000,"quantity":10}],\
        "payments":[{"approved":true,"amount":500000},{"approved":false,"amount":7},{"amount":7}]
        """

    @Test func figuresAreMadeOfItemsAndPayments() throws {
        let order = try written(#"{"status":"processing","shipping_cost":75000,\#(Self.rows)}"#)
        let expected = [
            ("count", "2"), ("quantity", "15"), ("items_subtotal", "52300000"), ("items_discount", "3300000"),
            ("subtotal", "52300000"), ("total_discount", "3300000"), ("total", "49075000"), ("amount_paid", "500000"),
            ("amount_outstanding", "48575000"), ("is_paid", "false"), ("is_payable", "true"),
        ]
        for (name, value) in expected { #expect(order[name]?.serialized() == value, "\(name)") }
        guard case .array(let items)? = order["items"], case .object(let item)? = items.last else {
            Issue.record("no items")
            return
        }
        for (name, value) in [("subtotal", "9800000"), ("discount", "800000"), ("total", "9000000")] {
            #expect(item[name]?.serialized() == value, "\(name)")
        }
    }

    @Test(arguments: [
        // The document is believed where it has the figure, and what follows from it follows.
        (#""total":10,"amount_paid":10"#, "0", "true", "true"),
        (#""total":10,"amount_paid":25.5"#, "-15.5", "true", "true"),
        (#""total":10,"amount_paid":9.99"#, "0.01", "false", "true"),
        (#""total":10,"amount_outstanding":-1"#, "-1", "true", "true"),
        (#""total":0,"amount_paid":0"#, "0", "false", "false"),
        (#""total":10,"amount_paid":10,"status":"cancelled""#, "0", "true", "false"),
        (#""total":10,"amount_paid":10,"status":"refunded""#, "0", "true", "false"),
        (#""total":10,"amount_paid":10,"status":"deleted""#, "0", "true", "false"),
        // Nothing is made of what is missing or broken.
        (#""total":10"#, "null", "null", "true"),
        (#""total":null,"amount_paid":0"#, "null", "null", "null"),
        (#""total":{},"amount_paid":0"#, "null", "null", "null"),
        (#""total":10,"payments":[7]"#, "null", "null", "true"),
        (#""total":10,"payments":[{"approved":true,"amount":"much"}]"#, "null", "null", "true"),
        (#""items":[],"shipping_cost":3,"payments":[]"#, "3", "false", "true"),
        (#""items":[],"payments":[]"#, "null", "null", "null"),
        (#""items":[{"unit_price":1,"unit_discount":0}],"shipping_cost":3,"payments":[]"#, "null", "null", "null"),
        (
            #""items":[{"unit_price":1e30,"unit_discount":0,"quantity":1e30}],"shipping_cost":3,"payments":[]"#,
            "null", "null", "null"
        ),
    ])
    func oneFigureFollowsFromAnother(
        _ members: String,
        _ outstanding: String,
        _ isPaid: String,
        _ isPayable: String
    ) throws {
        let order = try written(#"{"status":"new",\#(members)}"#)
        #expect(order["amount_outstanding"]?.serialized() == outstanding)
        #expect(order["is_paid"]?.serialized() == isPaid)
        #expect(order["is_payable"]?.serialized() == isPayable)
    }

    @Test(arguments: [
        (#""first_name":"بهروز","last_name":"قربانی""#, "بهروز قربانی"),
        (#""first_name":"Zoë""#, "Zoë"),
        (#""last_name":"Smith","first_name":null"#, "Smith"),
        (#""first_name":" a ","last_name":" b\u001f\u00a0""#, "a   b"),
        ("", ""),
        (#""first_name":"a","full_name":"b""#, "b"),
    ])
    func fullNamesAreMadeOfTheOthers(_ members: String, _ name: String) throws {
        let order = try written(#"{"customer_data":{\#(members)}}"#)
        guard case .object(let customer)? = order["customer_data"] else {
            Issue.record("no customer")
            return
        }
        #expect(customer["full_name"] == .text(name))
    }

    private func written(_ document: String) throws -> JSONObject {
        guard case .object(let object) = try JSONParser.parse(Array(document.utf8)) else { throw NoObject() }
        let order = Order(document: object, origin: Origin(source: "test"))
        let bytes = OrderWriter(ServerSettings()).write(order, as: .admin)
        guard case .object(let written) = try JSONParser.parse(bytes) else { throw NoObject() }
        return written
    }

    private struct NoObject: Error {}
}
