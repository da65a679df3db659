import Synchronization

/// What a session said beside its answers.
final class NoteList: Sendable {
    private let notes = Mutex<[String]>([])

    func withLock<Result: Sendable>(_ body: (inout sending [String]) -> sending Result) -> Result {
        notes.withLock(body)
    }
}
