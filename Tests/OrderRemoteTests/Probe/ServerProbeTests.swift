import OrderDataset
import OrderEngine
import OrderHTTP
import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

/// The probe on servers whose habits are known: what it finds is right or unknown, never wrong.
struct ServerProbeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var settings = ShopSettings { $0.habits.maximumLimit = 100 }
        /// What must be found, besides that nothing wrong may be; for habits that the orders show plainly.
        var mustFind: Set<String> = []

        init(_ name: String, finding: Set<String> = [], _ change: (inout ShopSettings) -> Void = { _ in }) {
            testDescription = name
            mustFind = finding
            change(&settings)
        }
    }

    static let plain: Set<String> = ["dateEnd", "dateForm", "exact", "emptyText", "nullOrder", "pageSize", "zone"]

    static let cases: [Case] = [
        Case("as the reference server", finding: plain),
        Case("the last day is left out", finding: plain) { $0.habits.includesLastDay = false },
        Case("days in Tehran", finding: plain) { $0.habits.zone = ShopHabits.tehran },
        Case("the plain filter of times", finding: plain) { $0.habits.dateForm = .datetime },
        Case("only days", finding: plain.subtracting(["exact"])) { $0.habits.dateForm = .date },
        Case("only days, in Tehran, the last one left out", finding: plain.subtracting(["exact"])) {
            $0.habits.dateForm = .date
            $0.habits.zone = ShopHabits.tehran
            $0.habits.includesLastDay = false
        },
        Case("empty is missing, null is high", finding: plain) {
            $0.habits.blankIsMissing = true
            $0.habits.sortsNullLow = false
        },
        Case("pages without a bound", finding: plain.subtracting(["pageSize"])) { $0.habits.maximumLimit = nil },
        Case("larger pages", finding: ["emptyText", "nullOrder", "pageSize"]) { $0.habits.maximumLimit = 1000 },
        Case("small pages", finding: ["pageSize"]) { $0.habits.maximumLimit = 20 },
        Case("tiny pages", finding: []) { $0.habits.maximumLimit = 3 },
        Case("amounts as texts, ties at random", finding: plain) {
            $0.habits.amounts = .string
            $0.habits.shufflesTies = true
        },
        Case("orders come in meanwhile") { $0.faults.insertCount = 1 },
        Case("orders vanish meanwhile") { $0.faults.deleteCount = 1 },
        Case("every count is of all orders") { $0.faults.countFault = .ofAllOrders },
    ]

    @Test(arguments: cases)
    func whatIsFoundIsRight(scenario: Case) async throws {
        let server = try ShopServer(ProbeStock.orders, scenario.settings)
        let report = try await probe(server)
        let habits = report.habits
        let truth = scenario.settings.habits
        var found: Set<String> = []
        func check<Value: Equatable>(_ name: String, _ value: Value?, _ expected: Value?) {
            guard let value else { return }
            found.insert(name)
            #expect(value == expected, "\(name)")
        }
        check("dateEnd", habits.dateEnd, truth.includesLastDay ? .inclusive : .exclusive)
        check("dateForm", habits.dateForm, truth.dateForm == .date ? .days : .instants)
        check("exact", habits.comparesInstantsExactly, true)
        check("emptyText", habits.emptyText, truth.blankIsMissing ? .missing : .present)
        check("nullOrder", habits.nullOrder, truth.sortsNullLow ? .low : .high)
        check("pageSize", habits.maximumPageSize, truth.maximumLimit)
        check("zone", habits.zoneName, truth.zone.name)
        #expect(found.isSuperset(of: scenario.mustFind), "\(report.findings)")
        #expect(habits.distrusted.isEmpty, "\(report.findings)")
        #expect(report.requestCount <= ServerProbe.usualRequestCount)
        #expect(server.log.count == report.requestCount)
    }

    @Test func mostFiltersOfAPlainServerAreProved() async throws {
        let report = try await probe(try ShopServer(ProbeStock.orders))
        let provable = ListEndpoint.admin.parameters.filter {
            ![.search, .createdDate, .updatedDate].contains($0)
        }
        #expect(report.habits.proved.count >= provable.count - 4, "\(report.findings)")
    }

    /// One of each kind.
    static let filters = [
        "status", "status_in", "customer", "billing_city_in", "has_notes", "has_customer", "has_billing_first_name",
        "id_min", "id_max", "shipping_cost_max", "created_from", "updated_to", "ordering", "limit", "offset",
    ]

    @Test(arguments: filters, [false, true])
    func aParameterThatIsNotObeyedIsNeverProved(name: String, isInverted: Bool) async throws {
        let settings = ShopSettings { settings in
            if isInverted {
                settings.faults.inverted = [name]
            } else {
                settings.faults.ignored = [name]
            }
        }
        // Nothing can be turned around in these.
        if isInverted, ["limit", "offset"].contains(name) { return }
        let report = try await probe(try ShopServer(ProbeStock.orders, settings))
        let habits = report.habits
        #expect(!habits.proved.map(\.rawValue).contains(name))
        #expect(habits.distrusted.map(\.rawValue).allSatisfy { $0 == name }, "\(report.findings)")
        #expect(habits.emptyText != .missing)
        #expect(habits.nullOrder != .high)
        #expect(habits.dateEnd != .exclusive)
        #expect(habits.zoneName == nil || habits.zoneName == "UTC")
        #expect(report.requestCount <= ServerProbe.usualRequestCount)
    }

    /// What is proved of a range is believed for its ends.
    @Test(arguments: ["id_min", "id_max", "shipping_cost_min", "shipping_cost_max"])
    func aRangeThatLeavesItsEndOutIsNeverProved(name: String) async throws {
        let server = try ShopServer(ProbeStock.orders, ShopSettings { $0.faults.excludedEnds = [name] })
        #expect(!(try await probe(server)).habits.proved.map(\.rawValue).contains(name))
    }

    @Test(arguments: ["payment_method_in", "has_notes", "id_max", "ordering", "limit", "created_from"])
    func aParameterThatIsIgnoredIsNamed(name: String) async throws {
        let settings = ShopSettings { $0.faults.ignored = [name] }
        let report = try await probe(try ShopServer(ProbeStock.orders, settings))
        #expect(report.habits.distrusted.map(\.rawValue) == [name], "\(report.findings)")
    }

    @Test(arguments: [[], ["Europe/Istanbul"]])
    func aZoneThatNobodyNamesIsAnOffset(names: [String]) async throws {
        let server = try ShopServer(ProbeStock.orders, ShopSettings { $0.habits.zone = ShopHabits.tehran })
        let zones = try names.map { try ZoneDirectory.system().rules(named: $0) }
        let report = try await probe(server, zones: zones)
        #expect(report.habits.zoneName == "+03:30", "\(report.findings)")
    }

    @Test func withoutTheWorldsZonesNoneIsKnown() async throws {
        let report = try await probe(try ShopServer(ProbeStock.orders), world: [])
        #expect(report.habits.zoneName == nil)
        #expect(report.habits.dateEnd == .inclusive)
    }

    struct Season: Sendable, CustomTestStringConvertible {
        let server: String
        let profile: String
        /// Orders of these days before 2024-12-20 there are.
        let dayCount: Int
        /// The zone that is found, and its days; `…` for those that the list of zones decides.
        let known: String

        var testDescription: String { "\(dayCount) days in \(server), asked in \(profile)" }
    }

    static let seasons = [
        // In these days of winter London and UTC are the same.
        Season(server: "UTC", profile: "UTC", dayCount: 50, known: "UTC 2024-10-28 2025-03-30"),
        Season(server: "Europe/London", profile: "UTC", dayCount: 50, known: "UTC 2024-10-28 2025-03-30"),
        Season(
            server: "UTC",
            profile: "Europe/London",
            dayCount: 50,
            known: "Europe/London 2024-10-28 2025-03-30"
        ),
        Season(server: "UTC", profile: "UTC", dayCount: 400, known: "UTC … on"),
        Season(server: "Europe/London", profile: "UTC", dayCount: 400, known: "none"),
        Season(server: "Europe/London", profile: "Europe/London", dayCount: 400, known: "Europe/London … on"),
        Season(server: "Asia/Tehran", profile: "Asia/Tehran", dayCount: 50, known: "Asia/Tehran 2022-09-22 on"),
        Season(server: "Asia/Tehran", profile: "UTC", dayCount: 50, known: "+03:30 2022-09-22 on"),
        Season(server: "Europe/Berlin", profile: "Europe/Berlin", dayCount: 400, known: "Europe/Berlin … on"),
        // Their clocks are changed on other days, though they agree in the middle of summer and winter.
        Season(server: "Europe/Athens", profile: "Asia/Jerusalem", dayCount: 400, known: "Asia/Jerusalem … 2025-03-28"),
    ]

    @Test(arguments: seasons)
    func aZoneIsKnownForTheDaysThatNoOtherContradicts(season: Season) async throws {
        let directory = ZoneDirectory.system()
        let zone = try directory.rules(named: season.server)
        let server = try ShopServer(
            ProbeStock.orders(dayCount: season.dayCount),
            ShopSettings { settings in
                settings.habits.zone = zone
                settings.habits.maximumLimit = 100
            }
        )
        let profile = try directory.rules(named: season.profile)
        let report = try await probe(server, zones: [profile], world: directory.regions())
        let habits = report.habits
        let start = season.known.contains("…") ? "…" : habits.zoneStart?.description ?? "none"
        let days = "\(start) \(habits.zoneEnd?.description ?? "on")"
        #expect(
            habits.zoneName.map { "\($0) \(days)" } ?? "none" == season.known,
            "\(report.findings.filter { $0.subject.contains("zone") || $0.subject.contains("end of") })"
        )
        #expect(report.requestCount <= ServerProbe.usualRequestCount)
        // Whatever is known of the zone holds for each of its days.
        guard let name = habits.zoneName, let start = habits.zoneStart else { return }
        let found = try directory.rules(named: name)
        for day in start.daysSinceEpoch...(habits.zoneEnd ?? start.adding(days: 9000) ?? start).daysSinceEpoch {
            guard let date = CivilDate(daysSinceEpoch: day) else { continue }
            #expect(found.startOfDay(date) == zone.startOfDay(date), "\(date)")
        }
    }

    /// Without bounds on the days that are looked at, this would take minutes and gigabytes.
    @Test func ordersWithWrongYearsHideNothing() async throws {
        var orders = ProbeStock.orders(dayCount: 50)
        for (index, year) in [(orders.count - 20, "0001"), (orders.count - 31, "9999")] {
            for member in orders[index].members.indices {
                guard orders[index].members[member].key.hasSuffix("ed_at") else { continue }
                let key = orders[index].members[member].key
                orders[index].members[member] = JSONMember(key: key, value: .text("\(year)-01-03T10:00:00Z"))
            }
        }
        let directory = ZoneDirectory.system()
        let server = try ShopServer(orders, ShopSettings { $0.habits.maximumLimit = 100 })
        let report = try await probe(server, zones: [.utc], world: directory.regions())
        let habits = report.habits
        #expect(habits.dateEnd == .inclusive, "\(report.findings)")
        #expect(habits.zoneName == "UTC", "\(report.findings)")
        #expect(habits.zoneStart?.description == "2024-10-28" && habits.zoneEnd?.description == "2025-03-30")
        #expect(habits.distrusted.isEmpty, "\(report.findings)")
        #expect(report.requestCount <= ServerProbe.usualRequestCount)
    }

    @Test(arguments: [0, 1, 5, 25])
    func fewOrdersTellLittle(count: Int) async throws {
        let server = try ShopServer(Array(ProbeStock.orders.prefix(count)))
        let report = try await probe(server)
        #expect(report.habits.distrusted.isEmpty)
        #expect(report.habits.zoneName == nil || count == 25)
        #expect(report.habits.emptyText != .missing)
        #expect(report.requestCount <= ServerProbe.usualRequestCount)
        #expect(count > 0 || report.habits == ServerHabits())
    }

    @Test func aCustomersListIsProbedWithItsOwnParameters() async throws {
        let server = try ShopServer(ProbeStock.orders)
        let report = try await probe(server, token: "test-token-customer-1")
        #expect(report.habits.distrusted.isEmpty, "\(report.findings)")
        #expect(report.habits.proved.allSatisfy(ListEndpoint.customer.knows))
        #expect(!report.habits.proved.isEmpty)
        #expect(report.habits.emptyText != .missing && report.habits.nullOrder != .high)
    }

    @Test func aServerThatCannotBeAskedIsAnError() async throws {
        let server = try ShopServer(ProbeStock.orders)
        let error = await #expect(throws: RemoteError.self) { try await probe(server, token: "wrong") }
        #expect(error?.category == .credentials)
    }

    private func probe(
        _ server: ShopServer,
        token: String = "test-token-admin",
        zones: [TimeZoneRules] = [ShopHabits.tehran],
        world: [TimeZoneRules] = ProbeStock.world
    ) async throws -> ProbeReport {
        var settings = ServerSettings(url: server.url)
        settings.token = AccessTokenText(token)
        let source = try RemoteSource(settings)
        return try await ServerProbe(source, zones: zones, world: world).run()
    }
}

/// Orders of a bit more than a year, some twenty a day in the weeks that a probe looks at, with every kind of gap.
enum ProbeStock {
    static let orders: [JSONObject] = (1...900).map(order)

    /// All zones that the tests of other things need.
    static let world = [TimeZoneRules.utc, ShopHabits.tehran]

    /// Some five orders a day, in the days before 2024-12-20.
    static func orders(dayCount: Int) -> [JSONObject] {
        let count = dayCount * 5
        return (1...count).map { id in
            let seconds = 1_734_652_800 - (count - id) * 17_280 + id &* 10_007 % 17_000
            var order = order(id)
            for index in order.members.indices where order.members[index].key.hasSuffix("ed_at") {
                let later = order.members[index].key == "updated_at" ? id &* 104_729 % 50_000 : 0
                let instant = Instant(microseconds: Int64(seconds + later) * 1_000_000 + 1)
                order.members[index] = JSONMember(key: order.members[index].key, value: .text(instant.iso8601))
            }
            return order
        }
    }

    private static let statuses = ["new", "completed", "completed", "shipped", "hold"]

    private static func order(_ id: Int) -> JSONObject {
        // A fixed scatter: the same orders on every machine.
        func scattered(_ salt: Int, _ bound: Int) -> Int { (id &* 7919 &+ salt &* 104_729 &+ id * id % 1009) % bound }
        let start = 1_720_000_000 + (id - 1) / 300 * 182 * 86_400
        let created =
            Int64(start + id % 300 * 4_000 + scattered(1, 3_900)) * 1_000_000
            + Int64(id.isMultiple(of: 9) ? 0 : scattered(2, 999_999) + 1)
        let updated = created + Int64(scattered(3, 40_000)) * 1_000_000 + Int64(id.isMultiple(of: 7) ? 0 : 17)
        func object(_ salt: Int, _ count: Int, _ nullEvery: Int) -> JSONValue {
            guard scattered(salt, nullEvery) > 0 else { return .null }
            let number = 1 + scattered(salt + 1, count) * scattered(salt + 2, 100) / 100
            return .object(
                JSONObject([
                    JSONMember(key: "id", value: .number(String(number))),
                    JSONMember(key: "name", value: .text("name \(number)")),
                ])
            )
        }
        func text(_ salt: Int) -> JSONValue {
            switch scattered(salt, 10) {
            case 0: .null
            case 1: .text("")
            default: .text("text \(id)")
            }
        }
        var members: [(String, JSONValue)] = [
            ("id", .number(String(id * 3))), ("key", .text("key\(id)")),
            ("status", .text(statuses[scattered(4, 5)])), ("customer_data", object(5, 12, 9)),
            ("payment_method_data", object(8, 4, 11)), ("shipping_method_data", object(11, 4, 12)),
            ("shipping_cost", .number(String(scattered(14, 20) * 1_000))), ("notes", text(15)),
            ("extra", .object(JSONObject())),
            ("created_at", .text(Instant(microseconds: created).iso8601)),
            ("updated_at", .text(Instant(microseconds: updated).iso8601)),
            ("billing_country_data", object(16, 4, 13)), ("billing_state_data", object(19, 5, 10)),
            ("billing_city_data", object(22, 6, 9)),
        ]
        for (index, name) in ["address", "postal_code", "national_code", "mobile_number", "first_name", "last_name"]
            .enumerated()
        {
            members.append(("billing_\(name)", text(25 + index)))
        }
        members += [("items", .array([])), ("payments", .array([]))]
        return JSONObject(members.map { JSONMember(key: $0.0, value: $0.1) })
    }
}
