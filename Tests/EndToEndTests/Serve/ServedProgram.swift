import OrderTestSupport

/// `ordersh serve` as the built program runs it, on a port of the system's choice.
final class ServedProgram {
    /// `http://127.0.0.1:` and the port.
    let url: String
    /// What it said when it was ready.
    let greeting: String
    private let process: ChildProcess

    /// Starts the server in a folder and waits until it listens.
    init(_ arguments: [String], in folder: String) throws {
        let words = (["ordersh", "serve"] + arguments + ["--port", "0"]).map { "'\($0)'" }.joined(separator: " ")
        let programs = BuiltProgram.path("ordersh").split(separator: "/").dropLast().joined(separator: "/")
        process = try ChildProcess([
            "/usr/bin/env", "-i", "PATH=/\(programs):/usr/bin:/bin", "HOME=\(folder)", "LC_ALL=C", "TERM=dumb",
            "/bin/sh", "-c", "cd '\(folder)' && exec \(words) </dev/null",
        ])
        var output: [UInt8] = []
        while let chunk = process.read() {
            output += chunk
            let text = String(decoding: output, as: UTF8.self)
            guard let start = text.firstRange(of: " at http://")?.lowerBound, text.hasSuffix("\n") else { continue }
            greeting = text
            url = String(text[start...].dropFirst(4).prefix { !$0.isWhitespace })
            return
        }
        throw NotServing(output: String(decoding: output, as: UTF8.self))
    }

    deinit { process.terminate() }

    /// Asks it to stop, and gives its exit status.
    func stop() -> Int32 {
        process.terminate()
        return process.waitForExit()
    }

    /// It ended before it listened.
    struct NotServing: Error {
        let output: String
    }
}
