import OrderEngine
import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

/// The remote source against the reference server and our own, compared with their data file by brute force.
@Suite(
    .serialized,
    .enabled(if: OracleServer.isAvailable, "set ORDERSH_ORACLE to the oracle's folder")
)
struct OracleTests {
    /// What the server is told to do, a query, and which orders of the file it must give.
    struct Case: Sendable, CustomTestStringConvertible {
        let flags: [String]
        let queries: [Question]
        var testDescription: String { flags.isEmpty ? "no flags" : flags.joined(separator: " ") }
    }

    struct Question: Sendable {
        let query: String
        let holds: @Sendable (JSONObject) -> Bool
    }

    static let questions: [Question] = [
        Question(query: "") { _ in true },
        Question(query: "status_in=new,hold") { ["new", "hold"].contains(text($0["status"])) },
        Question(query: "status=completed&payment_method_in=1,2") {
            text($0["status"]) == "completed" && [1, 2].contains(identifier($0["payment_method_data"]))
        },
        Question(query: "id_min=50&id_max=180") { (50...180).contains($0["id"].flatMap(wholeNumber) ?? 0) },
        Question(query: "has_customer=false") { identifier($0["customer_data"]) == nil },
        Question(query: "billing_city=3") { identifier($0["billing_city_data"]) == 3 },
    ]

    static let cases: [Case] = [
        Case(flags: [], queries: questions),
        Case(flags: ["--max-limit", "7", "--decimals", "string"], queries: questions),
        Case(flags: ["--max-limit", "0", "--gzip", "--decimals", "float"], queries: questions),
        Case(flags: ["--fail-every", "3", "--fail-status", "502,503,429", "--retry-after", "0"], queries: questions),
        Case(flags: ["--drop-connections", "3", "--max-limit", "50"], queries: questions),
        Case(flags: ["--truncate-body", "3", "--max-limit", "50"], queries: questions),
        Case(flags: ["--ignore-filter", "ordering", "--tz", "Asia/Tehran"], queries: questions),
        Case(flags: ["--ignore-filter", "limit"], queries: Array(questions.dropFirst())),
    ]

    @Test(arguments: cases, ReferenceServer.Kind.allCases)
    func scansGiveExactlyTheOrdersOfTheFile(scenario: Case, kind: ReferenceServer.Kind) async throws {
        let oracle = try await ReferenceServer.start(kind, count: 300, flags: scenario.flags)
        let source = try source(oracle.url, token: OracleServer.staffToken, attempts: 4)
        for question in scenario.queries {
            let expected = oracle.orders.filter(question.holds).compactMap { $0["id"].flatMap(wholeNumber) }
            #expect(try await scan(source, question.query).ids.sorted() == expected.sorted(), "\(question.query)")
        }
        oracle.stop()
    }

    @Test(arguments: ReferenceServer.Kind.allCases)
    func newestFirstIsTheFilesOwnOrder(kind: ReferenceServer.Kind) async throws {
        let oracle = try await ReferenceServer.start(kind, count: 300, flags: ["--max-limit", "40"])
        let source = try source(oracle.url, token: OracleServer.staffToken)
        let sorted = try oracle.orders.map { order in
            (
                created: try #require(Instant(dataISO8601: text(order["created_at"]))),
                id: wholeNumber(order["id"] ?? .null)
            )
        }.sorted { ($1.created, $0.id ?? 0) < ($0.created, $1.id ?? 0) }
        let expected = sorted.compactMap(\.id)
        #expect(try await scan(source, "ordering=-created_at").ids == expected)
        #expect(try await scan(source, "ordering=-created_at,id&limit=55").ids == Array(expected.prefix(55)))
        #expect(try await scan(source, "ordering=-created_at&offset=100&limit=90").ids == Array(expected[100..<190]))
        oracle.stop()
    }

    @Test(
        arguments: [
            ("--ignore-filter", "status", "status=new"), ("--invert-filter", "status", "status=new"),
            ("--ignore-filter", "status_in", "status_in=new,hold"),
            ("--ignore-filter", "payment_method", "payment_method=2"), ("--ignore-filter", "id_max", "id_max=20"),
            ("--invert-filter", "has_notes", "has_notes=false"),
            ("--ignore-filter", "created_from", "created_from=2025-12-01"),
            ("--ignore-filter", "ordering", "ordering=shipping_cost&limit=50"),
        ],
        ReferenceServer.Kind.allCases
    )
    func aFilterThatTheServerIgnoresIsNamed(
        fault: (flag: String, name: String, query: String),
        kind: ReferenceServer.Kind
    ) async throws {
        let oracle = try await ReferenceServer.start(kind, count: 200, flags: [fault.flag, fault.name])
        let source = try source(oracle.url, token: OracleServer.staffToken)
        let error = await #expect(throws: UntrustedParameter.self) { try await scan(source, fault.query) }
        #expect(error?.parameter == fault.name)
        oracle.stop()
    }

    @Test func ordersInsertedWhilePagingDisturbNoScan() async throws {
        let oracle = try await OracleServer.start(
            count: 200,
            flags: ["--insert-while-paging", "1", "--max-limit", "20"]
        )
        let source = try source(oracle.url, token: OracleServer.staffToken)
        let ids = try await scan(source).ids
        let original = oracle.orders.compactMap { $0["id"].flatMap(wholeNumber) }
        #expect(Set(ids).count == ids.count)
        #expect(Set(ids).isSuperset(of: original))
        let error = await #expect(throws: RemoteError.self) { try await scan(source, "ordering=-created_at&limit=50") }
        #expect(error?.category == .incomplete)
        #expect(try await scan(source, "ordering=-created_at&limit=20").ids.count == 20)
        oracle.stop()
    }

    @Test(arguments: ReferenceServer.Kind.allCases)
    func tokensAndLookups(kind: ReferenceServer.Kind) async throws {
        let oracle = try await ReferenceServer.start(kind, count: 50, flags: ["--slash", "redirect"])
        for (token, category) in [
            (nil, FailureCategory.credentials), ("wrong", .credentials), ("test-token-staff-noperm", .credentials),
        ] {
            let error = await #expect(throws: RemoteError.self) { try await scan(source(oracle.url, token: token)) }
            #expect(error?.category == category)
        }
        let shop = try source(oracle.url, token: OracleServer.staffToken)
        let tracked = try #require(oracle.orders.first { text($0["status"]) != "deleted" })
        let found = try await shop.order(.key(text(tracked["key"])))
        #expect(found?.document["id"] == tracked["id"])
        #expect(try await shop.order(.key("nothing")) == nil)
        let id = try #require(oracle.orders.last?["id"].flatMap(wholeNumber))
        #expect(try await shop.order(.identifier(id))?.document["id"].flatMap(wholeNumber) == id)
        #expect(try await shop.order(.identifier(1_000_000)) == nil)
        #expect(try await shop.order(.number("bf7b66149236455"))?.document["number"] == .text("bf7b66149236455"))
        #expect(try await shop.order(.number("none")) == nil)
        oracle.stop()
    }

    @Test(arguments: ReferenceServer.Kind.allCases)
    func aRangeFilterThatWantsDaysNamesItsParameters(kind: ReferenceServer.Kind) async throws {
        let oracle = try await ReferenceServer.start(kind, count: 50, flags: ["--range-filter", "date"])
        let source = try source(oracle.url, token: OracleServer.staffToken)
        let error = await #expect(throws: RejectedParameters.self) {
            try await scan(source, "created_from=2025-01-01T00:00:00Z&status=new")
        }
        #expect(error?.names == ["created_from"])
        oracle.stop()
    }

    private static func text(_ value: JSONValue?) -> String {
        guard case .text(let text)? = value else { return "" }
        return text
    }

    private func text(_ value: JSONValue?) -> String { Self.text(value) }

    private static func identifier(_ value: JSONValue?) -> Int? {
        guard case .object(let object)? = value else { return nil }
        return object["id"].flatMap(wholeNumber)
    }
}
