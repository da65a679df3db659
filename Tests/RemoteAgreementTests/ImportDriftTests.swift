// Our own server has no switch for orders that come and go: they come as they do in earnest, by an import into the
// snapshot that is served. (None goes, since nothing deletes an order of a snapshot.) A server in between passes the
// requests on and imports a newer order after each page of a list.

import OrderLanguage
import OrderModel
import OrderPlan
import OrderTestSupport
import Synchronization
import Testing

/// Queries on `ordersh serve` while orders are imported into what it serves.
struct ImportDriftTests {
    @Test("orders that are imported while paging", arguments: [20, 50])
    func importWhilePaging(pageSize: Int) async throws {
        let shop = try await ImportingShop.start(pageSize: pageSize)
        var answered = 0
        for text in [
            "orders select id", "orders where total > 100000 select id",
            "orders order by -created_at limit 90 select id", "orders where status = completed select count()",
        ] {
            let query = try RemoteFixture.query(text)
            let before = shop.orders
            do {
                let found = try await RemoteFixture.execution(query, try RemoteFixture.source(shop.url))
                try DriftAgreementTests.expectRight(found.table, query, always: before, ever: shop.orders)
                answered += 1
            } catch let failure as any Failure {
                #expect(failure.category == .incomplete, "\(text): \(failure.message)")
            }
        }
        #expect(answered >= 2)
        #expect(shop.orders.count > RemoteFixture.orders.count + 3)
        shop.stop()
    }
}

/// A served snapshot into which a newer order is imported after each page.
private final class ImportingShop: Sendable {
    private let folder: TemporaryFolder
    private let program: ServeProgram
    private let stock: Mutex<[JSONObject]>
    private let server: Mutex<LocalServer?>

    static func start(pageSize: Int) async throws -> ImportingShop {
        let folder = try TemporaryFolder()
        try importing(RemoteFixture.orders, in: folder)
        let program = try await ServeProgram.start(
            paths: [folder.path(of: "shop.orders")],
            holding: RemoteFixture.orders,
            oracleFlags: ["--max-limit", String(pageSize)]
        )
        let shop = ImportingShop(folder, program)
        let server = try LocalServer { [weak shop] in
            shop?.answer($0) ?? LocalResponse(status: 503, headers: [], body: [])
        }
        shop.server.withLock { $0 = server }
        return shop
    }

    private init(_ folder: TemporaryFolder, _ program: ServeProgram) {
        self.folder = folder
        self.program = program
        stock = Mutex(RemoteFixture.orders)
        server = Mutex(nil)
    }

    var url: String { server.withLock { $0?.url ?? "" } }
    /// All orders that were ever there.
    var orders: [JSONObject] { stock.withLock { $0 } }

    func stop() {
        server.withLock { $0?.stop() }
        program.stop()
    }

    private func answer(_ request: LocalRequest) -> LocalResponse {
        let token = request.header("Authorization")?.split(separator: " ").last.map(String.init)
        let target = request.path + (request.query.isEmpty ? "" : "?" + request.query)
        do {
            let answer = try LocalClient.get(target, from: program.url, token: token)
            let body = String(decoding: answer.body, as: UTF8.self).replacing(program.url, with: url)
            if answer.status == 200, request.path == "/api/orders/" { try importNewer() }
            return LocalResponse(
                status: answer.status,
                headers: [("Content-Type", "application/json")],
                body: Array(body.utf8)
            )
        } catch {
            return LocalResponse(status: 503, headers: [], body: [])
        }
    }

    private func importNewer() throws {
        try stock.withLock { orders in
            let number = orders.count
            let first = orders[number % RemoteFixture.orders.count]
            let time = Instant(microseconds: 1_763_000_000_000_000 + Int64(number) * 1_000_000).iso8601
            let id = 900_000 + number
            let order = JSONObject(
                first.members.map { member in
                    switch member.key {
                    case "id": JSONMember(key: "id", value: .number(String(id)))
                    case "key": JSONMember(key: "key", value: .text("imported-\(id)"))
                    case "created_at", "updated_at": JSONMember(key: member.key, value: .text(time))
                    default: member
                    }
                }
            )
            orders.append(order)
            try Self.importing([order], in: folder)
        }
    }

    private static func importing(_ orders: [JSONObject], in folder: TemporaryFolder) throws {
        let lines = orders.map { JSONValue.object($0).serialized() + "\n" }.joined()
        let file = try folder.write(lines, to: "orders.ndjson")
        let program = try ChildProcess([
            BuiltProgram.path("ordersh"), "import", file, "-o", folder.path(of: "shop.orders"),
        ])
        let output = program.readToEnd()
        guard program.waitForExit() == 0 else { throw OracleError(output: output) }
    }
}
