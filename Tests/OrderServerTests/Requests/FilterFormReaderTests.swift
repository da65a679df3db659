import OrderModel
import OrderServer
import Testing

/// The filters by themselves: what each takes, ignores and refuses.
@Suite struct FilterFormReaderTests {
    private static let unknownObject =
        #"["Select a valid choice. That choice is not one of the available choices."]"#

    private static let noNumber = #"["Enter a number."]"#

    private static func noChoice(_ value: String) -> String {
        #"["Select a valid choice. \#(value) is not one of the available choices."]"#
    }

    @Test(arguments: [
        ("status=hold", "status=hold"), ("status=deleted", "status=deleted"), ("status=", ""),
        ("status_in=new,hold", "status_in=new,hold"), ("status_in=new,", "status_in=new"),
        ("status_in=,", "status_in=,"),
        ("status_in=", ""),
        ("payment_method=1.5", "payment_method=1"), ("payment_method=%DB%B7", "payment_method=7"),
        ("payment_method_in=1,,+2+,3.9", "payment_method_in=1,2,3"), ("payment_method_in=,", "payment_method_in=,"),
        ("payment_method_in=1,1e20", "payment_method_in=1"), ("payment_method_in=1e20", "payment_method_in=,"),
        ("payment_method=1e20", "nothing"), ("payment_method=1e20&status_in=new", "status_in=new&nothing"),
        ("id_min=2.5&id_max=9", "id_min=2&id_max=9"), ("id_min=1e20", "nothing"), ("id_min=-1e20", ""),
        ("id_max=1e20", ""), ("id_max=-1e20", "nothing"),
        ("shipping_cost_min=10.005&shipping_cost_max=1e45", "shipping_cost_min=10.005"),
        ("shipping_cost_min=1e45", "nothing"),
        ("has_notes=true", "has_notes=true"), ("has_notes=FALSE", "has_notes=false"), ("has_notes=1", "has_notes=true"),
        ("has_notes=yes", ""), ("has_notes=+true", ""), ("has_notes=2", ""),
        ("created_date=Dec+27+2025", "created_date=2025-12-27"), ("created_to=+", ""),
        ("created_from=2025-12-27&created_to=20251227", "created_from=2025-12-27&created_to=2025-12-27"),
    ])
    func valuesAreTaken(_ query: String, _ expected: String) async throws {
        #expect(try await outcome(query) == expected)
    }

    @Test(arguments: [
        ("status=pending", noChoice("pending")), ("status=NEW", noChoice("NEW")), ("status=new+", noChoice("new ")),
        ("status=%00", noChoice(#"\u0000"#)), ("status_in=new,+hold", noChoice(" hold")),
        ("payment_method=abc", noNumber), ("payment_method=%00", noNumber), ("payment_method_in=1,+,2", noNumber),
        ("id_min=1e51", #"["Ensure this value is less than or equal to 1e+50."]"#),
        ("created_from=%00", #"["Enter a valid date/time."]"#), ("created_date=20251227", #"["Enter a valid date."]"#),
    ])
    func otherValuesAreRefused(_ query: String, _ messages: String) async throws {
        let name = query.prefix { $0 != "=" }
        #expect(try await outcome(query) == "{\"\(name)\":\(messages)}")
    }

    @Test func problemsOfAllFieldsAreToldInTheOrderOfTheForm() async throws {
        let query =
            "created_to=x&id_min=x&shipping_cost_min=x&customer=x&billing_city=x&payment_method_in=x&status=x&updated_date=x"
        let names = [
            "status", "payment_method_in", "billing_city", "customer", "shipping_cost_min", "id_min", "created_to",
            "updated_date",
        ]
        guard case .failure(let refused) = try await ListRequestReader(ServerSettings()).read(query: query, of: .admin),
            case .object(let body) = refused.body
        else {
            Issue.record("not refused")
            return
        }
        #expect(body.members.map(\.key) == names)
    }

    @Test func customersMayNotAskForDeletedOrdersAlone() async throws {
        #expect(try await outcome("status=deleted", of: .customer).contains("deleted is not one of"))
        #expect(try await outcome("status_in=deleted", of: .customer) == "status_in=deleted")
    }

    @Test(arguments: [
        ("new,+hold+,pending", "status_in=new,hold"), ("pending", "status_in=,"),
        ("new%00", #"{"status_in":["Null characters are not allowed."]}"#),
    ])
    func laxListsTakeUnknownStatuses(_ value: String, _ expected: String) async throws {
        var settings = ServerSettings()
        settings.statusList = .lax
        #expect(try await outcome("status_in=" + value, settings) == expected)
    }

    @Test(arguments: [
        ("true", "has_notes=true"), ("False", "has_notes=false"), ("2", "has_notes=true"), ("3", "has_notes=false"),
        ("1", ""), ("TRUE", ""),
    ])
    func plainTruthsAreTakenAsTheyStand(_ value: String, _ expected: String) async throws {
        var settings = ServerSettings()
        settings.truths = .plain
        #expect(try await outcome("has_notes=" + value, settings) == expected)
    }

    @Test(arguments: [
        ("payment_method=5", "payment_method=5"), ("payment_method=+%DB%B5+", "payment_method=5"),
        ("payment_method=6", #"{"payment_method":\#(unknownObject)}"#),
        ("payment_method=5.0", #"{"payment_method":\#(unknownObject)}"#),
        ("payment_method=99999999999999999999", #"{"payment_method":\#(unknownObject)}"#),
        ("payment_method=%00", #"{"payment_method":["Null characters are not allowed."]}"#),
        ("payment_method_in=6", "payment_method_in=6"), ("id_min=6", "id_min=6"),
    ])
    func unknownIdsMayBeRefused(_ query: String, _ expected: String) async throws {
        var settings = ServerSettings()
        settings.unknownIdentifier = .refused
        #expect(try await outcome(query, settings) == expected)
    }

    @Test func invertedFiltersTurnWhatIsBeyondAllValuesAround() async throws {
        var settings = ServerSettings()
        settings.faults.inverted = ["id_min", "payment_method"]
        #expect(try await outcome("id_min=1e20", settings) == "")
        #expect(try await outcome("id_min=-1e20", settings) == "nothing")
        #expect(try await outcome("payment_method=1e20", settings) == "")
    }

    /// The filters as the API writes them and whether they leave nothing, or the body of the refusal; the id 5 alone is known.
    private func outcome(
        _ query: String,
        _ settings: ServerSettings = ServerSettings(),
        of endpoint: ListEndpoint = .admin
    ) async throws -> String {
        switch try await ListRequestReader(settings).read(query: query, of: endpoint, knows: { $1 == 5 }) {
        case .success(let request):
            [request.listing.filters.queryString, request.listing.matchesNothing ? "nothing" : ""]
                .filter { !$0.isEmpty }.joined(separator: "&")
        case .failure(let refused): refused.body.serialized()
        }
    }
}
