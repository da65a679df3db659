/// Writes answers to one output, one after the other.
///
/// A file gets its name only when it is committed, with all answers in it; answers in HTML stand together on one page.
/// Used by one session.
final class OutputWriter {
    let target: OutputTarget
    private var sink: (any OutputSink)?
    private var previousFormat: OutputFormat?
    private var hasOpenPage = false
    /// The answer that is being written, where it may go through the pager.
    private var paged: PagerSink?
    /// What there was before the answer that is being written to a file.
    private var whole: Whole?
    /// Why half of an answer stands in the output; it gets nothing more then.
    private(set) var failure: OutputError?

    /// How far an output has got with answers that are whole.
    private struct Whole {
        let byteCount: Int
        let previousFormat: OutputFormat?
        let hasOpenPage: Bool
        let hasAnswers: Bool
    }

    init(target: OutputTarget) {
        self.target = target
    }

    /// Whether anything was written.
    private(set) var hasAnswers = false

    /// Opens the output now, so that one that can't be written is known before anything is asked.
    func open() throws(OutputError) {
        _ = try opened()
    }

    private func opened() throws(OutputError) -> any OutputSink {
        if let sink { return sink }
        let opened = try target.open()
        sink = opened
        return opened
    }

    /// The sink for the next answer; an empty line sets it apart from the one before, where the format allows that.
    ///
    /// A page is named by its first title.
    func begin(
        _ format: OutputFormat,
        title: String? = nil,
        pager: Pager? = nil
    ) throws(OutputError) -> any OutputSink {
        if let failure { throw failure }
        let current = try opened()
        if case .file = target, let file = current as? any RewindableSink {
            whole = Whole(
                byteCount: file.byteCount,
                previousFormat: previousFormat,
                hasOpenPage: hasOpenPage,
                hasAnswers: hasAnswers
            )
        }
        hasAnswers = true
        if format != .html { try endPage() }
        if let previousFormat, previousFormat.isSetApart || format.isSetApart { try current.write("\n") }
        if format == .html, !hasOpenPage {
            hasOpenPage = true
            try current.write(HTMLPage.beginning(title: title))
        }
        previousFormat = format
        guard let pager else { return current }
        try current.flush()
        let paged = PagerSink(pager, terminal: current)
        self.paged = paged
        return paged
    }

    /// Lets the next answer stand as the first: what a person types stands between two answers already.
    func beginProgram() {
        if target == .standardOutput { previousFormat = nil }
    }

    /// Ends what stands on the standard output as a whole; a file goes on until it is committed.
    func endProgram() throws(OutputError) {
        guard target == .standardOutput, let sink else { return }
        try endPage()
        try sink.flush()
    }

    /// Ends an answer.
    func end() throws(OutputError) {
        if let paged {
            self.paged = nil
            return try paged.commit()
        }
        // A command has time until it is committed; of a file, nothing of a whole answer is to fail with the next one.
        if !target.isCommand { try sink?.flush() }
        whole = nil
    }

    /// Ends an answer that could not be written to its end; throws the error unless the reader has left the pager.
    ///
    /// Half of an answer is taken out of a file again, which goes on with the answers before; see `failure` for one
    /// where that can't be done.
    func end(after error: OutputError) throws(OutputError) {
        guard let paged else {
            takeOutHalf(after: error)
            throw error
        }
        self.paged = nil
        guard error == .readerLeft else {
            paged.discard()
            throw error
        }
        try paged.commit()
    }

    private func takeOutHalf(after error: OutputError) {
        guard let whole, let file = sink as? any RewindableSink else { return }
        self.whole = nil
        previousFormat = whole.previousFormat
        hasOpenPage = whole.hasOpenPage
        hasAnswers = whole.hasAnswers
        guard !file.rewind(to: whole.byteCount) else { return }
        discard()
        guard case .file(let path) = target, error == .cancelled else { return failure = error }
        failure = .brokenOff(name: "'\(path)'")
    }

    /// Ends the output and makes it count; an output without answers leaves no file.
    ///
    /// What is not whole never counts, and that is said.
    func commit() throws(OutputError) {
        if let failure, !failure.endsQuietly { throw failure }
        guard hasAnswers else { return discard() }
        defer { sink = nil }
        try endPage()
        try sink?.commit()
    }

    func discard() {
        sink?.discard()
        sink = nil
    }

    private func endPage() throws(OutputError) {
        guard hasOpenPage else { return }
        hasOpenPage = false
        try sink?.write(HTMLPage.end)
    }
}

extension OutputFormat {
    /// Whether an empty line stands between an answer in this format and another one.
    fileprivate var isSetApart: Bool {
        switch self {
        case .table, .vertical, .csv, .tsv, .markdown: true
        case .json, .ndjson, .html: false
        }
    }
}
