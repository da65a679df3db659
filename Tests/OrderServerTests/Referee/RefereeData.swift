// The orders that both servers have: those that the oracle's generator makes, and some that are odd on purpose. What
// requests are made of (ids, keys, moments, words) is taken from them, so that most requests find something.

import OrderModel
import OrderTestSupport

/// What the orders offer for requests.
struct RefereeData: Sendable {
    let ids: [Int]
    let keys: [String]
    let customers: [Int]
    /// Moments of orders, as they are written.
    let moments: [String]
    /// Words of texts that are searched.
    let words: [String]

    init(_ orders: [JSONObject]) {
        ids = orders.compactMap(\.wholeIdentifier)
        keys = orders.compactMap { Self.text($0["key"]) }
        let owners = orders.compactMap { Self.object($0["customer_data"]) }
        var counts: [Int: Int] = [:]
        for id in owners.compactMap(\.wholeIdentifier) { counts[id, default: 0] += 1 }
        customers = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        moments = orders.flatMap { order in ["created_at", "updated_at"].compactMap { Self.text(order[$0]) } }
        let names = owners.flatMap { owner in ["first_name", "last_name", "email"].compactMap { Self.text(owner[$0]) } }
        let texts = orders.flatMap { order in
            ["notes", "billing_first_name", "billing_last_name", "billing_mobile_number"]
                .compactMap { Self.text(order[$0]) }
        }
        words = Array(Set((names + texts).filter { !$0.isEmpty }.map { String($0.prefix(12)) })).sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
    }

    static func text(_ value: JSONValue?) -> String? {
        if case .text(let text)? = value { text } else { nil }
    }

    static func object(_ value: JSONValue?) -> JSONObject? {
        if case .object(let object)? = value { object } else { nil }
    }
}

/// Orders that no generator makes, in the shape of the admin list.
enum OddOrders {
    static let lines: [String] = [
        order(5001, #""status":"completed","notes":"100% of_it \\ 'quoted' \"twice\"","shipping_cost":0.1"#),
        order(5002, #""status":"pending","notes":"","billing_first_name":"%","billing_last_name":"_""#),
        order(5003, #""status":"deleted","customer_data":\#(customer),"notes":"deleted by hand""#),
        order(5004, #""customer_data":\#(customer),"notes":"ISTANBUL istanbul İSTANBUL ıstanbul","shipping_cost":1e2"#),
        order(
            5005,
            #""customer_data":\#(customer),"notes":"straße STRASSE ﬁne ẞ Σ σ ς"#
                + #"","shipping_cost":12345678901.23"#
        ),
        order(5006, #""customer_data":\#(customer),"billing_first_name":"Zoë","billing_last_name":"Zoe\u0308""#),
        order(5007, #""notes":"a,b;c\ttab\nnew\u00a0hard\u200czero\u3000wide","extra":{"a":{"b":[1,2.5,"x"]}}"#),
        order(5008, #""notes":"🎁👩‍👩‍👧","billing_address":"\u0001","billing_postal_code":" ""#),
        order(5009, #""shipping_cost":"75000.00","created_at":"2025-03-09T06:59:59.999999Z""#),
        order(5010, #""created_at":"2025-03-09T07:00:00Z","updated_at":"2025-11-02T05:30:00Z""#),
        order(5011, #""created_at":"2025-11-02T06:30:00Z","updated_at":"2025-11-02T05:59:59.999999Z""#),
        order(5012, #""created_at":"2022-03-21T20:29:59.999999Z","updated_at":"2022-03-21T20:30:00Z""#),
        order(5013, #""created_at":"2022-09-21T19:30:00Z","updated_at":"2022-09-21T20:30:00Z""#),
        order(5014, #""created_at":"1969-12-31T23:59:59.5Z","updated_at":"2100-02-28T12:00:00+03:30""#),
        order(5015, #""created_at":"2025-12-27T18:17:09.771123Z","customer_data":\#(customer)"#),
        order(5016, #""created_at":"2025-12-27T18:17:09.771123Z","customer_data":\#(customer)"#),
        order(5017, #""created_at":"2025-12-27T18:17:09.771123Z","customer_data":\#(customer)"#),
        order(9_007_199_254_740_993, #""notes":"beyond what binary floats can tell apart""#),
        order(Int.max - 1, #""notes":"nearly the last id""#),
    ]

    /// Somebody with blanks, quotes and wildcards.
    private static let customer =
        #"{"id":777001,"username":"odd%user_'\"","mobile_number":"","first_name":" Ali ","last_name":null,"#
        + #""full_name":"Ali","email":"Odd_100%@Example.COM"}"#

    private static func order(_ id: Int, _ members: String) -> String {
        let given = Set(members.split(separator: "\"").map(String.init))
        let texts = [
            "notes", "billing_address", "billing_postal_code", "billing_national_code", "billing_mobile_number",
            "billing_first_name", "billing_last_name", "customer_data", "payment_method_data", "shipping_method_data",
            "billing_country_data", "billing_state_data", "billing_city_data",
        ]
        var all = [#""id":\#(id)"#, #""key":"odd-\#(id)""#, members]
        all += texts.filter { !given.contains($0) }.map { #""\#($0)":null"# }
        let rest = [
            ("status", #""new""#), ("shipping_cost", "0"), ("extra", "{}"),
            ("created_at", #""2025-06-15T12:00:00.000001Z""#), ("updated_at", #""2025-06-15T12:00:00.000001Z""#),
            ("items", "[]"), ("payments", "[]"),
        ]
        all += rest.filter { !given.contains($0.0) }.map { "\"\($0.0)\":\($0.1)" }
        return "{" + all.joined(separator: ",") + "}"
    }
}
