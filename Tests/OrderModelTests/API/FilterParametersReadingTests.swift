import OrderModel
import Testing

/// Reading query strings: every kind of value, and every way in which one can be wrong.
struct FilterParametersReadingTests {
    @Test func readsEveryKindOfParameter() throws {
        let (parameters, problems) = FilterParameters.read(
            queryString: "?status=new&status_in=hold,failed&customer=17&billing_city_in=3,8&has_notes=false"
                + "&id_min=5&id_max=9007199254740993&shipping_cost_min=10.50&created_date=2025-12-27"
                + "&created_from=2025-01-01&updated_to=2025-12-27T18:17:09.771123Z&search=ali+tehran%2C%22a%2Bb%22"
                + "&ordering=-created_at,id&limit=20&offset=40"
        )
        #expect(problems == [])
        #expect(parameters.status == .new)
        #expect(parameters.statusIn == [.hold, .failed])
        #expect(parameters.customer == 17)
        #expect(parameters.billingCityIn == [3, 8])
        #expect(parameters.presence == [.notes: false])
        #expect(parameters.idMinimum == 5)
        #expect(parameters.idMaximum == 9_007_199_254_740_993)
        #expect(parameters.shippingCostMinimum == Decimal("10.5"))
        #expect(parameters.createdDate == CivilDate(year: 2025, month: 12, day: 27))
        #expect(try parameters.createdFrom == .day(#require(CivilDate(year: 2025, month: 1, day: 1))))
        #expect(parameters.updatedTo == .instant(Instant(microseconds: 1_766_859_429_771_123)))
        #expect(parameters.search == #"ali tehran,"a+b""#)
        #expect(parameters.ordering == [OrderingTerm(.createdAt, isDescending: true), OrderingTerm(.id)])
        #expect(parameters.limit == 20)
        #expect(parameters.offset == 40)
    }

    /// What servers read leniently and alike is read here too.
    @Test(
        arguments: [
            ("status_in=new,", "status_in=new"),
            ("status_in=,", "status_in=,"),
            ("has_notes=True", "has_notes=true"),
            ("has_notes=0", "has_notes=false"),
            ("payment_method=1.0", "payment_method=1"),
            ("ordering= -created_at , id", "ordering=-created_at,id"),
            ("status=&search=&id_min=", ""),
            ("limit=5#limit=7", "limit=5"),
            ("", ""),
            ("?", ""),
            ("&&limit=5&", "limit=5"),
            ("created_from=2025-12-27T21:47:09%2B03:30", "created_from=2025-12-27T18:17:09.000000Z"),
        ]
    )
    func readsLeniently(text: String, canonical: String) {
        let (parameters, problems) = FilterParameters.read(queryString: text)
        #expect(problems == [])
        #expect(parameters.queryString == canonical)
    }

    @Test(
        arguments: [
            ("status=pending", []),
            ("status=compleeted", ["completed"]),
            ("status=NEW", ["new"]),
            ("status_in=new,%20hold", ["hold"]),
            ("customer=abc", []),
            ("customer=1.5", []),
            ("id_min=9223372036854775808", []),
            ("has_notes=yes", []),
            ("shipping_cost_min=1,000", []),
            ("shipping_cost_max=NaN", []),
            ("created_date=2025-1-31", []),
            ("created_date=2025-02-30", []),
            ("created_date=2025-12-27T00:00:00Z", []),
            ("created_from=2025-12-27T18:17:09", []),
            ("created_from=2025-12-27T21:47:09+03:30", ["2025-12-27T21:47:09%2B03:30"]),
            ("search=a%00b", []),
            ("search=%FF", []),
            ("search=%4", []),
            ("ordering=-creatd_at", ["-created_at"]),
            ("ordering=--id", ["-id"]),
            ("limit=0", []),
            ("limit=-1", []),
            ("offset=-1", []),
            ("customer_in=1,x", []),
        ]
    )
    func reportsInvalidValues(text: String, candidates: [String]) throws {
        let (parameters, problems) = FilterParameters.read(queryString: text)
        let problem = try #require(problems.first)
        #expect(problems.count == 1)
        #expect(problem.kind == .invalid)
        #expect(problem.candidates.prefix(1) == candidates[...])
        #expect(problem.range == 0..<text.utf8.count)
        #expect(parameters == FilterParameters())
    }

    @Test func reportsUnknownParametersWithTheNearestNames() throws {
        let (parameters, problems) = FilterParameters.read(queryString: "stauts=new&foo=1&status_in[]=new")
        #expect(problems.map(\.kind) == [.unknown, .unknown, .unknown])
        #expect(problems.map(\.candidates.first) == ["status", nil, "status_in"])
        #expect(problems.map(\.range) == [0..<10, 11..<16, 17..<32])
        #expect(problems[0].message == "no parameter 'stauts' in the order API")
        #expect(parameters == FilterParameters())
    }

    @Test func theLastOfRepeatedParametersHolds() {
        let (parameters, problems) = FilterParameters.read(queryString: "status=new&limit=5&status=hold")
        #expect(parameters.status == .hold)
        #expect(problems.map(\.kind) == [.repeated])
        #expect(problems.map(\.range) == [0..<10])
    }

    @Test func anEmptyRepetitionTurnsTheFilterOff() {
        let (parameters, problems) = FilterParameters.read(queryString: "status=new&status=")
        #expect(parameters.status == nil)
        #expect(problems.map(\.kind) == [.repeated])
    }
}
