package import OrderModel

/// A server as a sync sees it.
///
/// Every call may throw `UntrustedParameter` or `RejectedParameters`; the sync then asks otherwise (`avoid`, `useDays`).
package protocol SyncServer: Sendable {
    /// Asks for the order that was changed last; what is known of the server is up to date afterwards.
    func state() async throws -> SyncServerState
    /// What to ask for so that all orders of the question come.
    func selection(at now: Instant) throws -> SyncSelection
    /// How many orders match, and the first and last of their ids; nil when there are none.
    func extent(of parameters: FilterParameters) async throws -> SyncExtent?
    /// How many orders match.
    func count(of parameters: FilterParameters) async throws -> Int
    /// The orders whose ids lie in a range.
    func makeReader(of range: ClosedRange<Int>, parameters: FilterParameters) throws -> any SyncReader
    /// Plans without these parameters from now on; false when that helps nothing, as they are avoided already or
    /// cannot be done without.
    ///
    /// What was refused may be the value alone, which is nothing to remember of the server.
    func avoid(_ names: [String], wereRefused: Bool) -> Bool
    /// What is avoided since it was refused, of which nobody else knows.
    var refusedNames: [String] { get }
    /// Whether the server takes days only, and no moments.
    var takesDays: Bool { get }
    /// Asks with days instead of moments from now on.
    func useDays()
    /// How many orders a page is likely to have.
    var pageSize: Int { get }
}

/// What a server says before anything is fetched.
package struct SyncServerState: Sendable {
    package let question: SyncQuestion
    /// The order that was changed last; nil when there is none, or the server cannot say.
    package var newest: (identifier: Int, updated: Instant)?
    /// Whose orders they are, where the list is a customer's and has orders.
    package var customer: Int?

    package init(question: SyncQuestion) {
        self.question = question
    }
}

/// What a full pass asks a server, and what is checked here.
package struct SyncSelection: Sendable {
    package var parameters = FilterParameters()
    /// Whether the server's own count of the parameters is the count of the question.
    package var isCountable = true
    /// The parameters to count with, where more is asked for than belongs to the question; nil for the same.
    package var countedParameters: FilterParameters?
    /// Whether the condition means something else at another time, so that orders come and go unchanged.
    package var isRelative = false
    /// Whether no order at all can match.
    package var matchesNothing = false
    /// Makes what decides whether a document belongs to the question, for one task; nil when all do.
    package var makeScreen: (@Sendable () -> (JSONObject) throws -> Bool)?

    package init() {}
}

/// How many orders match, and between which ids.
package struct SyncExtent: Sendable, Hashable {
    package let count: Int
    package let identifiers: ClosedRange<Int>

    package init(count: Int, identifiers: ClosedRange<Int>) {
        self.count = count
        self.identifiers = identifiers
    }
}

/// Reads the orders of a range, page by page; used by one task.
package protocol SyncReader: AnyObject {
    /// The next documents as NDJSON, one a line; nil at the end.
    func next() async throws -> [UInt8]?
}
