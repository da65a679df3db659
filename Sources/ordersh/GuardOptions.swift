import ArgumentParser
import OrderModel
import OrderShell

/// The options that keep a run from costing more than it may.
struct GuardOptions: ParsableArguments {
    @OptionGroup var costs: CostOptions

    @Option(
        help: ArgumentHelp(
            "Fetch no more orders than this from a server for one query, or none for any number (default: 10000; "
                + "at the prompt you are asked).",
            valueName: "n|none"
        )
    )
    var maxRows: FetchAllowance?

    @Flag(help: "A condition that the server would not be asked for is an error.")
    var requirePushdown = false

    var guards: RunGuards {
        var guards = costs.guards
        guards.allowance = maxRows
        guards.requiresPushdown = requirePushdown
        return guards
    }
}

/// What any work with a server may cost.
struct CostOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Send no more requests than this, retries included.", valueName: "n"))
    var maxRequests: Int?

    @Option(
        help: ArgumentHelp("End the whole run after this time, such as 10min.", valueName: "time"),
        transform: RunTimeout.init(text:)
    )
    var timeout: RunTimeout?

    var guards: RunGuards { RunGuards(maximumRequestCount: maxRequests, timeout: timeout?.duration) }

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
    func limitingTime<Result: Sendable>(
        _ operation: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        guard let timeout else { return try await operation() }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await operation() }
            group.addTask {
                try await Task.sleep(for: timeout)
                return nil
            }
            guard let result = try await group.next() ?? nil else {
                throw TimeUsedUp(timeout: timeout)
            }
            return result
        }
    }
}

/// The time that was given to a run is over.
struct TimeUsedUp: Failure {
    let timeout: Duration

    var category: FailureCategory { .failed }
    var message: String { "the run was ended after \(Quantity.time(timeout)) (--timeout)" }
    var mend: String? { "allow it more time, or ask for less" }
}

/// The time that a run may take.
struct RunTimeout {
    let duration: Duration

    init(text: String) throws {
        guard let duration = DurationText.read(text) else {
            throw ValidationError("a time such as 30s, 10min, 2h or 1d is wanted")
        }
        self.duration = duration
    }
}

extension FetchAllowance: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
