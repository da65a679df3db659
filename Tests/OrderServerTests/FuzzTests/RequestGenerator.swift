import OrderModel
import OrderServer
import OrderTestSupport

/// Makes requests that no client would send, and some that one would: sound parts, odd parts, and sound ones mangled.
struct RequestGenerator {
    private var random: SeededGenerator
    /// Texts that mean something to the server: ids, keys and numbers that the caller may know.
    private let known: [String]
    private let tokens: [String]

    init(seed: UInt64, known: [String], tokens: [String]) {
        random = SeededGenerator(seed: seed)
        self.known = known
        self.tokens = tokens
    }

    mutating func next() -> APIRequest {
        APIRequest(
            method: random.oneIn(8) ? random.pick(["HEAD", "OPTIONS", "POST", "get", "TRACE", "", "G\u{0}T"]) : "GET",
            path: path(),
            query: random.oneIn(5) ? nil : query(),
            authorization: authorization(),
            host: random.oneIn(6) ? random.pick(Self.hosts) : "127.0.0.1:8080",
            accept: random.oneIn(6) ? random.pick(Self.accepts) : nil
        )
    }

    // MARK: Paths

    private mutating func path() -> String {
        var path = random.pick(Self.paths)
        while let place = path.firstRange(of: "{}") { path.replaceSubrange(place, with: segment()) }
        if random.oneIn(8) { path = "/__ordersh/explain" + path }
        return random.oneIn(4) ? mangled(path) : path
    }

    private mutating func segment() -> String {
        random.oneIn(2) ? random.pick(known) : random.pick(Self.oddValues)
    }

    private mutating func mangled(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0...random.below(3) {
            let place = random.below(scalars.count + 1)
            switch random.below(4) {
            case 0 where place < scalars.count: scalars.remove(at: place)
            case 1: scalars.insert(contentsOf: Array(random.pick(Self.insertions).unicodeScalars), at: place)
            case 2: scalars = Array(scalars[..<place])
            default: scalars.append(contentsOf: Array(random.pick(Self.insertions).unicodeScalars))
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    // MARK: Queries

    private mutating func query() -> String {
        var fields: [String] = []
        for _ in 0..<random.below(6) {
            let name = random.oneIn(6) ? random.pick(Self.oddNames) : random.pick(ParameterName.allCases).rawValue
            let value = value(of: ParameterName(rawValue: name))
            fields.append(random.oneIn(20) ? name : "\(name)=\(value)")
        }
        let query = fields.joined(separator: "&")
        return random.oneIn(6) ? mangled(query) : query
    }

    private mutating func value(of name: ParameterName?) -> String {
        guard let name, !random.oneIn(3) else { return segment() }
        let values =
            switch name.valueKind {
            case .status: ["new", "hold", "deleted", "new,hold", "pending", ","]
            case .identifier: known + ["1.5", "1,2,3", "1e3", "۷", "-1"]
            case .boolean: ["true", "false", "1", "0", "TRUE", "yes"]
            case .amount: ["0", "75000", "1e5", "-0.001", "NaN"]
            case .date: ["2025-12-27", "2025-12-27T18:17:09%2B03:30", "2025-12-27T18:17:09.771123Z", "0001-01-01"]
            case .text: ["a", "%22a+b%22", "mark", "@", "1"]
            case .ordering: ["id", "-created_at", "status,-id", "customer__last_name", "billing_city__name"]
            case .count: ["1", "7", "100", "0", "1000000"]
            }
        return random.pick(values)
    }

    // MARK: Headers

    private mutating func authorization() -> String? {
        let token = random.pick(tokens)
        switch random.below(10) {
        case 0: return nil
        case 1: return random.pick(["Token", "Token ", "Bearer \(token)", "Token \(token) x", "Basic YTpi", ""])
        case 2: return "token\t" + token
        case 3: return "Token " + mangled(token)
        default: return "Token " + token
        }
    }

    private static let paths = [
        "/api/orders/", "/api/orders", "/api/shop/customers/me/orders", "/api/shop/customers/me/orders/",
        "/api/shop/customers/me/orders/{}", "/api/shop/customers/me/orders/{}/",
        "/api/shop/customers/me/orders/{}/tracking", "/api/shop/customers/{}/orders", "/api/i1/orders/{}",
        "/api/i1/orders/", "/api/orders/{}", "/healthz", "/openapi.json", "/", "", "/{}", "/__ordersh/explain",
    ]
    private static let oddValues = [
        "", "%00", "%", "%zz", "%ff%fe", "..", "%2e%2e", "%2F", "a/b", "null", "NaN", "1e400", "-1", "0x10",
        "99999999999999999999", "1_0", "+5", "%20 5", "\u{202E}", "é", "e%CC%81", "%F0%9F%92%A9", "' OR 1=1 --",
        "<script>", "%22", "\\", "a%0d%0aX: y", String(repeating: "9", count: 5000),
        String(repeating: ",", count: 3000),
    ]
    private static let oddNames = ["", "format", "__order", "page", "customer__id", "customer_id", "id", "status_in[]"]
    private static let insertions = ["/", "//", "..", "%", "%2F", "\u{0}", "?", "#", "&", "=", ";", " ", "é", "\r\n"]
    private static let hosts = ["", "evil.example", "a b", "[::1]:80", "localhost:99999", "\u{0}", "x\r\ny", "ünï"]
    private static let accepts = ["*/*", "text/html", "application/xml", "application/json;q=0", ",,,", ";", "\u{0}"]
}
