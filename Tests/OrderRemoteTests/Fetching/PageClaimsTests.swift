import OrderEngine
import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

/// Servers whose pages say something wrong of themselves, or that do not obey what paging takes: every order comes
/// once, with a warning that names what is wrong, or the scan fails and says why.
struct PageClaimsTests {
    /// A way of being wrong, and a part of the warning that it must give; empty for none.
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let warning: String
        let spoil: @Sendable (inout ScriptedShop) -> Void

        init(_ name: String, warning: String, _ spoil: @escaping @Sendable (inout ScriptedShop) -> Void) {
            testDescription = name
            self.warning = warning
            self.spoil = spoil
        }
    }

    static let mended: [Fault] = [
        Fault("ordering ignored", warning: "does not page by id") { $0.ignored = ["ordering"] },
        Fault("ordering turned around", warning: "does not page by id") { $0.inverted = ["ordering"] },
        Fault("id_min ignored", warning: "does not page by id") { $0.ignored = ["id_min"] },
        Fault("id_min turned around", warning: "does not page by id") { $0.inverted = ["id_min"] },
        Fault("id_max ignored", warning: "ignores id_max") { $0.ignored = ["id_max"] },
        Fault("id_max turned around", warning: "id_max") { $0.inverted = ["id_max"] },
        Fault("ordering and ids ignored", warning: "does not page by id") {
            $0.ignored = ["ordering", "id_min", "id_max"]
        },
        Fault("offset ignored", warning: "") { $0.ignored = ["offset"] },
        Fault("limit ignored", warning: "") { $0.ignored = ["limit"] },
        Fault("count always 0", warning: "counts fewer") { $0.count = { _ in "0" } },
        Fault("count too small", warning: "counts fewer") { $0.count = { "\($0 / 2)" } },
        Fault("next always there", warning: "'next' points to") { $0.hasNext = { _ in true } },
        Fault("next never there", warning: "") { $0.hasNext = { _ in false } },
        Fault("every order twice", warning: "twice") {
            $0.page = { _, ids in ids.flatMap { [$0, $0] } }
            $0.count = { "\($0 * 2)" }
        },
        Fault("pages that are not full", warning: "") { $0.page = { Array($1.prefix(1 + $0 % 3)) } },
    ]

    @Test("worked around", arguments: mended)
    func isWorkedAround(fault: Fault) async throws {
        for ids in [[5, 3, 9, 1], [4, 1, 2, 60, 77, 5, 3] + Array(100...160) + [8, 7]] {
            var shop = ScriptedShop(ids: ids)
            fault.spoil(&shop)
            let server = try shop.start()
            let outcome = try await scan(source(server.url))
            #expect(outcome.ids.sorted() == ids.sorted())
            #expect(server.requests.count < 5 * ids.count)
            guard ids.count > 10 else { continue }
            let warnings = outcome.statistics.warnings
            #expect(warnings.isEmpty == fault.warning.isEmpty, "\(warnings)")
            #expect(fault.warning.isEmpty || warnings.contains { $0.contains(fault.warning) }, "\(warnings)")
        }
    }

    static let hopeless: [Fault] = [
        Fault("the same page forever", warning: "") { $0.ignored = ["id_min", "offset", "id_max"] },
        Fault("the same page whatever is asked for", warning: "") {
            $0.ignored = ["id_min", "offset", "id_max", "ordering", "limit"]
        },
        Fault("count too large", warning: "") { $0.count = { "\($0 + 3)" } },
        Fault("nothing on any page", warning: "") { $0.page = { _, _ in [] } },
    ]

    @Test("ends as incomplete", arguments: hopeless)
    func endsAsIncomplete(fault: Fault) async throws {
        var shop = ScriptedShop(ids: [4, 1, 2, 60, 77, 5, 3] + Array(100...160) + [8, 7])
        fault.spoil(&shop)
        let server = try shop.start()
        let error = await #expect(throws: RemoteError.self) { try await scan(source(server.url)) }
        #expect(error?.category == .incomplete)
        #expect(server.requests.count < 150)
    }

    @Test(arguments: ["-3", "9223372036854775807", "1e30", "null", "\"7\"", "7.5"])
    func aCountThatIsNoneIsNoPage(count: String) async throws {
        var shop = ScriptedShop(ids: [1, 2])
        shop.count = { _ in count }
        let server = try shop.start()
        let error = await #expect(throws: RemoteError.self) { try await scan(source(server.url)) }
        #expect(error?.message.contains("'count'") == true)
    }

    /// Ascending as it happens, so that no page gives the server away.
    @Test func ordersThatAreNotShownByTheirIdsAreMissed() async throws {
        let server = try ScriptedShop(ids: [1, 2, 9, 3, 4, 8, 5, 6, 7], ignored: ["ordering"]).start()
        let outcome = try await scan(source(server.url))
        #expect(outcome.ids.sorted() == Array(1...9))
        #expect(outcome.statistics.warnings.count == 1)
    }

    @Test func whatWasFoundIsRemembered() async throws {
        let server = try ScriptedShop(ids: [4, 1, 2, 60, 77, 5, 3], ignored: ["id_min"]).start()
        let source = try source(server.url)
        _ = try await scan(source)
        guard case .api(_, let habits) = source.capabilities else { return }
        #expect(habits.distrusted == [.idMinimum])
        let before = server.requests.count
        #expect(try await scan(source).ids.count == 7)
        #expect(server.requests.dropFirst(before).allSatisfy { $0.parameter("id_min") == nil })
    }

    @Test func aFullPageThatCountsOnlyItselfIsNotTheEnd() async throws {
        var shop = ScriptedShop(ids: Array(1...2500), pageLimit: 1000)
        shop.count = { "\(min($0, 1000))" }
        shop.hasNext = { _ in false }
        let server = try shop.start()
        #expect(try await scan(source(server.url)).ids.count == 2500)
        #expect(server.requests.count == 3)
    }
}
