import ArgumentParser
import OrderShell

/// Where a command writes orders to.
struct OutputOption: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Write to a file, which appears complete or not at all (default: standard output).",
            valueName: "file"
        ),
        completion: .file()
    )
    var output: String?

    var target: OutputTarget { output.map { $0 == "-" ? .standardOutput : .file($0) } ?? .standardOutput }

    /// The name of a file for a closing line; nil when the orders go to standard output, which says nothing else.
    var fileName: String? { target == .standardOutput ? nil : output }
}

/// A work that writes one output: whole, or not at all; Ctrl-C and a request to terminate end it.
enum OutputWork {
    static func run<Success: Sendable>(
        to target: OutputTarget,
        _ work: @escaping @Sendable (any OutputSink) async throws -> Success
    ) async throws -> Success {
        try await SignalMonitor.shared.cancelling(
            leavesOnInterrupt: true,
            graceMilliseconds: SignalMonitor.briefGraceMilliseconds
        ) {
            let sink = try target.open()
            do {
                let success = try await work(sink)
                try Task.checkCancellation()
                try sink.commit()
                return success
            } catch {
                sink.discard()
                throw error
            }
        }
    }
}
