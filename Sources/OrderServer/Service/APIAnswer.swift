/// What the API answers to a request.
package struct APIAnswer: Sendable {
    package var status: Int
    /// Names and values; `Content-Length` and `Date` are whose who sends it.
    package var headers: [(name: String, value: String)]
    /// The body as it would be for `GET`; for `HEAD`, whoever sends the answer leaves it out and keeps its length.
    package var body: [UInt8]
    /// Who asked, for the log: a token's name, never the token; nil where nobody was recognised.
    package var callerName: String?
    /// Whether a fault was ordered for this answer.
    package var delivery = Delivery.whole

    /// What reaches the client of an answer.
    package enum Delivery: Sendable, Hashable {
        case whole
        /// Half of the body behind the full length; then the connection closes.
        case cutInHalf
        /// Nothing: the connection closes.
        case hangUp
    }

    package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

extension APIAnswer {
    /// An answer in JSON, which is UTF-8 as it always is.
    package static func json(_ body: [UInt8], status: Int = 200) -> APIAnswer {
        APIAnswer(status: status, headers: [("Content-Type", "application/json")], body: body)
    }
}
