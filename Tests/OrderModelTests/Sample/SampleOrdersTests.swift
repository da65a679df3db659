import OrderModel
import Testing

@Suite struct SampleOrdersTests {
    private static let sample = Array(SampleOrders())
    private var orders: [Order] { Self.sample }

    @Test func isTheSameForTheSameSeed() {
        let first = SampleOrders(count: 50, seed: 7).map(serialized)
        #expect(first == SampleOrders(count: 50, seed: 7).map(serialized))
        #expect(first != SampleOrders(count: 50, seed: 8).map(serialized))
        #expect(Array(SampleOrders(count: 0)).isEmpty)
    }

    /// More than one block of lines, and a last one that is not full.
    @Test func linesAreWhatTheOrdersSerialiseTo() {
        var sample = SampleOrders(count: 700, seed: 9)
        var text: [UInt8] = []
        var lines: [UInt8] = []
        var blockCount = 0
        while sample.nextLines(&lines) {
            text += lines
            blockCount += 1
        }
        let expected = SampleOrders(count: 700, seed: 9).map { serialized($0) + "\n" }.joined()
        #expect(text == Array(expected.utf8))
        #expect(blockCount > 2)
        #expect(lines.isEmpty)
    }

    /// The sample is quoted in documentation and tests, so it stays as it is.
    @Test func isTheSampleThatItHasAlwaysBeen() {
        var sample = SampleOrders(count: 5000, seed: 7)
        var lines: [UInt8] = []
        var hash: UInt64 = 14_695_981_039_346_656_037
        while sample.nextLines(&lines) {
            for byte in lines { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        }
        #expect(hash == 1_151_320_304_759_976_445)
    }

    @Test func everyFieldOfEveryOrderCanBeRead() throws {
        // Every fifth, since each has hundreds of values to read.
        for order in orders.enumerated().filter({ $0.offset % 5 == 0 }).map(\.element) {
            for field in Schema.fields(of: .orders) { _ = try field.value(in: order.document) }
            for collection in [Collection.items, .payments] {
                for row in try order.document.rows(of: collection) {
                    for field in Schema.fields(of: collection) { _ = try field.value(in: row, parent: order.document) }
                }
            }
        }
    }

    @Test func documentsSurviveTheParser() throws {
        for order in orders.prefix(200) {
            #expect(try JSONParser.parse(Array(serialized(order).utf8)) == .object(order.document))
        }
    }

    @Test func amountsAddUp() throws {
        for order in orders {
            let document = order.document
            var subtotal = Decimal.zero
            var discount = Decimal.zero
            var quantity = Decimal.zero
            for item in try document.rows(of: .items) {
                let count = try number("quantity", .items, item)
                let gross = try number("unit_price", .items, item).multiplied(by: count)
                let off = try number("unit_discount", .items, item).multiplied(by: count)
                #expect(try number("subtotal", .items, item) == gross)
                #expect(try number("discount", .items, item) == off)
                #expect(try number("total", .items, item) == gross.subtracting(off))
                subtotal = try subtotal.adding(gross)
                discount = try discount.adding(off)
                quantity = try quantity.adding(count)
            }
            var paid = Decimal.zero
            for payment in try document.rows(of: .payments) where payment["approved"] == .boolean(true) {
                paid = try paid.adding(number("amount", .payments, payment))
            }
            let total = try subtotal.subtracting(discount).adding(number("shipping_cost", .orders, document))
            #expect(try number("subtotal", .orders, document) == subtotal)
            #expect(try number("total_discount", .orders, document) == discount)
            #expect(try number("quantity", .orders, document) == quantity)
            #expect(try number("total", .orders, document) == total)
            #expect(try number("amount_paid", .orders, document) == paid)
            #expect(try number("amount_outstanding", .orders, document) == total.subtracting(paid))
            #expect(document["is_paid"] == .boolean(total > .zero && paid >= total))
        }
    }

    @Test func idsAscendAndMomentsStayInTheirYears() throws {
        let identifiers = try orders.map { try number("id", .orders, $0.document) }
        #expect(zip(identifiers, identifiers.dropFirst()).allSatisfy { $0 < $1 })
        for order in orders {
            for key in ["created_at", "updated_at"] {
                guard case .text(let text)? = order.document[key], let moment = Instant(iso8601: text) else {
                    Issue.record("no \(key)")
                    return
                }
                #expect(text >= "2024-01-01T00:00:00Z" && text < "2026-01-01T00:00:00Z")
                #expect(moment.iso8601 == text)
            }
        }
    }

    @Test func hasWhatATourNeeds() {
        let documents = orders.map(\.document)
        #expect(documents.count == 3000)
        func count(_ isWanted: (JSONObject) -> Bool) -> Int { documents.filter(isWanted).count }
        for status in OrderStatus.names { #expect(count { $0["status"] == .text(status) } > 10, "\(status)") }
        #expect(count { $0["status"] == .text("completed") } > 1200)
        #expect(count { $0["notes"] == .null } > 100)
        #expect(count { $0["notes"] == .text("") } > 100)
        #expect(count { $0["customer_data"] == .null } > 100)
        #expect(count { $0["shipping_cost"] == .number("25000.5") } > 100)
        #expect(count { $0["items"] == .array([]) } > 5)
        #expect(documents.count - Set(documents.map { $0["created_at"] }).count > 50)
        let customers = Dictionary(grouping: documents.compactMap { $0["customer_data"] }.filter { $0 != .null }) { $0 }
        #expect(customers.values.contains { $0.count > 50 })
        #expect(customers.count > 200)
    }

    private func serialized(_ order: Order) -> String { JSONValue.object(order.document).serialized() }

    private func number(_ name: String, _ collection: Collection, _ document: JSONObject) throws -> Decimal {
        let field = try #require(Schema.field(named: name, in: collection))
        guard case .number(let number) = try field.value(in: document) else {
            throw FieldProblem(field: name, found: "null", expected: "a number")
        }
        return number
    }
}
