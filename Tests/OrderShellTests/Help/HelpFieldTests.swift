import OrderModel
import Testing

@testable import OrderLanguage
@testable import OrderShell

/// The pages of fields and statuses.
@Suite struct HelpFieldTests {
    @Test func aFieldTellsItsPlacesTypesAndFilters() throws {
        #expect(
            try HelpPage("created_at").text == """
                created_at
                  a field of orders, items and payments

                  of orders: instant
                    the staff's list filters by it: created_from, created_to
                    a customer's list filters by it: created_from, created_to
                  of items: instant, or null
                    servers filter orders; this is checked here
                  of payments: instant, or null
                    servers filter orders; this is checked here

                Examples:
                  orders where created_at in 2025-12 limit 5

                See also: \\help dates, \\fields
                """
        )
    }

    @Test(arguments: [
        ("total", "checked here: no server filters by it"), ("total", "of items: money"),
        ("status", "filters by it: status, status_in"), ("customer", "its parts: customer.id, customer.username"),
        ("customer", "has_customer, customer, customer_in"), ("extra", "a customer's list does not have it"),
        ("customer", "a customer's list does not filter by it"),
        ("billing_city.id", "integer, or null"), ("product_title", "a field of items"),
        ("items.total", "a field of items"),
    ])
    func fieldsSay(name: String, words: String) throws {
        let text = try HelpPage(name).text
        #expect(text.contains(words), "\(text)")
    }

    @Test(arguments: OrderStatus.names)
    func aStatusTellsAllOfThem(_ name: String) throws {
        let text = try HelpPage(name).text
        #expect(text.hasPrefix("status = \(name)\n"))
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("all of them: " + OrderStatus.names.joined(separator: ", ")))
        #expect(text.contains("servers filter by them: status, status_in"))
    }

    @Test(arguments: HelpTable.fieldNames + OrderStatus.names)
    func examplesAreUnderstood(_ name: String) throws {
        let page = try #require(HelpTable.page(named: name))
        #expect(!page.examples.isEmpty)
        for example in page.examples {
            #expect(Program.check(SourceText(example)).diagnostics.map(\.message) == [], "\(example)")
            #expect(example.contains(name) || page.kind != .field)
        }
        for related in page.related { #expect(HelpTable.page(named: related) != nil, "\(related)") }
    }
}
