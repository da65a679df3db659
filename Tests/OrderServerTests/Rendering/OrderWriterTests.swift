// What an endpoint sends of an order: which members, in which form, and what becomes of documents that lack values or
// have wrong ones. That whole answers equal those of the API's own server is the referee's business.

import OrderModel
import OrderServer
import Testing

@Suite struct OrderWriterTests {
    private static let figures = [
        "count", "quantity", "items_subtotal", "items_discount", "subtotal", "total_discount", "total", "amount_paid",
        "amount_outstanding", "is_paid", "is_payable",
    ]
    private static let billingTexts = [
        "billing_address", "billing_postal_code", "billing_national_code", "billing_mobile_number",
        "billing_first_name", "billing_last_name",
    ]

    @Test func sendsWhatTheTablesOfTheEndpointsList() throws {
        let start = ["id", "key", "status"]
        let ours =
            start + ["customer_data", "payment_method_data", "shipping_method_data"]
            + ["shipping_cost", "notes", "extra", "created_at", "updated_at"]
            + ["billing_country_data", "billing_state_data", "billing_city_data"] + Self.billingTexts + Self.figures
        let theirs =
            start + ["customer", "payment_method", "shipping_method"]
            + ["shipping_cost", "notes", "created_at", "updated_at"]
            + ["billing_country", "billing_state", "billing_city"] + Self.billingTexts + Self.figures
        #expect(try written("{}", as: .admin).keys == ours + ["items", "payments"])
        #expect(try written("{}", as: .customer).keys == theirs)
        #expect(try written("{}", as: .detail).keys == theirs + ["items", "payments"])
    }

    @Test(arguments: [
        (
            OrderWriter.Shape.admin, "customer_data",
            ["id", "username", "mobile_number", "first_name", "last_name", "full_name"]
        ),
        (.customer, "customer", ["id", "username", "full_name"]),
        (.detail, "customer", ["id", "username", "full_name"]),
        (.admin, "payment_method_data", ["id", "name", "image"]),
        (.customer, "shipping_method", ["id", "name", "image"]),
        (.admin, "billing_country_data", ["id", "name", "code"]),
        (.detail, "billing_state", ["id", "name", "code"]),
        (.detail, "billing_city", ["id", "name"]),
    ])
    func sendsThePartsThatTheTablesList(_ shape: OrderWriter.Shape, _ name: String, _ parts: [String]) throws {
        // Under either spelling, whoever asks, and never a part that no table lists.
        for spelling in [name, name.hasSuffix("_data") ? String(name.dropLast(5)) : name + "_data"] {
            let object = try written(#"{"\#(spelling)":{"email":"x@example.ir","active":true,"id":7}}"#, as: shape)
            guard case .object(let found)? = object[name] else {
                Issue.record("\(spelling) is not sent")
                continue
            }
            #expect(found.keys == parts)
            #expect(found["id"] == .number("7"))
        }
    }

    @Test func itemsTellTheirProductToStaffOnly() throws {
        let document = """
            {"items":[{"id":1,"product":36,"product_name":"mouse","secret":1}],"payments":[{"id":2,"secret":1}]}
            """
        let common = [
            "product_data", "unit_price", "unit_discount", "quantity", "notes", "subtotal", "discount", "total",
            "created_at", "updated_at",
        ]
        let staff = try row(of: "items", document, as: .admin)
        #expect(staff.keys == ["id", "product", "product_title"] + common)
        #expect(staff["product_title"] == .text("mouse"))
        #expect(try row(of: "items", document, as: .detail).keys == ["id"] + common)
        for (shape, method) in [(OrderWriter.Shape.admin, "payment_method_data"), (.detail, "payment_method")] {
            let keys = ["id", method, "approved", "amount", "transaction_id", "notes", "created_at", "updated_at"]
            #expect(try row(of: "payments", document, as: shape).keys == keys)
        }
    }

    @Test(arguments: OrderWriter.Shape.allCases.filter { $0 != .platform })
    func nothingThatNoTableListsIsSent(_ shape: OrderWriter.Shape) throws {
        let secret = #""secret":"hidden","email":"hidden""#
        let object = #"{"id":1,\#(secret)}"#
        let document = """
            {"id":1,\(secret),"customer_data":\(object),"customer":\(object),"payment_method_data":\(object),
            "billing_city_data":\(object),"items":[\(object)],"payments":[{\(secret),"payment_method_data":\(object)}]}
            """
        #expect(!(try text(document, as: shape).contains("hidden")))
    }

    @Test(arguments: [OrderWriter.Shape.customer, .detail])
    func customersGetNothingOfStaffsAlone(_ shape: OrderWriter.Shape) throws {
        let document = """
            {"id":1,"extra":{"a":"hidden"},"customer_data":{"id":1,"mobile_number":"hidden","first_name":"hidden",
            "last_name":"hidden","full_name":"shown"},"items":[{"product":"hidden","product_title":"hidden"}],
            "total":"hidden","created_at":"hidden","is_paid":"hidden","count":{"a":"hidden"},"status":["hidden"],
            "payment_method":"hidden","payments":["hidden"]}
            """
        let text = try text(document, as: shape)
        #expect(!text.contains("hidden"))
        #expect(text.contains("shown"))
    }

    @Test func ordersOfTheOtherPlatformAreSentAsTheyCame() throws {
        let document = #"{"number":"bf7b","date_placed":"soon","amount":"16.40","x":[1.50,{"y":null}]}"#
        #expect(try text(document, as: .platform) == document)
    }

    @Test func ofARepeatedMemberTheLastCounts() throws {
        #expect(try member("status", of: #"{"status":"new","status":"hold"}"#) == #""hold""#)
    }
}

// The values' forms.
extension OrderWriterTests {
    @Test(arguments: [
        ("75000", "75000", "\"75000.00\"", "75000.0"),
        ("\"75000.00\"", "75000", "\"75000.00\"", "75000.0"),
        ("7.5e4", "75000", "\"75000.00\"", "75000.0"),
        ("12.5", "12.5", "\"12.50\"", "12.5"),
        ("0.01", "0.01", "\"0.01\"", "0.01"),
        ("-1025000", "-1025000", "\"-1025000.00\"", "-1025000.0"),
        ("-0.0", "0", "\"0.00\"", "0.0"),
        ("0", "0", "\"0.00\"", "0.0"),
        ("\"007\"", "7", "\"7.00\"", "7.0"),
        // More than the server's two places stay: nothing is rounded.
        ("12.345", "12.345", "\"12.345\"", "12.345"),
        // What a binary number could not tell.
        ("9007199254740993", "9007199254740993", "\"9007199254740993.00\"", "9007199254740993.0"),
        ("90071992547409.93", "90071992547409.93", "\"90071992547409.93\"", "90071992547409.93"),
        ("null", "null", "null", "null"),
    ])
    func amountsAreExactInEveryForm(_ amount: String, _ number: String, _ text: String, _ float: String) throws {
        for (form, expected) in [(ServerSettings.AmountForm.number, number), (.text, text), (.float, float)] {
            var settings = ServerSettings()
            settings.amounts = form
            for name in ["shipping_cost", "total", "amount_outstanding"] {
                #expect(try member(name, of: "{\"\(name)\":\(amount)}", settings) == expected)
            }
            // The API's server knows these as whole numbers.
            for (list, name) in [("items", "unit_price"), ("items", "total"), ("payments", "amount")] {
                let row = try row(of: list, "{\"\(list)\":[{\"\(name)\":\(amount)}]}", as: .admin, settings)
                #expect(row[name]?.serialized() == number)
            }
        }
    }

    @Test(arguments: [
        ("2025-12-27T18:17:09.771123Z", "2025-12-27T18:17:09.771123Z", "2025-12-27T21:47:09.771123+03:30"),
        ("2025-12-27T18:17:09Z", "2025-12-27T18:17:09Z", "2025-12-27T21:47:09+03:30"),
        ("2025-12-27T18:17:09.000000Z", "2025-12-27T18:17:09Z", "2025-12-27T21:47:09+03:30"),
        ("2025-12-27T18:17:09.5Z", "2025-12-27T18:17:09.500000Z", "2025-12-27T21:47:09.500000+03:30"),
        ("2025-12-27T18:17.123456789Z", "2025-12-27T18:17:00.123456Z", "2025-12-27T21:47:00.123456+03:30"),
        ("2025-12-27 21:47:09+03:30", "2025-12-27T18:17:09Z", "2025-12-27T21:47:09+03:30"),
        ("2025-12-27t18:17:09z", "2025-12-27T18:17:09Z", "2025-12-27T21:47:09+03:30"),
    ])
    func timesAreThoseOfTheServersZone(_ time: String, _ utc: String, _ tehran: String) throws {
        var settings = ServerSettings()
        let document = "{\"created_at\":\"\(time)\",\"items\":[{\"updated_at\":\"\(time)\"}]}"
        #expect(try member("created_at", of: document, settings) == "\"\(utc)\"")
        settings.zone = TimeZoneRules(name: "+03:30", fixedOffsetSeconds: 12_600)
        #expect(try member("created_at", of: document, settings) == "\"\(tehran)\"")
        #expect(try row(of: "items", document, as: .detail, settings)["updated_at"] == .text(tehran))
        settings.writesUTC = true
        #expect(try member("created_at", of: document, settings) == "\"\(utc)\"")
    }

    @Test(arguments: [
        ("id", #""12""#, "12"),
        ("id", "12.0", "12"),
        ("count", #""1e2""#, "100"),
        ("key", "5411", #""5411""#),
        ("status", #""of tomorrow""#, #""of tomorrow""#),
        ("notes", #""a\"b\n\u0001سلام""#, #""a\"b\n\u0001سلام""#),
        ("notes", #""""#, #""""#),
        ("extra", #"{"b":[1.50,null],"a":{}}"#, #"{"b":[1.50,null],"a":{}}"#),
        ("extra", #""text""#, #""text""#),
        ("is_paid", "false", "false"),
        ("payment_method_data", "null", "null"),
        ("items", "[]", "[]"),
    ])
    func valuesAreThoseOfTheDocument(_ name: String, _ value: String, _ expected: String) throws {
        #expect(try member(name, of: "{\"\(name)\":\(value)}") == expected)
    }

    /// What is sent to staff; to customers each of these is null.
    @Test(arguments: [
        ("id", #""x""#, #""x""#),
        ("id", "1.5", "1.5"),
        ("id", "[1]", "null"),
        ("status", "true", "true"),
        ("status", "{}", "null"),
        ("total", #""much""#, #""much""#),
        ("total", "1e99", "1e99"),
        ("total", #"{"amount":1}"#, "null"),
        ("is_paid", "1", "1"),
        ("created_at", #""soon""#, #""soon""#),
        ("created_at", #""2025-12-27T18:17:09""#, #""2025-12-27T18:17:09""#),
        ("created_at", "1766858229", "1766858229"),
        ("billing_address", #"{"line":1}"#, "null"),
    ])
    func wrongValuesAreShownToStaff(_ name: String, _ value: String, _ expected: String) throws {
        let document = "{\"\(name)\":\(value)}"
        #expect(try member(name, of: document) == expected)
        #expect(try written(document, as: .detail)[name] == .null)
    }

    @Test(arguments: [
        ("customer_data", "7", "null"),
        ("customer_data", "[]", "null"),
        ("items", "{}", "null"),
        ("items", #""none""#, "null"),
        ("payments", "[null,7]", "[null,null]"),
    ])
    func whatShouldHaveMembersAndHasNoneIsNull(_ name: String, _ value: String, _ expected: String) throws {
        #expect(try member(name, of: "{\"\(name)\":\(value)}") == expected)
    }
}

extension OrderWriterTests {
    private func text(
        _ document: String,
        as shape: OrderWriter.Shape,
        _ settings: ServerSettings = ServerSettings()
    ) throws -> String {
        guard case .object(let object) = try JSONParser.parse(Array(document.utf8)) else { throw NoObject() }
        let order = Order(document: object, origin: Origin(source: "test"))
        return String(decoding: OrderWriter(settings).write(order, as: shape), as: UTF8.self)
    }

    private func written(
        _ document: String,
        as shape: OrderWriter.Shape,
        _ settings: ServerSettings = ServerSettings()
    ) throws -> JSONObject {
        let text = try text(document, as: shape, settings)
        guard case .object(let object) = try JSONParser.parse(Array(text.utf8)) else { throw NoObject() }
        return object
    }

    /// A member of what staff get, as it is written.
    private func member(
        _ name: String,
        of document: String,
        _ settings: ServerSettings = ServerSettings()
    ) throws -> String? {
        try written(document, as: .admin, settings)[name]?.serialized()
    }

    private func row(
        of list: String,
        _ document: String,
        as shape: OrderWriter.Shape,
        _ settings: ServerSettings = ServerSettings()
    ) throws -> JSONObject {
        guard case .array(let rows)? = try written(document, as: shape, settings)[list],
            case .object(let row)? = rows.first
        else { throw NoObject() }
        return row
    }

    private struct NoObject: Error {}
}

extension JSONObject {
    fileprivate var keys: [String] { members.map(\.key) }
}
