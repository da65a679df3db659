package import OrderModel

/// Something that the shell itself cannot do: a usage error, a missing value, a part that comes later.
package struct ShellError: Failure, Hashable {
    package let category: FailureCategory
    package let message: String
    package let mend: String?

    package init(_ category: FailureCategory, _ message: String, mend: String? = nil) {
        self.category = category
        self.message = message
        self.mend = mend
    }

    /// A part of ordersh that this version does not have yet.
    package static func later(_ words: String) -> ShellError {
        ShellError(.usage, "\(words) is not there yet in this version of ordersh", mend: "a later version will have it")
    }
}

/// What the shell says of a failure: what went wrong, and what mends it.
package enum FailureText {
    /// One or two lines without a line end, fit for a cron mail.
    package static func of(_ error: any Error) -> String {
        switch error {
        case is CancellationError: "cancelled"
        case let error as LanguageError: error.text
        case let failure as any Failure:
            "error: \(VisibleText.of(failure.message))" + (failure.mend.map { "\n  \(VisibleText.of($0))" } ?? "")
        default: "error: \(VisibleText.of(String(describing: error)))"
        }
    }

    /// The exit status that a failure asks for.
    package static func exitStatus(of error: any Error) -> Int32 {
        switch error {
        case is CancellationError:
            SignalMonitor.shared.terminationStatus ?? FailureCategory.interrupted.exitStatus
        case let failure as any Failure where failure.category == .interrupted:
            SignalMonitor.shared.terminationStatus ?? failure.category.exitStatus
        case let failure as any Failure: failure.category.exitStatus
        default: FailureCategory.failed.exitStatus
        }
    }
}
