// Requests at the edges of what the API takes, written by hand where chance would not find them. Each goes to the
// oracle and to our server, and both must answer the same.

import OrderModel

extension RefereeGenerator {
    /// The table of edges: every parameter of both lists, then everything around them.
    static func edges(_ data: RefereeData) -> [RefereeRequest] {
        let customer = data.customers.first ?? 1
        return listEdges(adminPath, RefereeToken.staff) + listEdges(ownPath, RefereeToken.customer(customer))
            + wholeQueries.flatMap { query in
                [
                    RefereeRequest(path: adminPath, query: query, authorization: RefereeToken.staff),
                    RefereeRequest(path: ownPath, query: query, authorization: RefereeToken.customer(customer)),
                ]
            }
            + tokenEdges(data) + pathEdges(data) + methodEdges(data)
    }

    /// Parameters that stand for their kind: they are sent everything, and the others of the kind a part of it.
    private static let fullyTried: Set<ParameterName> = [
        .status, .statusIn, .paymentMethod, .paymentMethodIn, .hasNotes, .idMinimum, .idMaximum, .shippingCostMinimum,
        .createdDate, .createdFrom, .createdTo, .search, .ordering, .limit, .offset,
    ]

    /// Each parameter with its values.
    private static func listEdges(_ path: String, _ authorization: String) -> [RefereeRequest] {
        ParameterName.allCases.enumerated().flatMap { position, name in
            (ParameterEdges.values(of: name) + ParameterEdges.anything).enumerated().compactMap { index, value in
                let isAdmin = path == adminPath
                let share = fullyTried.contains(name) ? (isAdmin ? 1 : 5) : (isAdmin ? 8 : 30)
                guard (index + position).isMultiple(of: share) else { return nil }
                let size = name == .limit ? "" : "&limit=3"
                return RefereeRequest(
                    path: path,
                    query: "\(name.rawValue)=\(value)\(size)",
                    authorization: authorization
                )
            }
        }
    }

    /// Queries whose form is what matters.
    static let wholeQueries: [String] =
        strayItems
        + strayItems.map { "limit=3&" + $0 }
        + [
            "&&", "=", "a", "=b", "?", "?status=new", "status==new", "%73tatus=new", "status%00=new", "+status=new",
            "status=new;id_min=300", "status=&status=new", "status=new&status=", "status=new&status=hold",
            "status=pending&status=new", "status_in=new&status_in=hold", "status=pending&id_min=x&created_from=soon",
            "status=new&status_in=new,hold", "status=new&status_in=hold", "id_min=200&id_max=100", "id_min=x&id_max=y",
            "search=a&search=", "search=&search=a", "search=%00&status=pending", "search=%00&limit=0",
            "limit=0&offset=-5", "limit=10&offset=5", "limit=10&offset=10", "limit=10&offset=310", "limit=3&offset=320",
            "limit=3&offset=100000", "offset=99999999999999999999999", "limit=99999999999999999999999&offset=2",
            "limit=5&status=new&ordering=-id&offset=5&foo=", "limit=5&b=2&a=1&B=3&%C3%A9=1&_=2&~=3", "offset=7",
            "offset=10",
            "offset=11&limit=abc", "created_from=2025-12-27&created_to=2025-12-27",
            "created_from=2025-12-28&created_to=2025-12-27",
            "created_date=2025-12-27&updated_date=2025-12-28", "has_notes=true&search=a",
            "has_customer=false&customer=1",
            "format=json", "format=JSON", "format=xml", "format=api", "format=", "format=json&format=xml",
            "format=xml&status=pending", "ordering=&ordering=id", "ordering=id&ordering=-id",
            "ordering=id,status&limit=2",
            "customer=1&customer_in=1,2", "payment_method=1&payment_method_in=2",
            "limit=2&search=a+b%20c%2Bd&x=%C3%A9%20",
            (0..<1001).map { "p\($0)=1" }.joined(separator: "&"), (0..<1000).map { "p\($0)=1" }.joined(separator: "&"),
            "search=" + String(repeating: "a", count: 3000), "x=" + String(repeating: "%41", count: 1500),
        ]

    private static func tokenEdges(_ data: RefereeData) -> [RefereeRequest] {
        let id = data.ids.first ?? 1
        let paths = [
            adminPath, ownPath, "\(ownPath)/\(id)", "/api/i1/orders/bf7b66149236455",
            "\(ownPath)/\(data.keys.first ?? "")/tracking", "/api/orders", "/nothing",
        ]
        return paths.flatMap { path in
            RefereeToken.forms.map { RefereeRequest(path: path, query: "limit=1", authorization: $0) }
        }
    }

    private static func methodEdges(_ data: RefereeData) -> [RefereeRequest] {
        let id = data.ids.last ?? 1
        let paths = [
            adminPath, ownPath, "\(ownPath)/\(id)", "\(ownPath)/\(data.keys.last ?? "")/tracking",
            "/api/i1/orders/bf7b66149236455", "/api/orders", "/nothing", "/api/i1/orders/none",
        ]
        let tokens = [nil, RefereeToken.staff, RefereeToken.customer(data.customers.first ?? 1)]
        let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"]
        let accepts: [String?] = [
            nil, "", "*/*", "application/json", "text/html", "application/*", "image/png",
            "text/html, application/json;q=0.5", "application/json; indent=4", "application/json;q=0", "nonsense",
            "a/b/c",
            "application/xml,*/*;q=0.1", "APPLICATION/JSON",
        ]
        return paths.enumerated().flatMap { index, path in
            tokens.enumerated().flatMap { number, token in
                methods.filter { (index + number) % 3 == 0 || ["POST", "OPTIONS", "HEAD"].contains($0) }.map {
                    RefereeRequest(method: $0, path: path, authorization: token)
                }
            }
        }
            + paths.flatMap { path in
                accepts.map { RefereeRequest(path: path, authorization: RefereeToken.staff, accept: $0) }
            }
            + ["text/html", "image/png"].map { RefereeRequest(path: adminPath, authorization: nil, accept: $0) }
    }

    private static func pathEdges(_ data: RefereeData) -> [RefereeRequest] {
        let id = String(data.ids.first { $0 == 2 } ?? 1)
        let key = data.keys.first { $0.hasPrefix("0c") } ?? "none"
        let own = ["", "/", "//", "?"].map { ownPath + $0 }
        let identifiers = [
            id, id + "/", id + "//", "0" + id, "+" + id, "-" + id, id + ".0", id + ".json", "%32", "%20" + id,
            id + "%20",
            "%DB%B2", "2_0", "abc", "0", "-1", "999999", "99999999999999999999999", "9007199254740993", "%00", "%FF",
            "%",
            "1e0", "2%0A", "..", ".", "%2E%2E", "2%2F", "me", "2/items", "5003", "5015", "9223372036854775806",
        ].map { "\(ownPath)/\($0)" }
        let tracking = [
            key, key.uppercased(), key + "%20", "%20" + key, "nothing", "odd-5001", "odd%2D5001", "ODD-5001",
            "odd-5003",
            "a%2Fb", "%FF", "%00", "%C3%A9", "%", "a.b", "'", "\"", key + "x", "%25", "_",
        ].flatMap { ["\(ownPath)/\($0)/tracking", "\(ownPath)/\($0)/tracking/"] }
        let number = "bf7b66149236455"
        let platform = [
            number, number + "/", number + "//", number.uppercased(), "none", "none/", number + ".json",
            "%62f7b66149236455",
            number + "%20", "", "%FF", "%00", "a%2Fb", "a/b", "1", id, key,
        ].map { "/api/i1/orders/\($0)" }
        let rest = [
            "/", "/api", "/api/", "/api/orders", "/api/orders//", "/api//orders/", "/API/orders/", "/api/Orders/",
            "/api/orders/1", "/api/orders/1/", "/api/order/", "/api/orders.json", "/api/%6Frders/", "/api/orders%2F",
            "/api/orders/%20", "/api/orders%20/", "/api/orders;x/", "/api/./orders/", "/api/../api/orders/",
            "/api/orders/?",
            "/api/orders/%00", "/favicon.ico", "/api/shop/", "/api/shop/customers/me", "/api/shop/customers/1/orders",
            "/api/i1/orders", "/api/i1/orders/", "/%FF", "/%", "/api/orders%", "/api/orders%FF/", "/é".utf8Escaped,
            "/api/shop/customers/me/orders%2F2",
        ]
        let tokens = [
            RefereeToken.staff, RefereeToken.customer(1), RefereeToken.customer(data.customers.first ?? 1), nil,
        ]
        return (own + identifiers + tracking + platform + rest).enumerated().flatMap { index, path in
            [tokens[index % 2 + 1], index.isMultiple(of: 2) ? tokens[0] : tokens[3]].map { token in
                let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
                return RefereeRequest(
                    path: String(parts[0]),
                    query: parts.count > 1 ? String(parts[1]) : nil,
                    authorization: token
                )
            }
        } + redirects
    }

    /// The list without its slash, whose query must arrive.
    private static let redirects: [RefereeRequest] = [
        "status=new", "a=b&c=%20d", "", "x=%FF", "x=a+b", "next=//evil.example", "x=%0d%0aSet-Cookie:%20a",
    ].flatMap { query in
        ["/api/orders", ownPath, "/api/i1/orders/none"].map {
            RefereeRequest(path: $0, query: query, authorization: RefereeToken.staff)
        }
    }
}

extension String {
    /// The text as a path has it, its letters beyond ASCII escaped.
    fileprivate var utf8Escaped: String {
        split(separator: "/", omittingEmptySubsequences: false)
            .map { PercentCoding.encodePathSegment(String($0)) }.joined(separator: "/")
    }
}
