import OrderDataset
import OrderModel
import OrderRemote
import OrderShell

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Puts the concrete parts together: the one place that knows all kinds of sources.
enum Wiring {
    /// What the shell needs, by what the command line says.
    ///
    /// With `holdsColumns`, columns of files stay in memory, since more questions will come.
    static func environment(
        _ choices: SessionChoices = SessionChoices(),
        holdsColumns: Bool = false
    ) -> ShellEnvironment {
        var options = FileOptions()
        options.skipsBadLines = choices.skipsBadLines
        options.columnBudgetBytes = holdsColumns ? FileOptions.promptBudgetBytes : 0
        return ShellEnvironment(
            openSource: { [options] in try open($0, options) },
            now: now,
            note: StandardError.write,
            terminalWidth: { isatty(STDOUT_FILENO) == 1 ? TerminalSize.columns : nil }
        )
    }

    static func value(ofEnvironment name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    private static func open(_ name: SourceName, _ options: FileOptions) throws -> OpenedSource {
        switch name {
        case .sample: return OpenedSource(SampleSource())
        case .file(let path) where path.hasSuffix(".orders") || SnapshotSource.isSnapshot(atPath: path):
            return OpenedSource(try SnapshotSource(path: path))
        case .file(let path): return OpenedSource(try FileSource(paths: [path], options: options))
        case .files(let paths): return OpenedSource(try FileSource(paths: paths, options: options))
        case .server(let url):
            let source = try RemoteSource(url: url, token: value(ofEnvironment: "ORDERSH_TOKEN"))
            return OpenedSource(source, warnings: source.warnings)
        }
    }

    @Sendable private static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
