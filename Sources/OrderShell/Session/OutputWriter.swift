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
    /// Why a file has got only a part of what was to be in it; it gets nothing more then.
    private var failure: OutputError?

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
        // What stands on a terminal or in a pipe is wanted at once; a file has time until it is committed.
        if target == .standardOutput { try sink?.flush() }
    }

    /// Ends an answer that could not be written to its end; throws the error unless the reader has left the pager.
    ///
    /// A file that has got half of an answer can't be made whole any more, so it doesn't appear, and takes no other.
    func end(after error: OutputError) throws(OutputError) {
        guard let paged else {
            if case .file = target, sink != nil {
                discard()
                failure = error
            }
            throw error
        }
        self.paged = nil
        guard error == .readerLeft else {
            paged.discard()
            throw error
        }
        try paged.commit()
    }

    /// Ends the output and makes it count; an output without answers leaves no file.
    func commit() throws(OutputError) {
        guard hasAnswers else { return discard() }
        try endPage()
        try sink?.commit()
        sink = nil
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
