// Where answers go: to the session's output, through the pager, or where a statement sends its own.

import OrderLanguage
import OrderModel

/// Where the answer of one statement goes, with `\>` or `\|`.
struct SentAnswer {
    let writer: OutputWriter
    let format: OutputFormat
    /// How many rows it has; nil where it is no table.
    var rowCount: Int?
}

extension Session {
    /// The form of the answer that comes next.
    ///
    /// Where nobody has chosen one, the ending of the output file does.
    var format: OutputFormat {
        if let sent { return sent.format }
        guard !hasChosenFormat, case .file(let path) = settings.output else { return settings.format }
        return OutputFormat(ofFile: path) ?? settings.format
    }

    private var hasChosenFormat: Bool { settings.given[.format]?.origin != .standard }

    /// The form of an answer that is sent: what a file's ending asks for, what has been chosen, and for a command that
    /// nothing is chosen for what programs read, unless it is to get a chart.
    private func format(of step: Program.Step, to target: OutputTarget) -> OutputFormat {
        switch target {
        case .file(let path): return OutputFormat(ofFile: path) ?? settings.format
        case .command where !hasChosenFormat: return step.drawsChart ? .table : .csv
        case .command, .standardOutput: return settings.format
        }
    }

    /// Runs a step whose answer goes to a file or a command instead of to the session's output.
    ///
    /// A file is opened before anything is asked, and is there when all of it is.
    func send(_ step: Program.Step, to destination: AnswerDestination, given: [String: DefinitionValue]) async throws {
        // Requests are shown, not sent, and so is what would come of them.
        guard settings.shownRequests == nil else { return try await run(step, given: given) }
        let target = OutputTarget(destination)
        try checkTarget(target, against: sourcePaths)
        let writer = OutputWriter(target: target)
        if case .file = target { try writer.open() }
        sent = SentAnswer(writer: writer, format: format(of: step, to: target))
        defer { sent = nil }
        do {
            try await run(step, given: given)
        } catch {
            // A command that has left has read what it wanted.
            guard target.isCommand, error as? OutputError == .readerLeft, !Task.isCancelled else {
                writer.discard()
                throw error
            }
        }
        try Task.checkCancellation()
        do throws(OutputError) {
            try writer.commit()
        } catch {
            if case .commandInterrupted = error { throw CancellationError() }
            throw error
        }
        if writer.hasAnswers, let sent { sayWhatWasWritten(sent.rowCount, as: sent.format, to: target) }
    }

    /// Tells the person at the prompt what they can't see.
    private func sayWhatWasWritten(_ rowCount: Int?, as format: OutputFormat, to target: OutputTarget) {
        guard environment.ask != nil, case .file(let path) = target else { return }
        let what = rowCount.map { $0 == 1 ? "1 row" : "\(DisplayText.grouped(Decimal($0))) rows" } ?? "the answer"
        let form = OutputFormat(ofFile: path) == nil ? " as \(format.rawValue)" : ""
        note("\(what) to \(VisibleText.of(path))\(form)")
    }

    /// Makes an output count, and tells the person at the prompt that the file is there now.
    func complete(_ writer: OutputWriter) throws(OutputError) {
        try writer.commit()
        guard environment.ask != nil, case .file(let path) = writer.target else { return }
        note(
            writer.hasAnswers ? "\(VisibleText.of(path)) is complete" : "nothing was written to \(VisibleText.of(path))"
        )
    }

    /// Writes one answer; in another format than the session's where one is given.
    ///
    /// Who leaves the pager before the end has seen enough, and the answer counts as written.
    func write(
        as otherFormat: OutputFormat? = nil,
        title: String? = nil,
        rowCount: Int? = nil,
        _ body: (OutputFormat, RenderSettings, any OutputSink) throws(OutputError) -> Void
    ) throws(OutputError) {
        let format = otherFormat ?? format
        let writer = sent?.writer ?? output
        let pager = format.isForPeople && title == nil ? pager(for: writer.target) : nil
        defer { environment.progress?.clear() }
        do throws(OutputError) {
            var sink = try writer.begin(format, title: title, pager: pager)
            if case .file = writer.target, let progress = environment.progress { sink = ProgressSink(sink, progress) }
            if let visible = visibleSink(sink, format, writer.target) { sink = visible }
            try body(
                format,
                renderSettings(for: writer.target, isPaged: pager != nil),
                CancellableSink(sink)
            )
            try writer.end()
            sent?.rowCount = rowCount
            if sent == nil, title == nil { sayWhatWasWritten(rowCount, as: format, to: writer.target) }
        } catch {
            let hadFailed = writer.failure != nil
            defer { if !hadFailed, sent == nil { sayLoss(in: writer) } }
            try writer.end(after: error)
        }
    }

    /// Tells the person at the prompt that an output can't be completed, since of a cancellation nothing else is said.
    private func sayLoss(in writer: OutputWriter) {
        guard environment.ask != nil, case .brokenOff? = writer.failure, let failure = writer.failure else { return }
        note(FailureText.of(failure))
    }

    /// What makes the bytes of data harmless to the terminal; nil where they go elsewhere, or are made so already.
    private func visibleSink(_ sink: any OutputSink, _ format: OutputFormat, _ target: OutputTarget) -> VisibleSink? {
        guard target == .standardOutput, environment.terminalWidth() != nil else { return nil }
        return switch format {
        case .csv, .tsv: VisibleSink(sink, isJSON: false)
        case .json, .ndjson: VisibleSink(sink, isJSON: true)
        case .table, .vertical, .markdown, .html: nil
        }
    }

    /// Throws for a file that the orders are read from, since writing it would destroy them, and for one whose name
    /// promises what is not written here.
    func checkTarget(_ target: OutputTarget, against paths: [String]) throws(ShellError) {
        if case .file(let path) = target, let ending = OutputFormat.foreignEnding(ofFile: path) {
            throw ShellError(
                .usage,
                "no '.\(ending)' files are written here, found '\(VisibleText.of(path))'",
                mend: "endings of what is written: .csv .tsv .json .ndjson .md .html .txt"
            )
        }
        guard case .file(let path) = target, let written = FileIdentity(path: path) else { return }
        guard paths.contains(where: { FileIdentity(path: $0) == written }) else { return }
        throw ShellError(
            .usage,
            "the orders are read from '\(path)', which an answer would take the place of",
            mend: "name another file"
        )
    }

    /// Writes lines that are an answer without being a table.
    func write(text: String) throws(OutputError) {
        try write { format, _, sink throws(OutputError) in try format.write(text: text, to: sink) }
    }

    /// Writes a title above what follows, in the formats that have titles.
    func write(title: String) throws(OutputError) {
        guard format.hasTitles else { return }
        try write(title: title) { format, render, sink throws(OutputError) in
            try format.write(title: title, settings: render, to: sink)
        }
    }

    /// Shows what a command was asked for.
    ///
    /// It goes to standard output, or where the command sends it; never into the session's output file, which holds
    /// answers only.
    func show(_ text: String) throws(OutputError) {
        guard sent == nil else { return try write(text: text + "\n") }
        let terminal = DescriptorSink.standardOutput()
        guard let pager = pager(for: .standardOutput) else {
            try terminal.write(text + "\n")
            return try terminal.flush()
        }
        let sink = PagerSink(pager, terminal: terminal)
        do throws(OutputError) {
            try sink.write(text + "\n")
        } catch {
            guard error == .readerLeft else { throw error }
        }
        try sink.commit()
    }

    // MARK: The reader

    /// What a renderer needs to know about whoever reads an answer: only what goes to the terminal, or through the
    /// pager to it, is fitted and has colours.
    private func renderSettings(for target: OutputTarget, isPaged: Bool) -> RenderSettings {
        var render = RenderSettings(zone: settings.zone)
        guard target == .standardOutput else { return render }
        render.width = environment.terminalWidth()
        render.height = isPaged ? nil : environment.terminalHeight()
        render.palette = environment.palette
        return render
    }

    /// The pager for text at the prompt; nil where the terminal gets it all.
    private func pager(for target: OutputTarget) -> Pager? {
        let mode = settings.given.pagerMode
        guard target == .standardOutput, mode != .off, let command = environment.pagerCommand(),
            let rows = environment.terminalHeight(), let columns = environment.terminalWidth()
        else { return nil }
        return Pager(command: command, rows: rows, columns: columns, mode: mode)
    }
}
