import OrderModel
import OrderServer
import Testing

/// What a query as a whole means.
@Suite struct ListRequestReaderTests {
    @Test func nothingGivenIsTheDefault() async throws {
        for query in [nil, "", "&&", "foo=bar&Status=x&status_in[]=x"] {
            let request = try await read(query)
            #expect(
                request
                    == ListRequest(
                        listing: Listing(endpoint: .admin, ordering: ServerSettings.adminOrdering),
                        limit: 10,
                        offset: 0
                    )
            )
        }
    }

    @Test func theLastOfRepeatedParametersHolds() async throws {
        let request = try await read("status_in=new&status_in=hold&limit=3&limit=4&search=a&search=")
        #expect(request.listing.filters.queryString == "status_in=hold")
        #expect(request.limit == 4)
    }

    @Test func whatStaffAloneMayAskIsIgnoredForCustomers() async throws {
        let request = try await read(
            "customer=7&customer_in=x&has_customer=true&shipping_cost_min=x&id_min=3",
            of: .customer
        )
        #expect(request.listing.filters.queryString == "id_min=3")
    }

    @Test(arguments: [
        ("id", "id"), ("-created_at,id", "-created_at,id"), (" -id ,\u{3000}status\u{1F}", "-id,status"),
        ("--id", "-created_at"), ("- id", "-created_at"), ("pk,total", "-created_at"), (",", "-created_at"),
        ("total,status", "status"), ("id,-id,id", "id"), ("billing_city__name", "-created_at"), ("", "-created_at"),
        ("id\u{0}", "-created_at"),
    ])
    func unknownTermsOfOrderingAreDropped(_ value: String, _ expected: String) async throws {
        let request = try await read("ordering=" + PercentCoding.encode(value))
        #expect(request.listing.ordering.map(\.description).joined(separator: ",") == expected)
    }

    @Test func customersOrderByTheirOwnFields() async throws {
        var settings = ServerSettings()
        settings.customerOrdering = []
        let ordered = try await read("ordering=customer__id,billing_city__name", of: .customer, settings)
        #expect(ordered.listing.ordering == [OrderingTerm(.billingCityName)])
        #expect(try await read("ordering=customer__id", of: .customer, settings).listing.ordering.isEmpty)
    }

    @Test(arguments: [
        ("limit=5", 5, 0), ("limit=0", 10, 0), ("limit=-5", 10, 0), ("limit=abc", 10, 0), ("limit=5.0", 10, 0),
        ("limit=101", 100, 0), ("limit=99999999999999999999", 100, 0), ("limit=%DB%B7", 7, 0), ("limit=+5+", 5, 0),
        ("limit=1_0", 10, 0), ("limit=%00", 10, 0), ("offset=-3", 10, 0), ("offset=7", 10, 7), ("offset=x", 10, 0),
        ("offset=99999999999999999999", 10, .max), ("offset=-99999999999999999999", 10, 0),
    ])
    func pagesAreRead(_ query: String, _ limit: Int, _ offset: Int) async throws {
        let request = try await read(query)
        #expect(request.limit == limit)
        #expect(request.offset == offset)
    }

    @Test func limitsMayBeBoundless() async throws {
        var settings = ServerSettings()
        settings.maximumLimit = nil
        settings.defaultLimit = 25
        #expect(try await read("limit=5000", settings).limit == 5000)
        #expect(try await read("limit=x", settings).limit == 25)
    }

    @Test func searchTakesAllButNull() async throws {
        #expect(try await read("search=a+%22b%22%2C%FF").listing.filters.search == "a \"b\",\u{FFFD}")
        #expect(try await read("search=+%2C+").listing.filters.search == nil)
        let reader = ListRequestReader(ServerSettings())
        let null = RefusedQuery(.array([.text("Null characters are not allowed.")]))
        #expect(try await reader.read(query: "search=a%00", of: .admin) == .failure(null))
        // The filters come first.
        guard case .failure(let refused) = try await reader.read(query: "search=%00&id_min=x", of: .admin) else {
            Issue.record("not refused")
            return
        }
        #expect(refused.body.serialized() == #"{"id_min":["Enter a number."]}"#)
    }

    @Test func ignoredParametersAreNotSeenAtAll() async throws {
        var settings = ServerSettings()
        settings.faults.ignored = ["status", "search", "ordering", "limit", "offset"]
        let request = try await read("status=x&search=%00&ordering=id&limit=5&offset=5&id_min=3", settings)
        #expect(request.listing.filters.queryString == "id_min=3")
        #expect(request.listing.ordering == ServerSettings.adminOrdering)
        #expect(request.limit == 10)
        #expect(request.offset == 0)
    }

    @Test func invertedFiltersAreThoseThatAreGiven() async throws {
        var settings = ServerSettings()
        settings.faults.inverted = ["status", "search", "has_notes", "id_min"]
        let request = try await read("status=new&search=a&has_notes=perhaps&id_max=3", settings)
        #expect(request.listing.inverted == [.status, .search])
        #expect(try await read("search=,", settings).listing.inverted.isEmpty)
    }

    @Test(arguments: [
        "payment_method_in=" + String(repeating: ",", count: 64_000), "id_min=" + String(repeating: "1", count: 64_000),
        "ordering=" + String(repeating: "id,", count: 20_000), "created_from=" + String(repeating: "2", count: 64_000),
        "limit=" + String(repeating: "1", count: 64_000), "search=" + String(repeating: "'\\", count: 30_000),
        "shipping_cost_min=1e" + String(repeating: "9", count: 64_000), String(repeating: "&", count: 64_000),
    ])
    func longQueriesAreAnswered(_ query: String) async throws {
        switch try await ListRequestReader(ServerSettings()).read(query: query, of: .admin) {
        case .success(let request): #expect(request.listing.ordering.count == 1)
        case .failure(let refused): #expect(refused.body.serialized().utf8.count < 100)
        }
    }

    private func read(
        _ query: String?,
        of endpoint: ListEndpoint = .admin,
        _ settings: ServerSettings = ServerSettings()
    ) async throws -> ListRequest {
        try await ListRequestReader(settings).read(query: query, of: endpoint).get()
    }

    private func read(_ query: String?, _ settings: ServerSettings) async throws -> ListRequest {
        try await read(query, of: .admin, settings)
    }
}
