package import OrderModel

/// A snapshot that cannot be read or written.
package struct SnapshotError: Failure, Hashable {
    package let problem: Problem
    /// The snapshot's path.
    package let path: String

    package init(_ problem: Problem, at path: String) {
        self.problem = problem
        self.path = path
    }

    /// What can go wrong with a snapshot.
    package enum Problem: Sendable, Hashable {
        case missing
        case directory
        /// Opening or reading failed; the system's own words.
        case unreadable(reason: String)
        /// Some other file.
        case noSnapshot
        /// The file ends before its own length.
        case truncated
        case newerVersion(found: Int, known: Int)
        /// A checksum or a border does not hold; what it was found in.
        case damaged(part: String)
        /// Somebody else is writing it.
        case locked
        /// Somebody has been reading it all the time.
        case inUse
        case diskFull
        case unwritable(reason: String)
        /// An order whose id is no whole number of 64 bits: it could not be found again by the next import.
        case unusableIdentifier(origin: Origin)
        /// Writing would put it over a file that is no snapshot.
        case foreignFile
        /// What cannot be done with a snapshot that a sync keeps, or would have to.
        case sync(SyncProblem)
    }

    package var category: FailureCategory {
        if case .sync(.contradictory) = problem { return .incomplete }
        return .failed
    }

    package var message: String {
        if case .unusableIdentifier(let origin) = problem {
            return "\(origin): the order's id is no whole number, so a snapshot cannot keep it"
        }
        return "\(path): \(words)"
    }

    private var words: String {
        switch problem {
        case .missing: "no such snapshot"
        case .directory: "is a directory, not a snapshot"
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .noSnapshot: "is not a snapshot"
        case .truncated: "is a part of a snapshot: the file ends too early"
        case .newerVersion(let found, let known):
            "is a snapshot of version \(found), and this program reads versions up to \(known)"
        case .damaged(let part): "is damaged: \(part)"
        case .locked: "is being written by another program"
        case .inUse: "is being read by another program, and did not become free"
        case .diskFull: "cannot be written: the disk is full"
        case .unwritable(let reason): "cannot be written: \(reason)"
        case .unusableIdentifier: ""
        case .foreignFile: "is there already and is not a snapshot"
        case .sync(let problem): problem.words
        }
    }

    package var mend: String? {
        switch problem {
        case .missing: "make one with 'ordersh import FILE -o \(path)'"
        case .noSnapshot: "name a file that 'ordersh import' has made"
        case .truncated, .damaged: "copy the file again, or import the orders anew"
        case .newerVersion: "use a newer ordersh"
        case .locked, .inUse: "try again when it has ended"
        case .diskFull: "make room and run the same command again; what was there before is still whole"
        case .foreignFile: "name another file, or move that one away"
        case .unusableIdentifier: "leave the order out, or skip it with --skip-bad-lines"
        case .sync(let problem): problem.mend
        case .directory, .unreadable, .unwritable: nil
        }
    }
}
