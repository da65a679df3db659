// `\watch`: the last query again and again until Ctrl-C, in place at a terminal, else one answer after the other.

import OrderModel

extension Session {
    /// `\watch`: asks the last query again and again.
    ///
    /// What fails for once is said and tried again at the next time; the first time must succeed. At the prompt,
    /// Ctrl-C ends it, and the newest answer is what `_` stands for.
    func watch(every interval: Duration) async throws {
        let query = try watchedQuery()
        // What is traced would stand in the picture.
        let isPicture =
            environment.palette != .none && format.isForPeople && environment.terminalHeight() != nil
            && !environment.trace.isOn
        var watched: WatchedAnswer?
        do {
            while true {
                let next = ContinuousClock.now + interval
                do {
                    watched = try await nextAnswer(to: query, after: watched)
                } catch {
                    guard let before = watched, retries(after: error) else { throw error }
                    watched = before.failing(with: error)
                }
                guard let shown = watched else { return }
                try show(shown, every: interval, query, isPicture)
                try await pause(until: next) {
                    if isPicture { try self.show(shown.resized, every: interval, query, isPicture) }
                }
            }
        } catch  where Task.isCancelled && environment.ask != nil && !Self.isTerminating {
            if let watched { keep(watched.answer, to: query, at: watched.time) }
        }
    }

    private static var isTerminating: Bool { SignalMonitor.shared.terminationStatus != nil }

    private func watchedQuery() throws -> Query {
        guard settings.output == .standardOutput, sent == nil else {
            throw ShellError(
                .usage,
                "\\watch writes to the standard output only",
                mend: "\\output alone goes back to it"
            )
        }
        guard settings.shownRequests == nil else {
            throw ShellError(.usage, "\\watch sends requests, which are only shown here")
        }
        guard case .query(let query)? = lastAsked else {
            throw ShellError(.usage, "there is no query to repeat yet", mend: "ask one of the source first")
        }
        return query
    }

    /// Asks once more; what is said meanwhile stands on the screen with the answer.
    private func nextAnswer(to query: Query, after before: WatchedAnswer?) async throws -> WatchedAnswer {
        heldNotes = []
        defer { heldNotes = nil }
        let answer = try await answerWithUsualColumns(query, isRepeated: before != nil)
        var next = WatchedAnswer(answer: answer, time: environment.now(), isFirst: before == nil)
        next.notes = heldNotes ?? []
        if let before {
            let keys = AnswerChanges.keys(of: query, in: answer.table)
            next.changes = AnswerChanges(from: before.answer.table, to: answer.table, keys: keys)
        }
        return next
    }

    /// Whether the same may go well the next time.
    private func retries(after error: any Error) -> Bool {
        guard let failure = error as? any Failure, !(error is OutputError || error is ShellError) else { return false }
        switch failure.category {
        case .unavailable, .incomplete: return true
        // A file that is being written, a budget that each statement has anew.
        case .failed: return environment.ask != nil
        case .usage, .assertion, .credentials, .interrupted, .terminated: return false
        }
    }

    // MARK: Showing

    private func show(_ watched: WatchedAnswer, every interval: Duration, _ query: Query, _ isPicture: Bool) throws {
        let remarks = watched.answer.remarks + (settings.showsTiming ? [watched.answer.timing] : [])
        guard isPicture else {
            for text in watched.notes { note(text) }
            guard !watched.isFailed else { return }
            return try write { format, render, sink throws(OutputError) in
                var render = render
                render.chart = query.chart
                try format.write(watched.answer.table, remarks: remarks, settings: render, to: sink)
            }
        }
        let height = max(4, (environment.terminalHeight() ?? 24) - 1)
        var render = RenderSettings(width: environment.terminalWidth(), zone: settings.zone)
        render.palette = environment.palette
        render.chart = query.chart
        // A chart is drawn as high as there is room above its footer.
        if query.chart != nil { render.height = height - 1 }
        render.changes = watched.changes?.marks ?? ChangeMarks()
        let screen = WatchScreen(
            title: watched.title(every: interval, in: settings.zone),
            table: watched.answer.table,
            remarks: remarks,
            notes: watched.notes,
            hasLinesOfRows: query.chart == nil || query.chart == .bar
        )
        let lines = try screen.lines(height: height, palette: environment.palette) {
            table,
            remarks throws(OutputError) in
            let sink = MemorySink()
            try format.write(table, remarks: remarks, settings: render, to: sink)
            return sink.text
        }
        let terminal = DescriptorSink.standardOutput()
        try terminal.write(WatchScreen.painting(lines, clearsScreen: watched.clearsScreen))
        try terminal.flush()
    }

    /// Waits, and paints anew when the terminal has another size.
    private func pause(until next: ContinuousClock.Instant, repaint: () throws -> Void) async throws {
        var size = [environment.terminalWidth(), environment.terminalHeight()]
        let least = ContinuousClock.now + .milliseconds(100)
        while ContinuousClock.now < max(next, least) {
            let slice = min(max(next, least), ContinuousClock.now + .milliseconds(200))
            try await Task.sleep(until: slice, clock: .continuous)
            let now = [environment.terminalWidth(), environment.terminalHeight()]
            if now != size { try repaint() }
            size = now
        }
    }
}

/// An answer while it is watched.
struct WatchedAnswer {
    let answer: QueryRunner.Answer
    let time: Instant
    /// Nil for the first answer.
    var changes: AnswerChanges?
    var notes: [String] = []
    /// Whether the last attempt failed, so that this is the answer before.
    var isFailed = false
    /// Whether the screen shows something else, or has another size, so that it is cleared first.
    var clearsScreen: Bool

    init(answer: QueryRunner.Answer, time: Instant, isFirst: Bool) {
        self.answer = answer
        self.time = time
        clearsScreen = isFirst
    }

    /// The same for a screen of another size.
    var resized: WatchedAnswer {
        var copy = self
        copy.clearsScreen = true
        return copy
    }

    /// The same after an attempt that gave no other.
    func failing(with error: any Error) -> WatchedAnswer {
        var copy = self
        copy.isFailed = true
        copy.clearsScreen = false
        copy.changes = AnswerChanges()
        copy.notes = [FailureText.of(error)]
        return copy
    }

    /// The line above it: `every 5s · 14:32:05 · 3 changes`.
    func title(every interval: Duration, in zone: TimeZoneRules) -> String {
        var parts = ["every \(DurationText.write(interval))", time.clockText(in: zone)]
        if isFailed { parts.append("failed, tried again") } else if let changes { parts.append(changes.text) }
        return parts.joined(separator: " · ")
    }
}
