// Printing parameters to query strings: by hand for what servers would read otherwise, and over generated values
// for what must come back as it was.

import OrderModel
import Testing

/// Printing query strings: nothing lost, nothing that a server would read otherwise.
struct FilterParametersPrintingTests {
    @Test func printsInAFixedOrderAndEncodes() {
        var parameters = FilterParameters()
        parameters.search = "a+b & c/تهران"
        parameters.statusIn = [.new, .hold]
        parameters.presence = [.notes: true, .customer: false]
        parameters.createdFrom = .instant(Instant(microseconds: 0))
        #expect(
            parameters.queryString
                == "status_in=new,hold&has_notes=true&has_customer=false&created_from=1970-01-01T00:00:00.000000Z"
                + "&search=a%2Bb%20%26%20c%2F%D8%AA%D9%87%D8%B1%D8%A7%D9%86"
        )
    }

    @Test func anEmptyListIsNeverPrintedAsNothing() {
        var parameters = FilterParameters()
        parameters.statusIn = []
        parameters.customerIn = []
        #expect(parameters.queryString == "status_in=,&customer_in=,")
        #expect(parameters.matchesNothing)
    }

    @Test(
        arguments: [
            (-1, "1969-12-31T23:59:59.999999Z"),
            (1_766_859_429_771_123, "2025-12-27T18:17:09.771123Z"),
            (Int64.max, "9999-12-31T23:59:59.999999Z"),
            (Int64.min, "0001-01-01T00:00:00.000000Z"),
        ]
    )
    func printsFullTimestamps(microseconds: Int64, text: String) {
        #expect(DateBound.instant(Instant(microseconds: microseconds)).description == text)
    }

    @Test func textsThatOnlyNormaliseToTheSameAreDifferentFilters() {
        var composed = FilterParameters()
        composed.search = "Zo\u{EB}"
        var decomposed = FilterParameters()
        decomposed.search = "Zoe\u{308}"
        #expect(composed != decomposed)
    }

    @Test(arguments: 0..<2000)
    func whatIsPrintedReadsBack(seed: Int) {
        var generator = ParameterGenerator(seed: UInt64(seed))
        let parameters = generator.parameters()
        let (read, problems) = FilterParameters.read(queryString: parameters.queryString)
        #expect(problems == [])
        #expect(read == parameters, "\(parameters.queryString)")
        #expect(parameters.givenNames.map(\.rawValue) == parameters.queryItems.map(\.name))
    }
}

/// Makes parameters from a seed, each of them given about half the time.
struct ParameterGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9
    }

    mutating func parameters() -> FilterParameters {
        var parameters = FilterParameters()
        let statuses = OrderStatus.allCases
        parameters.status = maybe { statuses.randomElement(using: &$0) }
        parameters.statusIn = maybe { generator in
            (0..<Int.random(in: 0...4, using: &generator)).compactMap { _ in statuses.randomElement(using: &generator) }
        }
        for path in Self.identifiers { parameters[keyPath: path] = maybe { $0.identifier() } }
        for path in Self.lists {
            parameters[keyPath: path] = maybe { generator in
                (0..<Int.random(in: 0...3, using: &generator)).map { _ in generator.identifier() }
            }
        }
        for presence in PresenceParameter.allCases {
            parameters.presence[presence] = maybe { Bool.random(using: &$0) }
        }
        parameters.shippingCostMinimum = maybe { $0.amount() }
        parameters.shippingCostMaximum = maybe { $0.amount() }
        parameters.createdDate = maybe { $0.date() }
        parameters.updatedDate = maybe { $0.date() }
        for path in Self.bounds { parameters[keyPath: path] = maybe { $0.bound() } }
        parameters.search = maybe { $0.text() }
        parameters.ordering = orderingTerms()
        parameters.limit = maybe { Int.random(in: 1...Int.max, using: &$0) }
        parameters.offset = maybe { Int.random(in: 0...Int.max, using: &$0) }
        return parameters
    }

    private static var identifiers: [WritableKeyPath<FilterParameters, Int?>] {
        [
            \.customer, \.paymentMethod, \.shippingMethod, \.billingCountry, \.billingState, \.billingCity, \.idMinimum,
            \.idMaximum,
        ]
    }
    private static var lists: [WritableKeyPath<FilterParameters, [Int]?>] {
        [
            \.customerIn, \.paymentMethodIn, \.shippingMethodIn, \.billingCountryIn, \.billingStateIn, \.billingCityIn,
        ]
    }
    private static var bounds: [WritableKeyPath<FilterParameters, DateBound?>] {
        [
            \.createdFrom, \.createdTo, \.updatedFrom, \.updatedTo,
        ]
    }

    private mutating func maybe<Value>(_ make: (inout ParameterGenerator) -> Value?) -> Value? {
        Bool.random(using: &self) ? make(&self) : nil
    }

    private mutating func identifier() -> Int {
        [0, 1, 17, Int.max, Int.min, Int.random(in: .min ... .max, using: &self)].randomElement(using: &self) ?? 0
    }

    private mutating func amount() -> Decimal {
        let coefficient = Int128(Int64.random(in: .min ... .max, using: &self))
        return Decimal(coefficient: coefficient, scale: Int.random(in: 0...12, using: &self))
    }

    private mutating func date() -> CivilDate? {
        CivilDate(daysSinceEpoch: Int.random(in: -719_162...2_932_896, using: &self))
    }

    private mutating func bound() -> DateBound? {
        if Bool.random(using: &self) { return date().map { .day($0) } }
        let range = Instant.calendarRange
        let moment = Int64.random(in: range.lowerBound.microseconds...range.upperBound.microseconds, using: &self)
        return .instant(Instant(microseconds: moment))
    }

    private mutating func text() -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "+", " ", "&", "=", "%", "#", "?", ",", "\"", "\\", "\n", "\u{1}", "é", "\u{308}", "ی", "\u{200C}",
            "🎁",
        ]
        let count = Int.random(in: 1...12, using: &self)
        return (0..<count).reduce(into: "") { text, _ in
            text.unicodeScalars.append(scalars.randomElement(using: &self) ?? "a")
        }
    }

    private mutating func orderingTerms() -> [OrderingTerm] {
        (0..<Int.random(in: 0...3, using: &self)).compactMap { _ in
            OrderingName.allCases.randomElement(using: &self).map {
                OrderingTerm($0, isDescending: Bool.random(using: &self))
            }
        }
    }
}
