import OrderModel
import OrderReference
import Testing

struct SearchTermsTests {
    @Test(
        "splitting, as the API's servers do it",
        arguments: [
            ("ali tehran", ["ali", "tehran"]), ("ali,tehran", ["ali", "tehran"]), ("a , b", ["a", "b"]),
            ("\"ali reza\" x", ["ali reza", "x"]), ("'a b'", ["a b"]), ("o'neil", ["o'neil"]), ("\"a,b\"", ["a,b"]),
            ("\"say \\\"hi\\\"\"", ["say \"hi\""]), ("", []), (" ", []), (",", []), ("\"\"", [""]), ("\"", [""]),
            ("a\u{A0}b", ["a", "b"]), ("a\u{3000}b", ["a", "b"]), ("a\u{200C}b", ["a\u{200C}b"]), ("a\nb", ["a", "b"]),
            ("\"open phrase", ["\"open", "phrase"]), ("x\"a b\"y", ["x\"a b\"y"]),
            ("100% a_b \\", ["100%", "a_b", "\\"]),
            ("'a\\' b\\' c", ["a\\", "b\\'", "c"]), ("'a\\\n 'b c'", ["'a\\", "b c"]),
            ("'a\\' \"b c\" 'd", ["'a\\' \"b c\" 'd"]), (",\"a b\",", ["a b"]), ("'\\\\'", ["\\"]),
        ]
    )
    func splitting(text: String, expected: [String]) {
        #expect(SearchTerms(text).terms.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    }

    @Test("a megabyte of quotes that never end, which would take hours if each were followed to the end")
    func manyOpenQuotes() {
        let words = SearchTerms(String(repeating: "\\' \\\" ", count: 175_000)).terms
        #expect(words.count == 350_000)
        #expect(words.prefix(2) == ["\\'", "\\\""])
    }

    static let order = makeOrder(
        3125,
        [
            "notes": .text("call ZOË"), "billing_first_name": .text("Ali"),
            "customer_data": object([
                "id": .number("12"), "username": .text("areza"), "mobile_number": .text("0912"), "first_name": .null,
                "last_name": .null, "full_name": .text("hidden"),
            ]),
            "billing_city_data": object(["id": .number("77"), "name": .text("Tehran")]),
            "billing_address": .text("unseen"),
        ]
    )

    @Test(
        "every term in at least one search field",
        arguments: [
            ("ali tehran", true), ("ali shiraz", false), ("312", true), ("12", true), ("zoë", true), ("KEY3125", true),
            ("hidden", false), ("unseen", false), ("77", false), ("", true), ("\"call zoë\"", true),
            ("\"zoë call\"", false),
        ]
    )
    func searching(text: String, expected: Bool) throws {
        var query = Query(.orders)
        query.search = text
        query.columns = [Column(field("id"))]
        #expect(try run(query, [Self.order]).rows.count == (expected ? 1 : 0))
    }

    @Test func partsThatTheShopLeavesOutAreNotSearched() throws {
        let order = makeOrder(
            1,
            [
                "customer_data": .null,
                "customer": object(["id": .number("5"), "username": .text("u"), "full_name": .text("F")]),
            ]
        )
        let members = order.document.members.filter { $0.key != "customer_data" }
        let shop = Order(document: JSONObject(members), origin: order.origin)
        var query = Query(.items)
        query.search = "nowhere"
        #expect(try run(query, [shop]).rows.isEmpty)
    }

    @Test("terms that others have in them, or that come again, decide nothing")
    func decisiveTerms() {
        #expect(SearchTerms("0,0,00,0").decisive(.lowerCase) == ["00"])
        #expect(Set(SearchTerms("ali Ali a,b li c").decisive(.lowerCase)) == ["ali", "b", "c"])
        #expect(Set(SearchTerms("é É e").decisive(.ascii)) == ["é", "É", "e"])
        #expect(SearchTerms("\"\"").decisive(.lowerCase) == [""])
        #expect(SearchTerms("").decisive(.lowerCase).isEmpty)
        #expect(SearchTerms("straße STRASSE").decisive(.upperCase).count == 1)
    }
}
