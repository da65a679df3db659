import OrderAPI
import OrderEngine
import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

/// Pages come through the scanner; what it gives must be what a tree of the whole body gives.
struct FetchedPageTests {
    private static let fields: NeededFields = {
        var fields = NeededFields()
        for name in [
            "id", "key", "status", "total", "customer.id", "billing_city.name", "notes", "created_at", "extra",
        ] {
            if let field = Schema.field(named: name, in: .orders) { fields.insert(field) }
        }
        for name in ["quantity", "total"] {
            if let field = Schema.field(named: name, in: .items) { fields.insert(field) }
        }
        return fields
    }()

    private func body(_ orders: [String]) -> String {
        #"{"count":\#(orders.count),"next":null,"previous":null,"results":[\#(orders.joined(separator: ", "))]}"#
    }

    private func batches(_ body: String, _ fields: NeededFields = FetchedPageTests.fields) async throws -> [OrderBatch]
    {
        let server = try LocalServer { _ in .json(body) }
        let reader = try source(server.url).makeScan(for: ScanRequest(fields: fields)).makeReader()
        var batches: [OrderBatch] = []
        while let batch = try await reader.next() { batches.append(batch) }
        return batches
    }

    @Test func generatedOrdersComeAsTheyAre() async throws {
        var sample = SampleOrders(count: 300, seed: 3)
        var orders: [JSONObject] = []
        while let order = sample.next() { orders.append(order.document) }
        let batches = try await batches(body(orders.map { JSONValue.object($0).serialized() }))
        let batch = try #require(batches.first)
        #expect(batches.count == 1)
        #expect(batch.columns.count + batch.plainOrders.count == 300)
        #expect(batch.columns.count > 250)
        let whole = try batch.columns.documents.orders(at: Array(0..<batch.columns.count))
        let all = (whole + batch.plainOrders).map(\.document)
        #expect(Set(all) == Set(orders))
        for column in batch.columns.columns {
            for (row, order) in whole.enumerated() {
                #expect(try column.value(at: row) == column.field.value(in: order.document))
            }
        }
    }

    @Test func anOddOrderComesWhole() async throws {
        let odd = #"{"id": 2, "status": "new", "total": "many", "items": []}"#
        let plain =
            #"{"id": 1, "status": "new", "key": "k", "total": 7.50, "created_at": "2025-01-01T00:00:00Z", "items": []}"#
        let batch = try #require(try await batches(body([plain, odd])).first)
        #expect(batch.columns.count == 1)
        #expect(batch.plainOrders.map { $0.document["total"] } == [.text("many")])
    }

    @Test("a body that is broken anywhere is an error, as a tree of it would be")
    func brokenBodiesAreErrors() async throws {
        let text = body([#"{"id":1,"notes":"aé","extra":{"a":[1]},"items":[]}"#])
        for (place, byte) in text.utf8.enumerated() {
            for other in [UInt8(ascii: "}"), UInt8(ascii: "\\"), 0x01, 0xC3] where other != byte {
                var bytes = Array(text.utf8)
                bytes[place] = other
                var response = LocalResponse.json("")
                response.body = bytes
                let answer = response
                guard (try? OrderPage(body: bytes)) == nil else { continue }
                let server = try LocalServer { _ in answer }
                await #expect(throws: RemoteError.self, "byte \(other) at \(place)") {
                    try await scan(source(server.url))
                }
            }
        }
    }

    @Test(arguments: [#"{"status":"new"}"#, #"{"id":null}"#, #"{"id":"x"}"#, #"{"id":1e30}"#, #"{"id":1.5}"#])
    func anOrderWithoutAnIdIsAnError(order: String) async throws {
        let error = await #expect(throws: RemoteError.self) { try await batches(body([order])) }
        #expect(error?.message.contains("id is") == true)
    }

    @Test func aPageWrittenWithEscapedKeysIsReadAllTheSame() async throws {
        let server = try LocalServer { _ in .json(#"{"c\u006funt":1,"r\u0065sults":[{"id":5}],"next":null}"#) }
        #expect(try await scan(source(server.url)).ids == [5])
    }
}
