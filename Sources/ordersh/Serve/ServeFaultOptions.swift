import ArgumentParser
import OrderHTTP
import OrderModel
import OrderServer
import OrderShell

/// What the server does wrong on purpose, so that clients can be tried.
struct ServeFaultOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Every answer waits so long, such as 250ms.", valueName: "time"),
        transform: { try Latency($0) }
    )
    var latency: Latency?

    @Option(
        help: ArgumentHelp(
            "What goes wrong: fail=3:500,429 (every third request, these statuses in turn), drop=5, cut=5, "
                + "ignore=PARAMETER, invert=PARAMETER or shuffle-ties; can be repeated.",
            valueName: "fault"
        ),
        completion: .list(["fail=", "drop=", "cut=", "ignore=", "invert=", "shuffle-ties"])
    )
    var fault: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The Retry-After of failures with 429 and 503 (default: 1).", valueName: "seconds|date"),
        transform: pause
    )
    var retryAfter = "1"

    func settings() throws(ShellError) -> FaultSettings {
        var settings = FaultSettings()
        settings.latencyMilliseconds = latency?.milliseconds ?? 0
        settings.retryAfter = retryAfter
        for text in fault { try FaultText.read(text, into: &settings) }
        return settings
    }

    /// What clients can read: seconds, or a date.
    @Sendable static func pause(_ text: String) throws -> String {
        guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), text.utf8.count <= 29,
            RetryAfter.delay(text, now: Wiring.now()) != nil
        else {
            throw ValidationError("seconds or a date are wanted, such as 30 or 'Fri, 31 Dec 1999 23:59:59 GMT'")
        }
        return text
    }
}

/// Reads one `--fault`.
enum FaultText {
    static func read(_ text: String, into settings: inout FaultSettings) throws(ShellError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count > 1 ? parts[1] : nil) {
        case ("fail", let value?): try readFailure(value, of: text, into: &settings)
        case ("drop", let value?): settings.dropsEvery = try count(value, of: text)
        case ("cut", let value?): settings.cutsEvery = try count(value, of: text)
        case ("ignore", let name?): settings.ignored.insert(try parameter(name))
        case ("invert", let name?): settings.inverted.insert(try filter(name))
        case ("shuffle-ties", nil): settings.shufflesTies = true
        default: throw unknown(text)
        }
    }

    private static func readFailure(
        _ value: String,
        of text: String,
        into settings: inout FaultSettings
    ) throws(ShellError) {
        let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        settings.failsEvery = try count(String(parts[0]), of: text)
        guard parts.count > 1 else { return }
        let statuses = parts[1].split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard statuses.allSatisfy((400...599).contains) else {
            throw ShellError(
                .usage,
                "'\(parts[1])' are no statuses of failures (--fault)",
                mend: "such as fail=3:500,502,429"
            )
        }
        settings.failStatuses = statuses
    }

    private static func count(_ value: String, of text: String) throws(ShellError) -> Int {
        guard let count = Int(value), count > 0 else {
            throw ShellError(
                .usage,
                "'\(text)' does not say every how many requests (--fault)",
                mend: "such as drop=5, for every fifth"
            )
        }
        return count
    }

    private static func parameter(_ name: String) throws(ShellError) -> String {
        guard ParameterName(rawValue: name) != nil else {
            let names = ParameterName.allCases.map(\.rawValue)
            let near = NameSuggestion.candidates(for: name, among: names)
            throw ShellError(
                .usage,
                "the API has no parameter '\(name)' (--fault)",
                mend: near.first.map { "did you mean '\($0)'?" } ?? "'ordersh -c \"\\help servers\"' tells of them"
            )
        }
        return name
    }

    /// A parameter that says which orders come.
    private static func filter(_ name: String) throws(ShellError) -> String {
        let name = try parameter(name)
        guard !["ordering", "limit", "offset"].contains(name) else {
            throw ShellError(.usage, "'\(name)' drops no orders, so it cannot be inverted (--fault)")
        }
        return name
    }

    private static func unknown(_ text: String) -> ShellError {
        ShellError(
            .usage,
            "'\(text)' is no fault (--fault)",
            mend: "fail=N:STATUSES, drop=N, cut=N, ignore=PARAMETER, invert=PARAMETER or shuffle-ties"
        )
    }
}

/// How long answers wait: `250ms`, or a length of time as other options take it.
struct Latency {
    let milliseconds: Int

    init(_ text: String) throws {
        let count =
            text.hasSuffix("ms")
            ? Int(text.dropLast(2)) : DurationText.read(text).map { Int($0.components.seconds) * 1000 }
        guard let count, (0...Self.longest).contains(count) else {
            throw ValidationError("a time from 0ms to 1h is wanted, such as 250ms or 2s")
        }
        milliseconds = count
    }

    /// An hour; whoever waits longer is gone.
    private static let longest = 3_600_000
}
