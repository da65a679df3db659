import ArgumentParser
import OrderModel
import OrderShell

/// The options that keep a run from costing more than it may.
struct GuardOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Send no more requests than this, retries included.", valueName: "n"))
    var maxRequests: Int?

    @Option(
        help: ArgumentHelp(
            "Fetch no more orders than this from a server for one query, or none for any number (default: 10000; "
                + "at the prompt you are asked).",
            valueName: "n|none"
        )
    )
    var maxRows: FetchAllowance?

    @Option(help: ArgumentHelp("End the whole run after this time, such as 10min.", valueName: "time"))
    var timeout: RunTimeout?

    @Flag(help: "A condition that the server would not be asked for is an error.")
    var requirePushdown = false

    var guards: RunGuards {
        RunGuards(
            maximumRequestCount: maxRequests,
            allowance: maxRows,
            timeout: timeout?.duration,
            requiresPushdown: requirePushdown
        )
    }

    func validate() throws {
        if let maxRequests, maxRequests < 0 { throw ValidationError("--max-requests takes a number from 0") }
    }
}

/// What a run may cost.
struct RunGuards: Hashable, Sendable {
    /// Nil for any number.
    var maximumRequestCount: Int?
    /// Nil for the setting's or the standard one.
    var allowance: FetchAllowance?
    var timeout: Duration?
    var requiresPushdown = false

    /// Runs an operation, and cancels it when its time is over.
    func limitingTime(_ operation: @escaping @Sendable () async throws -> Void) async throws {
        guard let timeout else { return try await operation() }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await operation()
                return true
            }
            group.addTask {
                try await Task.sleep(for: timeout)
                return false
            }
            guard try await group.next() == true else {
                throw ShellError(
                    .failed,
                    "the run was ended after \(Quantity.time(timeout)) (--timeout)",
                    mend: "allow it more time, or ask for less"
                )
            }
        }
    }
}

/// The time that a run may take.
struct RunTimeout: ExpressibleByArgument {
    let duration: Duration

    init?(argument: String) {
        guard let duration = DurationText.read(argument) else { return nil }
        self.duration = duration
    }
}

extension FetchAllowance: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
