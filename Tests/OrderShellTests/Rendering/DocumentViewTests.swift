import OrderModel
import Testing

@testable import OrderShell

@Suite struct DocumentViewTests {
    private static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONObject {
        JSONObject(members.map { JSONMember(key: $0, value: $1) })
    }

    private static let order = object([
        "id": .number("12345"), "status": .text("hold"),
        "customer_data": .object(object(["id": .number("1"), "full_name": .text("علی رضایی")])),
        "payment_method_data": .null, "notes": .text("one\ntwo three four five six seven eight"),
        "extra": .object(object([:])),
        "created_at": .text("2025-12-27T18:17:09.771123Z"), "total": .text("49075000.00"), "is_paid": .boolean(false),
        "items": .array([
            .object(object(["id": .number("1"), "product_name": .text("Mouse"), "quantity": .number("5")])),
            .object(object(["id": .number("2"), "unit_price": .number("980000.50"), "product_name": .null])),
        ]),
        "payments": .array([]), "new_field": .array([.text("something long enough")]),
    ])

    private static func text(_ format: OutputFormat, width: Int? = nil, document: JSONObject = order) throws -> String {
        let sink = MemorySink()
        try format.write(document: document, settings: RenderSettings(width: width, zone: .utc), to: sink)
        return sink.text
    }

    @Test func fieldsThenItemsAndPayments() throws {
        #expect(
            try Self.text(.table, width: 40) == """
                id                  12345
                status              hold
                customer.id         1
                customer.full_name  \u{2068}علی رضایی\u{2069}
                payment_method      null
                notes               one⏎
                                    two three four five
                                    six seven eight
                extra               {}
                created_at          2025-12-27 18:17:09
                total               49,075,000
                is_paid             false
                new_field           [
                                      "something long
                                      enough"
                                    ]

                items
                ┌────┬──────────┬──────────┬───────────┐
                │    │ product_ │          │     unit_ │
                │ id │ title    │ quantity │     price │
                ├────┼──────────┼──────────┼───────────┤
                │  1 │ Mouse    │        5 │      null │
                │  2 │ null     │     null │ 980,000.5 │
                └────┴──────────┴──────────┴───────────┘
                2 rows

                payments
                0 rows

                """
        )
    }

    @Test(arguments: [OutputFormat.json, .ndjson])
    func machinesGetTheDocument(_ format: OutputFormat) throws {
        #expect(try Self.text(format) == JSONValue.object(Self.order).serialized() + "\n")
    }

    @Test func separatedValuesAreOneRowOfTheDigitsThatCame() throws {
        let document = Self.object([
            "id": .number("7"), "total": .number("75000.00"),
            "billing_city_data": .object(Self.object(["name": .text("Iğdır")])),
            "items": .array([.object(Self.object(["id": .number("1")]))]), "notes": .null,
        ])
        #expect(
            try Self.text(.csv, document: document) == """
                id,total,billing_city.name,items,notes
                7,75000.00,Iğdır,"[{""id"":1}]",

                """
        )
    }

    @Test func aDocumentOfAnotherShapeIsStillShown() throws {
        let document = Self.object([
            "items": .array([.number("1")]), "payments": .text("none"), "created_at": .text("yesterday"),
            "total": .text("much"),
            "\u{1B}[31m": .text("\u{1B}[31m"),
        ])
        #expect(
            try Self.text(.table, document: document) == """
                items       [1]
                payments    none
                created_at  yesterday
                total       much
                ␛[31m       ␛[31m

                """
        )
    }
}
