// What is compared of two answers: the status, the headers that clients go by, and the body by its meaning. Keys may
// stand in another order, numbers be spelled in another way, and the links name each server's own address.

import OrderModel
import OrderServer
import OrderTestSupport

/// An answer of either server, in a form that can be compared.
struct RefereeAnswer: Sendable {
    var status: Int
    var headers: [String: String]
    var body: Body

    enum Body: Sendable {
        case json(JSONValue)
        case other([UInt8])
        /// The method's answers have none.
        case none
    }

    static let comparedHeaders = [
        "content-type", "allow", "www-authenticate", "location", "vary", "retry-after", "content-encoding",
    ]

    init(_ answer: LocalConnection.Answer, to request: RefereeRequest, host: String) {
        self.init(
            status: answer.status,
            headers: answer.headers.map { ($0.name, $0.value) },
            bytes: answer.body,
            request: request,
            host: host
        )
    }

    init(_ answer: APIAnswer, to request: RefereeRequest, host: String) {
        self.init(
            status: answer.status,
            headers: answer.headers.map { ($0.name, $0.value) },
            bytes: answer.body,
            request: request,
            host: host
        )
    }

    private init(
        status: Int,
        headers: [(String, String)],
        bytes: [UInt8],
        request: RefereeRequest,
        host: String
    ) {
        self.status = status
        var kept: [String: String] = [:]
        for (name, value) in headers where Self.comparedHeaders.contains(name.lowercased()) {
            kept[name.lowercased()] = value.replacing(host, with: "HOST")
        }
        self.headers = kept
        if request.method == "HEAD" {
            body = .none
        } else if kept["content-type"]?.hasPrefix("application/json") == true, let json = try? JSONParser.parse(bytes) {
            body = .json(json)
        } else {
            body = .other(bytes)
        }
        page = Page(body, host: host)
    }

    /// The page, where the answer is one.
    private(set) var page: Page?

    /// A page of a list.
    struct Page: Sendable {
        let count: JSONValue?
        fileprivate(set) var next: String?
        fileprivate(set) var previous: String?
        let results: [JSONObject]

        init?(_ body: Body, host: String) {
            guard case .json(.object(let object)) = body, case .array(let results)? = object["results"],
                object.members.count == 4, object["next"] != nil, object["previous"] != nil
            else { return nil }
            count = object["count"]
            next = RefereeData.text(object["next"])?.replacing(host, with: "HOST")
            previous = RefereeData.text(object["previous"])?.replacing(host, with: "HOST")
            self.results = results.compactMap { RefereeData.object($0) }
        }

        var ids: [Int] { results.compactMap(\.wholeIdentifier) }
    }
}

extension RefereeAnswer {
    /// The answer as one to another query, whose links name that query.
    var withoutLinks: RefereeAnswer {
        var answer = self
        answer.page?.next = nil
        answer.page?.previous = nil
        return answer
    }

    /// Where two answers differ apart from the results of a page; nil when they don't.
    func difference(from oracle: RefereeAnswer) -> String? {
        if status != oracle.status { return "status \(status) instead of \(oracle.status)" }
        for name in Self.comparedHeaders where headers[name] != oracle.headers[name] {
            return "\(name): \(headers[name] ?? "none") instead of \(oracle.headers[name] ?? "none")"
        }
        switch (body, oracle.body) {
        case (.none, .none): return nil
        case (.other(let ours), .other(let theirs)): return ours == theirs ? nil : "another text"
        case (.json(let ours), .json(let theirs)):
            guard let page, let other = oracle.page else { return JSONDifference.find(ours, theirs, at: "body") }
            if let difference = JSONDifference.find(page.count ?? .null, other.count ?? .null, at: "count") {
                return difference
            }
            if page.next != other.next { return "next \(page.next ?? "null") instead of \(other.next ?? "null")" }
            if page.previous != other.previous {
                return "previous \(page.previous ?? "null") instead of \(other.previous ?? "null")"
            }
            return page.results.count == other.results.count
                ? nil : "\(page.results.count) results instead of \(other.results.count)"
        default: return "a body of another kind"
        }
    }
}

/// The first place where two JSON values mean something else.
enum JSONDifference {
    static func find(_ ours: JSONValue, _ oracle: JSONValue, at place: String) -> String? {
        switch (ours, oracle) {
        case (.null, .null): return nil
        case (.boolean(let left), .boolean(let right)) where left == right: return nil
        case (.number(let left), .number(let right)) where isEqual(left, right): return nil
        case (.text(let left), .text(let right)) where left.utf8.elementsEqual(right.utf8): return nil
        case (.array(let left), .array(let right)) where left.count == right.count:
            for (index, pair) in zip(left, right).enumerated() {
                if let difference = find(pair.0, pair.1, at: "\(place)[\(index)]") { return difference }
            }
            return nil
        case (.object(let left), .object(let right)):
            for key in Set(left.members.map(\.key)).union(right.members.map(\.key)).sorted() {
                guard let own = left[key] else { return "\(place).\(key) is missing" }
                guard let other = right[key] else { return "\(place).\(key) should not be there" }
                if let difference = find(own, other, at: "\(place).\(key)") { return difference }
            }
            return nil
        default: return "\(place) is \(ours.serialized().prefix(300)) instead of \(oracle.serialized().prefix(300))"
        }
    }

    /// Whether two numbers are of the same value, however they are written.
    private static func isEqual(_ left: String, _ right: String) -> Bool {
        if left == right { return true }
        guard let left = Decimal(left), let right = Decimal(right) else { return false }
        return left == right
    }
}
