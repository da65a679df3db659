import OrderModel
import OrderServer
import OrderTestSupport
import Testing

/// Whatever is asked, the service answers; never with a failure of its own, a token, or an order of somebody else.
///
/// The limit of time is for what would never end; the slowest machine stays far below it.
@Suite(.timeLimit(.minutes(10))) struct ServiceFuzzTests {
    private static let customers = [1, 2, 3, 4]
    private static let staffToken = "3f7a1c9e5b2d4f60a8e1c7b9d5f30246"

    private static func token(of customer: Int) -> String { "c\(customer)a9e5b2d4f60a8e1c7b9d5f3024\(customer)" }

    /// A text that is in every order of a customer, and nowhere else.
    private static func mark(of customer: Int) -> String { "mark-of-\(customer)-" }

    private static func key(_ number: Int) -> String { "key\(number)" }

    /// Order 100 belongs to the first customer, 101 to the second, and so on.
    private static let documents: [JSONObject] = SampleOrders(count: 80).enumerated().map { index, order in
        let customer = customers[index % customers.count]
        return JSONObject(
            order.document.members.map { member in
                switch (member.key, member.value) {
                case ("id", _): JSONMember(key: "id", value: .number(String(100 + index)))
                case ("key", _): JSONMember(key: "key", value: .text(key(index)))
                case ("notes", _): JSONMember(key: "notes", value: .text(mark(of: customer) + "notes"))
                case ("customer_data", .object(let object)):
                    JSONMember(key: "customer_data", value: .object(owned(object, by: customer)))
                default: member
                }
            }
        )
    }

    private static func owned(_ customer: JSONObject, by identifier: Int) -> JSONObject {
        JSONObject(
            customer.members.map { member in
                switch member.key {
                case "id": JSONMember(key: "id", value: .number(String(identifier)))
                case "username", "full_name": JSONMember(key: member.key, value: .text(mark(of: identifier)))
                default: member
                }
            }
        )
    }

    private static func service(_ documents: [JSONObject] = documents) -> OrderService {
        var tokens = TokenTable()
        _ = tokens.insert(staffToken, for: Caller(name: "staff", scope: .admin))
        for customer in customers {
            _ = tokens.insert(token(of: customer), for: Caller(name: "c\(customer)", scope: .customer(customer)))
        }
        var settings = ServerSettings()
        settings.isDebugging = true
        return OrderService(dataset: MemoryDataset(documents), tokens: tokens, settings: settings) { error in
            Issue.record("the service reports \(error)")
        }
    }

    @Test(arguments: customers) func customersNeverGetOthersOrders(_ customer: Int) async throws {
        let service = Self.service()
        let own = Self.documents.indices.filter { Self.customers[$0 % Self.customers.count] == customer }
        // All ids there are, but only the keys of one's own orders: whoever has a key may follow that order.
        let known = Self.documents.indices.map { String(100 + $0) } + own.map(Self.key)
        let seed = UInt64(customer)
        var generator = RequestGenerator(seed: seed, known: known, tokens: [Self.token(of: customer)])
        let others = Self.customers.filter { $0 != customer }.map(Self.mark)
        var sightings = 0
        for _ in 0..<Self.requestCount {
            let request = generator.next()
            let answer = await service.answer(request)
            Self.expectSound(answer, to: request)
            let text = String(decoding: answer.body, as: UTF8.self)
            for mark in others { #expect(!text.contains(mark), "\(request)") }
            if text.contains(Self.mark(of: customer)) { sightings += 1 }
        }
        // Without own orders in many answers, the absence of others' would say nothing.
        #expect(sightings > Self.requestCount / 75)
    }

    @Test func strangersGetNothing() async throws {
        let service = Self.service()
        let known = Self.documents.indices.map { String(100 + $0) }
        var generator = RequestGenerator(seed: 9, known: known, tokens: ["0", "wrong", Self.staffToken + "0"])
        for _ in 0..<Self.requestCount {
            let request = generator.next()
            let answer = await service.answer(request)
            Self.expectSound(answer, to: request)
            #expect(!String(decoding: answer.body, as: UTF8.self).contains("mark-of-"), "\(request)")
        }
    }

    @Test func staffIsAnswered() async throws {
        let service = Self.service()
        let known = Self.documents.indices.flatMap { [String(100 + $0), Self.key($0)] }
        var generator = RequestGenerator(seed: 10, known: known, tokens: [Self.staffToken])
        var statuses: Set<Int> = []
        for _ in 0..<Self.requestCount {
            let request = generator.next()
            let answer = await service.answer(request)
            Self.expectSound(answer, to: request)
            statuses.insert(answer.status)
        }
        #expect(statuses.isSuperset(of: [200, 400, 401, 403, 404, 405]))
    }

    /// A row of words as long as a URL may be is answered before the suite's time is over.
    @Test(arguments: ["search", "ordering", "status_in"]) func valuesAsLongAsURLsAreAnswered(_ name: String) async {
        let service = Self.service(SampleOrders(count: Self.manyCount).map(\.document))
        let words = Self.longValues[name] ?? []
        #expect(!words.isEmpty)
        for value in words {
            #expect(value.utf8.count > 15_000)
            let request = APIRequest(
                path: "/api/orders/",
                query: "\(name)=\(value)",
                authorization: "Token " + Self.staffToken
            )
            Self.expectSound(await service.answer(request), to: request)
        }
    }

    private static let manyCount = 3000

    private static let longValues: [String: [String]] = [
        "search": [
            repeated("0,", 7800), repeated("%20a", 3900), (0..<3500).map { String($0) }.joined(separator: ","),
            String(repeating: "a", count: 15_900), repeated("%22", 5200),
            (1...175).map { repeated("a", $0) }.joined(separator: ","),
        ],
        "ordering": [repeated("-id,", 3900), repeated("status,", 2200), repeated("customer__last_name,", 790)],
        "status_in": [repeated("new,", 3900), repeated(",", 15_900)],
    ]

    private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    private static let requestCount = 1500

    private static func expectSound(_ answer: APIAnswer, to request: APIRequest) {
        #expect((200..<500).contains(answer.status), "\(answer.status) for \(request)")
        for (name, value) in answer.headers {
            let isSound = (name + value).unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
            #expect(isSound, "\(name): \(value.debugDescription)")
        }
        let text = String(decoding: answer.body, as: UTF8.self)
        for token in [staffToken] + customers.map(Self.token) {
            #expect(!text.contains(token), "\(request.path)")
        }
        let type = answer.headers.first { $0.name == "Content-Type" }?.value
        if type == "application/json" {
            #expect(throws: Never.self) { try JSONParser.parse(answer.body) }
        }
    }
}
