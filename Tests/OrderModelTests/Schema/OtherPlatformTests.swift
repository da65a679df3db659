import OrderModel
import Testing

/// Orders of the other platform are read by our names; ours are read as ever.
@Suite struct OtherPlatformTests {
    /// What matters of the document's example.
    static let example = #"""
        {"id":27,"number":"bf7b66149236455","status":"400","date_placed":"2017-01-30T08:28:26.158165Z",
        "customer":{"id":1103,"email":"test@test.com","first_name":"TEST","last_name":"T","phone_number":"0198"},
        "billing_address":{"email":"a@b.c","phone_number":"0 (198) 895-4431","first_name":"A","last_name":"B",
        "country":{"name":"Turkey","code":"tr"},"city":{"id":71,"name":"Afyon"},"line":"street 1",
        "township":{"id":853,"name":"DİNAR"},"postcode":"11111","notes":"ring","identity_number":"123"},
        "amount":"16.40","shipping_amount":"8.50","discount_amount":"0.00","extra_field":{"cargo_line_id":"325a"},
        "payment_option":2,"payment_option_slug":"kredi_karti","cargo_company":1,"refund_amount":"0.00",
        "orderitem_set":[{"id":113,"order":27,"product_sku":"2672881047887","status":"400","price":"7.90",
        "discount_amount":"1.00"}]}
        """#

    @Test(
        arguments: [
            ("id", .number(Decimal(27))),
            ("key", .text("bf7b66149236455")),
            ("status", .text("400")),
            ("created_at", .instant(Instant(microseconds: 1_485_764_906_158_165))),
            ("total", .number(Decimal(coefficient: 164, scale: 1))),
            ("shipping_cost", .number(Decimal(coefficient: 85, scale: 1))),
            ("total_discount", .number(Decimal(0))),
            ("customer.id", .number(Decimal(1103))),
            ("customer.email", .text("test@test.com")),
            ("customer.first_name", .text("TEST")),
            ("customer.mobile_number", .text("0198")),
            ("customer.full_name", .null),
            ("customer.username", .null),
            ("payment_method.id", .number(Decimal(2))),
            ("payment_method.name", .text("kredi_karti")),
            ("payment_method", .document(.object(JSONObject([JSONMember(key: "id", value: .number("2"))])))),
            ("shipping_method", .null),
            ("shipping_method.id", .null),
            ("notes", .null),
            ("billing_country.name", .text("Turkey")),
            ("billing_country.code", .text("tr")),
            ("billing_country.id", .null),
            ("billing_state.name", .null),
            ("billing_city.id", .number(Decimal(71))),
            ("billing_city.name", .text("Afyon")),
            ("billing_address", .text("street 1")),
            ("billing_postal_code", .text("11111")),
            ("billing_national_code", .text("123")),
            ("billing_mobile_number", .text("0 (198) 895-4431")),
            ("billing_first_name", .text("A")),
            ("billing_last_name", .text("B")),
        ] as [(String, Value)]
    )
    func itsFieldsAreReadByOurNames(_ name: String, _ expected: Value) throws {
        #expect(try field(name).value(in: document(Self.example)) == expected)
        let ofItem = try #require(Schema.field(named: "order." + name, in: .items))
        #expect(try ofItem.value(in: JSONObject(), parent: document(Self.example)) == expected)
    }

    @Test func itsItemsAreOurs() throws {
        let items = try document(Self.example).rows(of: .items)
        #expect(items.count == 1)
        let product = try #require(Schema.field(named: "product", in: .items))
        let price = try #require(Schema.field(named: "unit_price", in: .items))
        let title = try #require(Schema.field(named: "product_title", in: .items))
        #expect(try product.value(in: items[0]) == .number(Decimal(2_672_881_047_887)))
        #expect(try price.value(in: items[0]) == .number(Decimal(coefficient: 79, scale: 1)))
        #expect(try title.value(in: items[0]) == .null)
        #expect(try field("items").value(in: document(Self.example)) == .document(.array(items.map { .object($0) })))
    }

    @Test(arguments: [
        "is_paid", "amount_paid", "amount_outstanding", "subtotal", "items_subtotal", "items_discount", "count",
        "quantity", "updated_at", "payments",
    ])
    func whatItLacksIsAnErrorThatSaysSo(_ name: String) throws {
        let error = #expect(throws: FieldProblem.self) { try field(name).value(in: document(Self.example)) }
        #expect(error?.found == "not among what the other platform tells of an order")
    }

    @Test(arguments: ["unit_discount", "quantity", "subtotal", "discount", "total"])
    func whatItsItemsLackIsAnErrorToo(_ name: String) throws {
        let items = try document(Self.example).rows(of: .items)
        let field = try #require(Schema.field(named: name, in: .items))
        #expect(throws: FieldProblem.self) { try field.value(in: items[0]) }
    }

    @Test(arguments: [#""0012""#, #""A-1""#, #""1.0""#, #"" 1""#])
    func anSKUThatIsNoWholeNumberIsNoProduct(_ sku: String) throws {
        let product = try #require(Schema.field(named: "product", in: .items))
        let item = try document(#"{"id":1,"product_sku":\#(sku),"price":"1.00"}"#)
        #expect(throws: FieldProblem.self) { try product.value(in: item) }
    }

    @Test(
        arguments: [
            // Without one of the two keys that tell, with one of ours, or with our own spelling of the field.
            (#"{"id":1,"number":"n","amount":"5"}"#, nil),
            (#"{"id":1,"date_placed":"2017-01-30T08:28:26Z","amount":"5"}"#, nil),
            (#"{"number":"n","date_placed":"d","created_at":"c","amount":"5"}"#, nil),
            (#"{"number":"n","date_placed":"d","key":"k","amount":"5"}"#, nil),
            (#"{"number":"n","date_placed":"d","amount":"5"}"#, 5),
            (#"{"number":"n","date_placed":"d","amount":"5","total":"6"}"#, 6),
        ] as [(String, Int?)]
    )
    func onlyItsOwnDocumentsAreReadSo(_ text: String, _ expected: Int?) throws {
        let value = try? field("total").value(in: document(text))
        #expect(value == expected.map { Value.number(Decimal($0)) })
    }

    @Test(arguments: [
        #"{"number":"n","date_placed":"d","amount":{}}"#, #"{"number":"n","date_placed":"d","amount":"x"}"#,
        #"{"number":"n","date_placed":"d"}"#,
    ])
    func whatCannotBeReadIsAnError(_ text: String) {
        #expect(throws: FieldProblem.self) { try field("total").value(in: document(text)) }
    }

    @Test func brokenObjectsAreErrorsAndNullsAreNulls() throws {
        let city = try field("billing_city.name")
        #expect(try city.value(in: document(#"{"number":"n","date_placed":"d","billing_address":null}"#)) == .null)
        #expect(try city.value(in: document(#"{"number":"n","date_placed":"d","billing_address":{}}"#)) == .null)
        #expect(throws: FieldProblem.self) {
            try city.value(in: document(#"{"number":"n","date_placed":"d","billing_address":"street"}"#))
        }
    }

    private func field(_ name: String) throws -> Field { try #require(Schema.field(named: name, in: .orders)) }

    private func document(_ text: String) throws -> JSONObject {
        guard case .object(let object) = try JSONParser.parse(Array(text.utf8)) else { return JSONObject() }
        return object
    }
}
