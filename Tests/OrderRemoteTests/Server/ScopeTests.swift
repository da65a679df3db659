import OrderEngine
import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

/// Whose orders are read: what the user said, or what the server lets the token read.
struct ScopeTests {
    @Test func aCustomersTokenIsNoticed() async throws {
        let shop = CustomerShop([1, 2, 3])
        let server = try LocalServer { $0.path == "/api/orders/" ? .forbidden : shop.answer($0) }
        let source = try source(settings(server.url))
        #expect(source.capabilities == .api(endpoint: .admin))
        let change = await #expect(throws: CapabilitiesChanged.self) { try await scan(source) }
        #expect(change?.message == "the token is a customer's: its own orders are read")
        #expect(change?.requestCount == 2)
        #expect(source.capabilities == .api(endpoint: .customer))
        #expect(server.requests.map(\.path) == ["/api/orders/", CustomerShop.listPath])
        #expect(try await scan(source).ids == [1, 2, 3])
        #expect(server.requests.dropFirst(2).allSatisfy { $0.path == CustomerShop.listPath })
        #expect(server.requests.allSatisfy { $0.header("Authorization") == "Token geheim" })
    }

    /// What limits the number of requests may refuse one with 403, and staff may have orders of their own.
    @Test func staffStayStaffWhenALaterRequestIsRefused() async throws {
        let shop = CustomerShop([1])
        let staff = try LocalServer { request in
            guard request.path == "/api/orders/" else { return shop.answer(request) }
            guard request.parameter("id_min") == nil else { return .html("<h1>Slow down</h1>", status: 403) }
            let order = CustomerShop.listed(4)
            return .json(#"{"count":2,"next":"http://127.0.0.1/next","results":[\#(order)]}"#)
        }
        let source = try source(settings(staff.url))
        let error = await #expect(throws: RemoteError.self) { try await scan(source) }
        #expect(error?.category == .credentials)
        #expect(source.capabilities == .api(endpoint: .admin))
        #expect(staff.requests.allSatisfy { $0.path == "/api/orders/" })
    }

    @Test func whatTheStaffsListProvedIsNoProofOfTheCustomers() async throws {
        let shop = CustomerShop([1])
        let server = try LocalServer { $0.path == "/api/orders/" ? .forbidden : shop.answer($0) }
        var settings = settings(server.url)
        settings.habits.proved = [.status]
        settings.habits.distrusted = [.search]
        let source = try source(settings)
        await #expect(throws: CapabilitiesChanged.self) { try await scan(source) }
        var habits = ServerHabits()
        habits.distrusted = [.search]
        #expect(source.capabilities == .api(endpoint: .customer, habits: habits))
    }

    @Test(
        arguments: [
            LocalResponse.forbidden, .json(#"{"detail":"Invalid token."}"#, status: 401),
            .html("<h1>Not Found</h1>", status: 404), .html("<title>Log in</title>"), .json("{}"),
        ]
    )
    func whereNeitherListAnswersTheFirstErrorStands(second: LocalResponse) async throws {
        let server = try LocalServer { $0.path == "/api/orders/" ? .forbidden : second }
        let source = try source(settings(server.url))
        let error = await #expect(throws: RemoteError.self) { try await scan(source) }
        #expect(error?.category == .credentials)
        #expect(error?.message.contains("/api/orders/ does not allow this (403)") == true)
        #expect(error?.mend == "the token in ORDERSH_TOKEN must be a staff account's or a customer's")
        #expect(source.capabilities == .api(endpoint: .admin))
    }

    @Test func whereItCannotBeFoundOutThatIsSaid() async throws {
        let server = try LocalServer { request in
            request.path == "/api/orders/" ? .forbidden : .html("<h1>Bad Gateway</h1>", status: 502)
        }
        let error = await #expect(throws: RemoteError.self) { try await scan(source(settings(server.url))) }
        #expect(error?.category == .unavailable)
    }

    @Test(
        arguments: [
            (
                ListEndpoint.admin, nil,
                "use a staff account's token, or read a customer's own orders with --scope customer"
            ),
            (
                .admin, "shop",
                "use a staff account's token, or read a customer's own orders with --scope customer, "
                    + "or with that scope in profile 'shop'"
            ),
            (.customer, nil, "use a customer's token, or read all orders as staff with --scope admin"),
            (
                .customer, "shop",
                "use a customer's token, or read all orders as staff with --scope admin, "
                    + "or with that scope in profile 'shop'"
            ),
        ] as [(ListEndpoint, String?, String)]
    )
    func aStatedScopeIsNeverSwitched(scope: ListEndpoint, profile: String?, mend: String) async throws {
        let shop = CustomerShop([1])
        let forbidden = scope == .admin ? "/api/orders/" : CustomerShop.listPath
        let server = try LocalServer { $0.path == forbidden ? .forbidden : shop.answer($0) }
        let source = try source(settings(server.url, scope: scope, profile: profile))
        let error = await #expect(throws: RemoteError.self) { try await scan(source) }
        #expect(error?.category == .credentials)
        #expect(error?.mend == mend)
        #expect(source.capabilities == .api(endpoint: scope))
        #expect(server.requests.map(\.path) == [forbidden])
    }

    @Test func withoutATokenNothingIsTried() async throws {
        let server = try LocalServer { _ in .forbidden }
        await #expect(throws: RemoteError.self) { try await scan(source(settings(server.url, token: nil))) }
        #expect(server.requests.count == 1)
    }

    @Test func whatOnlyTheStaffsListKnowsIsNeverSentToTheCustomers() async throws {
        let server = try CustomerShop([1]).start()
        let source = try source(settings(server.url, scope: .customer))
        for query in ["customer=1", "has_customer=true", "shipping_cost_min=1", "ordering=customer__id&limit=1"] {
            await #expect(throws: CapabilitiesChanged.self, "\(query)") { try await scan(source, query) }
            let parameters = FilterParameters.read(queryString: query).parameters
            await #expect(throws: CapabilitiesChanged.self) { try await source.page(parameters, monitor: nil) }
        }
        #expect(server.requests.isEmpty)
        #expect(try await scan(source, "status=new&has_notes=false").ids == [1])
    }

    @Test func aPageIsReadFromTheListThatIsAllowed() async throws {
        let shop = CustomerShop([1, 2])
        let server = try LocalServer { $0.path == "/api/orders/" ? .forbidden : shop.answer($0) }
        let source = try source(settings(server.url))
        var parameters = FilterParameters()
        parameters.limit = 1
        await #expect(throws: CapabilitiesChanged.self) { try await source.page(parameters, monitor: nil) }
        #expect(try await source.page(parameters, monitor: nil).count == 2)
    }
}
