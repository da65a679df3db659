import ArgumentParser
import OrderServer

/// How much the server takes from clients at a time.
struct ServeBoundsOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Connections at the same time; more wait (default: 1024).", valueName: "n"),
        transform: { try OptionNumber.read($0, within: OptionNumber.load) }
    )
    var maxConnections = HTTPBounds().connectionCount

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Requests answered at the same time; more are refused (default: 512).", valueName: "n"),
        transform: { try OptionNumber.read($0, within: OptionNumber.load) }
    )
    var maxRunning = HTTPBounds().requestCount

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The time an answer may take (default: 30s).", valueName: "time"),
        transform: answerTime
    )
    var answerTimeout: RunTimeout?

    @Sendable private static func answerTime(_ text: String) throws -> RunTimeout {
        guard let time = try? RunTimeout(text: text), time.duration <= .seconds(86_400) else {
            throw ValidationError("a time from 1s to 1d is wanted, such as 30s or 2min")
        }
        return time
    }

    var bounds: HTTPBounds {
        var bounds = HTTPBounds()
        bounds.connectionCount = maxConnections
        bounds.requestCount = maxRunning
        if let answerTimeout { bounds.answerSeconds = answerTimeout.duration / .seconds(1) }
        return bounds
    }
}
