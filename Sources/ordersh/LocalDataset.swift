import OrderDataset
import OrderModel
import OrderShell

/// What names of files on this machine mean together: a snapshot, or files as one dataset.
enum LocalDataset {
    case snapshot(String)
    case files([String])

    /// Finds it out; a snapshot is known by its name, or as the only one that a pattern fits.
    init(_ names: [String]) throws {
        guard names.count(where: { $0 == FileSource.standardInputPath }) < 2 else {
            throw ShellError(.usage, "standard input is named twice", mend: "name - once")
        }
        var paths: [String] = []
        for name in names { paths += try FilePattern.paths(of: name) }
        if paths.count == 1, paths[0].hasSuffix(".orders") || Self.isSnapshot(paths[0]) {
            self = .snapshot(paths[0])
        } else {
            try Self.refuseSnapshots(among: paths)
            self = .files(paths)
        }
    }

    private static func isSnapshot(_ path: String) -> Bool {
        path != FileSource.standardInputPath && SnapshotSource.isSnapshot(atPath: path)
    }

    private static func refuseSnapshots(among paths: [String]) throws(ShellError) {
        guard paths.count > 1, let snapshot = paths.first(where: isSnapshot) else { return }
        let file = paths.first { !isSnapshot($0) }
        throw ShellError(
            .usage,
            "'\(snapshot)' is a snapshot, which cannot be opened together with other files",
            mend: file.map { "import them into it, as in: ordersh import '\($0)' -o '\(snapshot)'" }
                ?? "open one of them alone; 'ordersh export' and 'ordersh import' put one into the other"
        )
    }
}
