import ArgumentParser
import OrderServer

/// How much the server takes from clients at a time.
struct ServeBoundsOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Connections at the same time; more wait.", valueName: "n"))
    var maxConnections = HTTPBounds().connectionCount

    @Option(help: ArgumentHelp("Requests answered at the same time; more are refused.", valueName: "n"))
    var maxRunning = HTTPBounds().requestCount

    @Option(help: ArgumentHelp("The time an answer may take (default: 30s).", valueName: "time"))
    var answerTimeout: RunTimeout?

    func validate() throws {
        if maxConnections < 1 { throw ValidationError("--max-connections takes a number from 1") }
        if maxRunning < 1 { throw ValidationError("--max-running takes a number from 1") }
    }

    var bounds: HTTPBounds {
        var bounds = HTTPBounds()
        bounds.connectionCount = maxConnections
        bounds.requestCount = maxRunning
        if let answerTimeout { bounds.answerSeconds = answerTimeout.duration / .seconds(1) }
        return bounds
    }
}
