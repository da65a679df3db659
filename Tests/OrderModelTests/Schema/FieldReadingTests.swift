import OrderModel
import Testing

@Suite struct FieldReadingTests {
    @Test(
        arguments: [
            ("id", #"{"id":17}"#, .number(Decimal(17))),
            ("id", #"{"id":"17"}"#, .number(Decimal(17))),
            ("id", #"{"id":1.7e1}"#, .number(Decimal(17))),
            ("total", #"{"total":75000}"#, .number(Decimal(75_000))),
            ("total", #"{"total":"75000.00"}"#, .number(Decimal(75_000))),
            ("total", #"{"total":-0.10}"#, .number(Decimal(coefficient: -1, scale: 1))),
            (
                "total", #"{"total":12345678901234567890123456789012345678}"#,
                .number(Decimal(coefficient: 12_345_678_901_234_567_890_123_456_789_012_345_678, scale: 0))
            ),
            ("key", #"{"key":"0c86"}"#, .text("0c86")),
            ("key", #"{"key":123}"#, .text("123")),
            ("key", #"{"key":1.50}"#, .text("1.50")),
            ("status", #"{"status":"pending"}"#, .text("pending")),
            ("is_paid", #"{"is_paid":false}"#, .boolean(false)),
            ("is_payable", "{}", .null),
            ("notes", #"{"notes":null}"#, .null),
            ("notes", #"{"notes":""}"#, .text("")),
            ("notes", "{}", .null),
            (
                "created_at", #"{"created_at":"1970-01-01T03:30:01.5+03:30"}"#,
                .instant(Instant(microseconds: 1_500_000))
            ),
            (
                "extra", #"{"extra":[1,{"a":null}]}"#,
                .document(.array([.number("1"), .object(JSONObject([JSONMember(key: "a", value: .null)]))]))
            ),
            ("extra", #"{"extra":null}"#, .null),
            ("customer", #"{"customer_data":{}}"#, .document(.object(JSONObject()))),
            ("customer", #"{"customer_data":null}"#, .null),
            ("customer", "{}", .null),
            ("customer.id", #"{"customer_data":{"id":7}}"#, .number(Decimal(7))),
            ("customer.id", #"{"customer":{"id":7}}"#, .number(Decimal(7))),
            ("customer.id", #"{"customer":7,"customer_data":{"id":8}}"#, .number(Decimal(8))),
            ("customer.id", #"{"customer_data":null}"#, .null),
            ("customer.id", "{}", .null),
            ("customer.email", #"{"customer_data":{"id":7}}"#, .null),
            ("customer.full_name", #"{"customer":{"id":7}}"#, .null),
            ("customer.mobile_number", #"{"customer":null}"#, .null),
            ("customer.mobile_number", #"{"customer":{"mobile_number":null}}"#, .null),
            ("billing_country.active", #"{"billing_country":{"id":1}}"#, .null),
            ("items", #"{"items":[]}"#, .document(.array([]))),
        ] as [(String, String, Value)]
    )
    func reads(_ name: String, _ document: String, _ expected: Value) throws {
        let value = try field(name).value(in: object(document))
        #expect(value == expected)
    }

    @Test(arguments: [
        ("id", "{}", "id is missing, expected a whole number"),
        ("id", #"{"id":null}"#, "id is null, expected a whole number"),
        ("id", #"{"id":1.5}"#, "id is 1.5, expected a whole number"),
        ("id", #"{"id":"x1"}"#, #"id is "x1", expected a whole number"#),
        ("total", #"{"total":true}"#, "total is true, expected a number"),
        ("total", #"{"total":""}"#, #"total is "", expected a number"#),
        ("total", #"{"total":" 5"}"#, #"total is " 5", expected a number"#),
        ("total", #"{"total":"5,000"}"#, #"total is "5,000", expected a number"#),
        (
            "total", #"{"total":9999999999999999999999999999999999999999}"#,
            "total is 9999999999999999999999999999999999999999, expected a number of at most 38 digits"
        ),
        ("total", #"{"total":1e39}"#, "total is 1e39, expected a number of at most 38 digits"),
        ("total", #"{"total":1e-39}"#, "total is 1e-39, expected a number of at most 38 digits"),
        ("key", #"{"key":{"a":1}}"#, "key is an object, expected a text"),
        ("key", #"{"key":false}"#, "key is false, expected a text"),
        ("key", #"{"key":["\u001b[2J"]}"#, "key is a list, expected a text"),
        ("is_paid", #"{"is_paid":1}"#, "is_paid is 1, expected true or false"),
        ("is_paid", #"{"is_paid":"true"}"#, #"is_paid is "true", expected true or false"#),
        ("status", #"{"status":null}"#, "status is null, expected a text"),
        (
            "created_at", #"{"created_at":"2025-12-27"}"#,
            #"created_at is "2025-12-27", expected an instant such as 2025-12-27T18:17:09Z"#
        ),
        (
            "created_at", #"{"created_at":1766859429}"#,
            "created_at is 1766859429, expected an instant such as 2025-12-27T18:17:09Z"
        ),
        ("customer", #"{"customer":17}"#, "customer is 17, expected an object"),
        ("customer.id", #"{"customer":17}"#, "customer.id is 17, expected an object"),
        ("items", "{}", "items is missing, expected a list"),
        ("payments", #"{"payments":null}"#, "payments is null, expected a list"),
        ("items", #"{"items":{}}"#, "items is an empty object, expected a list"),
        (
            "customer.mobile_number", #"{"customer":{"id":7}}"#,
            "customer.mobile_number is not in this source, expected a source that supplies it"
        ),
        (
            "customer.email", #"{"customer":{"id":7}}"#,
            "customer.email is not in this source, expected a source that supplies it"
        ),
    ])
    func reports(_ name: String, _ document: String, _ message: String) throws {
        let field = try field(name)
        let object = try object(document)
        let problem = #expect(throws: FieldProblem.self) { try field.value(in: object) }
        #expect(problem?.message == message)
        #expect(problem?.field == name)
    }

    @Test func takesTheParentsFieldsFromTheParent() throws {
        let order = try object(#"{"id":1,"status":"new","items":[{"id":9,"product_name":"tea"}]}"#)
        let item = try #require(try order.rows(of: .items).first)
        let status = try #require(Schema.field(named: "order.status", in: .items))
        let title = try #require(Schema.field(named: "product_title", in: .items))
        #expect(try status.value(in: item, parent: order) == .text("new"))
        #expect(try title.value(in: item, parent: order) == .text("tea"))
    }

    @Test(arguments: [
        ("{}", "items is missing, expected a list"), (#"{"items":5}"#, "items is 5, expected a list"),
        (#"{"items":[{},5]}"#, "items is a list with 5, expected objects in it"),
    ])
    func rowsAreObjectsOfAList(_ document: String, _ message: String) throws {
        let object = try object(document)
        let problem = #expect(throws: FieldProblem.self) { try object.rows(of: .items) }
        #expect(problem?.message == message)
    }

    private func field(_ name: String) throws -> Field {
        try #require(Schema.field(named: name, in: .orders))
    }

    private func object(_ source: String) throws -> JSONObject {
        guard case .object(let object) = try JSONParser.parse(Array(source.utf8)) else {
            throw FieldProblem(field: "", found: source, expected: "an object")
        }
        return object
    }
}
