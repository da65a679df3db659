import OrderModel
import OrderShell

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder for a snapshot of this run, which nobody else can read; it is gone when the program ends, unless it is killed.
struct ServedFolder {
    private let path: String

    init() throws(ShellError) {
        let parent = UserPaths.variable("TMPDIR") ?? "/tmp"
        var template = Array((parent + "/ordersh-serve-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw ShellError(
                .failed,
                "cannot make a folder in \(parent): \(OutputError.reason(errno))",
                mend: "name another place with TMPDIR, or import into a snapshot and serve that"
            )
        }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        for file in [path, snapshotPath, snapshotPath + "-wal", snapshotPath + "-shm", samplePath] {
            PendingFiles.note(file, stands: true)
        }
    }

    var snapshotPath: String { path + "/served.orders" }
    /// Where invented orders are until they are imported.
    var samplePath: String { path + "/sample" }

    func removeSample() { unlink(samplePath) }
}
