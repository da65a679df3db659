/// Why a snapshot and a sync don't go together.
package enum SyncProblem: Sendable, Hashable {
    /// Another sync has the snapshot, or is making it.
    case running
    /// There is no snapshot yet, and what a sync has fetched for it stands beside its place.
    case unmade
    /// Files were imported: nothing says which server it would be a copy of.
    case notSynced
    /// It is a copy of something else.
    case otherQuestion(found: String, wanted: String)
    /// What an earlier sync has fetched and not finished is an answer to something else.
    case unfinished(found: String, wanted: String)
    /// The token is another customer's.
    case otherCustomer
    /// Files are to be imported into a snapshot that a sync keeps.
    case keepsInStep(with: String)
    /// So many of its orders are gone that a mistake is more likely.
    case manyGone(count: Int, of: Int)
    /// The server's answers contradict each other, in the server's own words.
    case contradictory(String)

    var words: String {
        switch self {
        case .running: "is being synced by another program"
        case .unmade: "no such snapshot yet: the sync that makes it has not ended"
        case .notSynced: "was imported from files, so it cannot be kept in step with a server"
        case .otherQuestion(let found, let wanted): "holds \(found), not \(wanted)"
        case .unfinished(let found, let wanted):
            "an unfinished sync of \(found) is kept beside it, which is not \(wanted)"
        case .otherCustomer: "holds the orders of another customer than the token's"
        case .keepsInStep(let server): "is kept in step with \(server) by 'ordersh sync'"
        case .manyGone(let count, let all):
            "\(count) of its \(all) orders are gone from the server, which may be a mistake"
        case .contradictory(let words): "cannot be brought up to date: \(words)"
        }
    }

    var mend: String? {
        switch self {
        case .running: "try again when it has ended"
        case .unmade: "go on with the same 'ordersh sync' command"
        case .notSynced, .otherQuestion, .otherCustomer: "name another file with -o"
        case .unfinished: "finish it with the same command as before, or drop it with --restart"
        case .keepsInStep: "import into another file"
        case .manyGone: "if that is right, run it again with --full"
        case .contradictory: "try again later"
        }
    }
}
