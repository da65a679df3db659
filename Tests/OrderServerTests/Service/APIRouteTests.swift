import OrderModel
import Testing

@testable import OrderServer

@Suite struct APIRouteTests {
    /// The route of a path, in which `~` stands for the customer's orders.
    private static func route(
        _ path: String,
        _ trailingSlash: ServerSettings.TrailingSlash = .optional
    ) -> APIRoute? {
        APIRoute(
            PercentCoding.decodeLeniently(Array(path.replacing("~", with: APIRoute.customerPath).utf8)),
            trailingSlash: trailingSlash
        )
    }

    static let paths: [(String, APIRoute)] = [
        ("/api/orders/", APIRoute.adminList),
        ("/api/%6Frders/", .adminList),
        ("~", .customerList),
        ("~/", .customerList),
        ("~/17", .customerOrder(id: "17")),
        ("~/17/", .customerOrder(id: "17")),
        ("~/tracking", .customerOrder(id: "tracking")),
        ("~/%20a%0A", .customerOrder(id: " a\n")),
        ("~/abc/tracking", .tracking(key: "abc")),
        ("~/abc/tracking/", .tracking(key: "abc")),
        ("~/+;=&?%C3%A9/tracking", .tracking(key: "+;=&?é")),
        ("/api/i1/orders/bf7b", .platformOrder(number: "bf7b")),
        ("/api/i1/orders/bf7b/", .platformOrder(number: "bf7b")),
    ]

    @Test(arguments: paths)
    func aPathIsFound(_ path: String, _ route: APIRoute) {
        #expect(Self.route(path) == route)
    }

    @Test(arguments: [
        "", "/", "/api", "/api/orders", "/api/orders//", "//api/orders/", "/api/orders/1", "/API/orders/",
        "/api/orders/%00", "~//", "~x", "~/1.0", "~/a%2Fb/tracking",
        "~/a/tracking/x", "~/a/track", "~//tracking", "~/../orders",
        "/api/i1/orders", "/api/i1/orders/", "/api/i1/orders/a/b", "/api/i1/orders/a.b", "/nix", "/api/%",
    ])
    func anyOtherPathIsNot(_ path: String) {
        #expect(Self.route(path) == nil)
    }

    @Test(arguments: ["~", "~/17", "~/abc/tracking", "/api/i1/orders/bf7b"])
    func theSlashCanBeDemanded(_ path: String) {
        #expect(Self.route(path, .redirect) == nil)
        #expect(Self.route(path + "/", .redirect) == Self.route(path))
    }
}
