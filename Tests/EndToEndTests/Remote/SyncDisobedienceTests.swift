// A server that ignores a parameter or turns it around, and shows orders that are there as gone: after every sync the
// snapshot has the server's orders, or it is as it was, with status 6.

import OrderModel
import OrderTestSupport
import Testing

struct SyncDisobedienceTests {
    /// A shop of few orders, so that no loss is too large to be believed, and a snapshot that is kept in step with it.
    private final class Fixture {
        let files: TemporaryFolder
        let server: ShopServer
        let options: String
        private let belongs: (JSONObject) -> Bool
        private let token: String
        private var documents: [Int: JSONObject] = [:]
        private var clock: Int64
        /// What the snapshot had last.
        var known: [String] = []

        init(_ settings: ShopSettings, _ selection: Selection) throws {
            files = try TemporaryFolder()
            let orders = SampleOrders(count: 60).map(\.document)
            server = try ShopServer(orders, settings)
            for order in orders { documents[try #require(order.wholeIdentifier)] = order }
            clock = orders.compactMap { Fixture.updated($0)?.microseconds }.max() ?? 0
            let ids = documents.keys.sorted()
            let customer = documents[ids[30]].flatMap(Self.customer) ?? 0
            token = selection == .customer ? "test-token-customer-\(customer)" : "test-token-admin"
            switch selection {
            case .all: (options, belongs) = ("", { _ in true })
            case .status: (options, belongs) = ("--where 'status = new'", { $0["status"] == .text("new") })
            case .ids:
                let least = ids[20]
                options = "--where 'id > \(least)'"
                belongs = { ($0.wholeIdentifier ?? 0) > least }
            case .customer:
                options = "--scope customer"
                belongs = { Self.customer($0) == customer && $0["status"] != .text("deleted") }
            }
        }

        private static func updated(_ order: JSONObject) -> Instant? {
            if case .text(let text)? = order["updated_at"] { Instant(iso8601: text) } else { nil }
        }

        private static func customer(_ order: JSONObject) -> Int? {
            guard case .object(let data)? = order["customer_data"] else { return nil }
            return data.wholeIdentifier
        }

        /// The orders that belong to the question, as `orders select id, status` prints them.
        var truth: [String] {
            documents.keys.sorted().compactMap { id in
                guard let order = documents[id], belongs(order), case .text(let status)? = order["status"] else {
                    return nil
                }
                return "\(id)\t\(status)"
            }
        }

        var identifiers: [Int] { truth.compactMap { $0.split(separator: "\t").first.flatMap { Int($0) } } }

        /// The orders of the snapshot; none where there is no snapshot.
        func snapshot() throws -> [String] {
            let query = "orders select id, status order by id"
            let run = try ShellScript("ordersh -c '\(query)' --format tsv shop.orders", in: files.path)
            return run.output.split(separator: "\n").dropFirst().map(String.init)
        }

        func sync() throws -> ShellScript {
            try ShellScript(
                "ORDERSH_TOKEN=\(token) ordersh sync \(server.url) -o shop.orders \(options)",
                in: files.path
            )
        }

        func delete(_ id: Int) {
            documents[id] = nil
            server.delete(id)
        }

        /// Writes an order under an id, changed now.
        func put(_ model: Int, as id: Int, status: String? = nil) {
            clock += TimeAmount.microsecondsPerSecond
            let members = documents[model]?.members.map { member in
                switch member.key {
                case "id": JSONMember(key: "id", value: .number(String(id)))
                case "key": JSONMember(key: "key", value: .text("key\(id)"))
                case "updated_at":
                    JSONMember(key: member.key, value: .text(Instant(microseconds: clock).iso8601))
                case "status": status.map { JSONMember(key: "status", value: .text($0)) } ?? member
                default: member
                }
            }
            let document = JSONObject(members ?? [])
            documents[id] = document
            server.put(document)
        }
    }

    enum Selection {
        case all
        case status
        case ids
        case customer
    }

    private static func check(_ fixture: Fixture, _ words: String) throws -> Int32 {
        let before = fixture.known
        let run = try fixture.sync()
        let after = try fixture.snapshot()
        fixture.known = after
        #expect([0, 6].contains(run.status), "\(words): \(run.errors)")
        #expect(after == (run.status == 0 ? fixture.truth : before), "\(words): \(run.errors)")
        return run.status
    }

    /// Of so many orders several ranges are read at once, each to its end.
    @Test(arguments: [false, true])
    func rangesWithoutAnEndAreReadAtOnce(isInverted: Bool) throws {
        let settings = ShopSettings { settings in
            if isInverted { settings.faults.inverted = ["id_max"] } else { settings.faults.ignored = ["id_max"] }
        }
        let server = try ShopServer(SampleOrders(count: 1500).map(\.document), settings)
        let files = try TemporaryFolder()
        for _ in 0..<2 {
            let run = try ShellScript(
                "ORDERSH_TOKEN=test-token-admin ordersh sync \(server.url) -o shop.orders",
                in: files.path
            )
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.errors.contains(" 0 removed, 1,500 orders in all"), "\(run.errors)")
        }
    }

    @Test(arguments: ["id_min", "id_max", "ordering", "updated_from", "status"], [false, true])
    func nothingIsTakenForGoneThatIsThere(name: String, isInverted: Bool) throws {
        // With several pages and with one.
        for (selection, pageSize) in [(Selection.all, 7), (.all, 100), (.status, 7), (.ids, 100), (.customer, 2)] {
            let settings = ShopSettings { settings in
                if isInverted { settings.faults.inverted = [name] } else { settings.faults.ignored = [name] }
                settings.habits.maximumLimit = pageSize
            }
            let fixture = try Fixture(settings, selection)
            var statuses = [try Self.check(fixture, "\(selection), at first")]
            statuses.append(try Self.check(fixture, "\(selection), again"))
            let ids = fixture.identifiers
            let model = try #require(ids.first)
            fixture.put(model, as: 900_001)
            if ids.count > 2 { fixture.delete(ids[ids.count / 2]) }
            fixture.put(model, as: model, status: "hold")
            statuses.append(try Self.check(fixture, "\(selection), one more and one less"))
            if let last = fixture.identifiers.last { fixture.delete(last) }
            statuses.append(try Self.check(fixture, "\(selection), without the last"))
            // Without these parameters a list can be read all the same.
            if !["id_min", "ordering"].contains(name) { #expect(statuses == [0, 0, 0, 0], "\(selection)") }
        }
    }
}
