/// An error that a user sees: what went wrong, what would mend it, and which kind of failure it was.
///
/// Each module has its own typed error that conforms; words and exit status are put together only at the edge.
package protocol Failure: Error, Sendable {
    var category: FailureCategory { get }
    /// What happened and where, one line without a trailing period.
    var message: String { get }
    /// What the user can do about it, if that can be said.
    var mend: String? { get }
}

extension Failure {
    package var mend: String? { nil }
}

/// Which kind of failure it was; the exit status tells it to scripts.
package enum FailureCategory: Int32, Sendable, CaseIterable {
    /// Something failed while running: a file, a value, no such order, a refused request.
    case failed = 1
    /// A usage or language error: nothing was sent, nothing ran.
    case usage = 2
    /// An `assert` did not hold.
    case assertion = 3
    /// The server refused the credentials.
    case credentials = 4
    /// The network or the server failed: worth trying later.
    case unavailable = 5
    /// No complete answer could be had.
    case incomplete = 6
    case interrupted = 130
    case terminated = 143

    package var exitStatus: Int32 { rawValue }
}
