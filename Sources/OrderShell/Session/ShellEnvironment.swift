package import OrderEngine
package import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the shell needs from the world around it; put together by the program, and by tests.
package struct ShellEnvironment: Sendable {
    /// Opens a source; the shell itself knows none of the concrete kinds.
    package var openSource: @Sendable (SourceName, SettingValues) async throws -> OpenedSource
    /// The rules of a time zone by its name, which only the system's files know.
    package var zoneRules: @Sendable (String) throws -> TimeZoneRules = { name in
        guard name != "UTC" else { return .utc }
        guard let rules = TimeZoneRules(fixedOffset: name) else {
            throw ShellError(.usage, "there is no time zone '\(name)' here")
        }
        return rules
    }
    package var now: @Sendable () -> Instant
    /// Says something that is not data, on standard error or above the prompt.
    package var note: @Sendable (String) -> Void
    /// The columns of the terminal that the standard output is, nil when it is none.
    package var terminalWidth: @Sendable () -> Int?
    /// The lines of that terminal.
    package var terminalHeight: @Sendable () -> Int? = { nil }
    /// The looks that it can show.
    package var palette = Palette.none
    /// The pager's command; nil where nobody pages: no prompt, no terminal that a pager could use, none wanted.
    package var pagerCommand: @Sendable () -> String? = { nil }
    /// The line that tells how far a statement is; nil for none.
    package var progress: ProgressLine?
    /// Asks the person at the prompt a question of yes and no; nil where there is nobody to ask.
    package var ask: (@Sendable (String) async throws -> Bool)?
    /// The statements that were entered, the oldest first; nil where none are kept.
    package var history: (@Sendable () -> [HistoryEntry])?
    /// Whether requests are told while they are made.
    package var trace = RequestTrace()
    /// Ends what a cancelled program waits for; tests that cancel leave the programs of others alone.
    package var endPrograms: @Sendable () -> Void = { ForegroundPrograms.end(by: SIGTERM) }
    /// Told when a statement begins, so that what is counted by statement begins anew.
    package var statementBegins: @Sendable (SettingValues) -> Void = { _ in }

    package init(
        openSource: @escaping @Sendable (SourceName, SettingValues) async throws -> OpenedSource,
        now: @escaping @Sendable () -> Instant,
        note: @escaping @Sendable (String) -> Void,
        terminalWidth: @escaping @Sendable () -> Int?
    ) {
        self.openSource = openSource
        self.now = now
        self.note = note
        self.terminalWidth = terminalWidth
    }
}

/// A source that was just opened, and what its user should know about it.
package struct OpenedSource: Sendable {
    package let source: any OrderSource
    package let warnings: [String]
    /// The files that it reads, which no answer may take the place of.
    package var paths: [String] = []
    /// What the source's profile says of the session's settings.
    package var settings: [SettingValues.Entry] = []
    /// The file of certificates that the server is trusted by, for `\curl`.
    package var certificateFile: String?
    /// What the source holds, read anew at a moment; nil where nothing is known before it is read.
    package let details: (@Sendable (_ now: Instant) throws -> SourceDetails)?

    package init(
        _ source: any OrderSource,
        warnings: [String] = [],
        details: (@Sendable (_ now: Instant) throws -> SourceDetails)? = nil
    ) {
        self.source = source
        self.warnings = warnings
        self.details = details
    }
}

/// What a source holds, for `\source` and the prompt; harmless to show.
package struct SourceDetails: Sendable, Hashable {
    /// One line, to follow the source's name.
    package let summary: String
    package let lines: [String]

    package init(summary: String, lines: [String]) {
        self.summary = summary
        self.lines = lines
    }
}
