import OrderModel
import Testing

/// The meaning of the parameters as a query of the language.
struct FilterParametersQueryTests {
    private static let tehran = TimeZoneRules(name: "+03:30", fixedOffsetSeconds: 12_600)

    private func field(_ name: String) throws -> Expression {
        .field(try #require(Schema.field(named: name, in: .orders)))
    }

    private func query(_ text: String, _ settings: FilterSettings = FilterSettings()) -> Query {
        let (parameters, problems) = FilterParameters.read(queryString: text)
        #expect(problems == [])
        return parameters.query(settings: settings)
    }

    private func created(_ comparison: ComparisonOperator, _ text: String) throws -> Condition {
        .comparison(try field("created_at"), comparison, .literal(.instant(try #require(Instant(iso8601: text)))))
    }

    @Test func nothingGivenIsEveryOrderInTheLanguagesOwnOrder() {
        #expect(query("") == Query(.orders))
    }

    @Test func equalityListsAndRanges() throws {
        let condition = query("status=new&customer=17&billing_city_in=3,8&id_min=5&shipping_cost_max=9.5").condition
        #expect(
            try condition
                == .and([
                    .comparison(field("status"), .equal, .literal(.status("new"))),
                    .comparison(field("customer.id"), .equal, .literal(.number(Decimal(17)))),
                    .membership(
                        field("billing_city.id"),
                        [.literal(.number(Decimal(3))), .literal(.number(Decimal(8)))]
                    ),
                    .comparison(field("id"), .greaterOrEqual, .literal(.number(Decimal(5)))),
                    .comparison(
                        field("shipping_cost"),
                        .lessOrEqual,
                        .literal(.number(Decimal(coefficient: 95, scale: 1)))
                    ),
                ])
        )
    }

    @Test func anEmptyListHoldsForNoOrder() throws {
        #expect(try query("status_in=,").condition == .isNull(field("id")))
    }

    @Test func presenceIsNotNullUnlessBlankIsMissing() throws {
        let blankIsMissing = FilterSettings(blankIsMissing: true)
        #expect(try query("has_notes=true").condition == .not(.isNull(field("notes"))))
        #expect(try query("has_notes=false").condition == .isNull(field("notes")))
        #expect(try query("has_notes=true", blankIsMissing).condition == .has(field("notes")))
        #expect(try query("has_notes=false", blankIsMissing).condition == .not(.has(field("notes"))))
        #expect(try query("has_customer=false", blankIsMissing).condition == .isNull(field("customer")))
    }

    @Test func aDayIsResolvedInTheSettingsZone() throws {
        #expect(
            try query("created_date=2025-12-27").condition
                == .and([
                    created(.greaterOrEqual, "2025-12-27T00:00:00Z"), created(.less, "2025-12-28T00:00:00Z"),
                ])
        )
        #expect(
            try query("created_date=2025-12-27", FilterSettings(zone: Self.tehran)).condition
                == .and([
                    created(.greaterOrEqual, "2025-12-26T20:30:00Z"), created(.less, "2025-12-27T20:30:00Z"),
                ])
        )
    }

    @Test func aDayAtTheEndBelongsToTheRangeUnlessTheSettingsSayNo() throws {
        let exclusive = FilterSettings(createdToIncludesDay: false)
        #expect(try query("created_to=2025-12-27").condition == created(.less, "2025-12-28T00:00:00Z"))
        #expect(
            try query("created_to=2025-12-27", exclusive).condition == created(.lessOrEqual, "2025-12-27T00:00:00Z")
        )
        #expect(try query("created_from=2025-12-27").condition == created(.greaterOrEqual, "2025-12-27T00:00:00Z"))
        #expect(query("created_to=9999-12-31").condition == nil)
    }

    @Test func momentsAreExactAndInclusive() throws {
        #expect(
            try query("created_from=2025-12-27T18:17:09.5Z&created_to=2025-12-27T18:17:10Z").condition
                == .and([
                    created(.greaterOrEqual, "2025-12-27T18:17:09.5Z"), created(.lessOrEqual, "2025-12-27T18:17:10Z"),
                ])
        )
    }

    @Test func searchOrderLimitAndOffsetStandBesideTheCondition() throws {
        let query = query("search=ali&ordering=-customer__username,id&limit=5&offset=10")
        #expect(query.condition == nil)
        #expect(query.search == "ali")
        #expect(try query.order == [Sort(field("customer.username"), isDescending: true), Sort(field("id"))])
        #expect(query.limit == 5)
        #expect(query.offset == 10)
    }

    /// Every parameter has a meaning: a condition, or one of the query's other parts.
    @Test(arguments: ParameterName.allCases)
    func everyParameterChangesTheQuery(name: ParameterName) {
        let values = ["new", "1", "true", "2025-12-27", "id"]
        let given = values.lazy.map { FilterParameters.read(queryString: "\(name.rawValue)=\($0)") }
        let parameters = given.first { $0.problems.isEmpty }?.parameters
        #expect(parameters?.givenNames == [name])
        #expect(parameters?.query() != Query(.orders))
    }
}
