import OrderTestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A script for the shell that runs the built program in a folder, and what came of it.
struct ShellScript {
    let output: String
    let errors: String
    let status: Int32

    /// Runs a script with `sh`, the built programs first in its PATH.
    ///
    /// The environment holds nothing of the caller's but the PATH, so that no user's settings change a test.
    init(_ script: String, in folder: String) throws {
        let programs = BuiltProgram.path("ordersh").split(separator: "/").dropLast().joined(separator: "/")
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        let process = try ChildProcess([
            "/usr/bin/env", "-i", "PATH=/\(programs):\(path)", "HOME=\(folder)", "LC_ALL=C", "TERM=dumb", "/bin/sh",
            "-c",
            "cd '\(folder)' && exec </dev/null >.output 2>.errors\n\(script)",
        ])
        _ = process.readToEnd()
        status = process.waitForExit()
        output = TemporaryFolder.text(of: folder + "/.output")
        errors = TemporaryFolder.text(of: folder + "/.errors")
    }
}
