/// Writes answers to the session's output, one after the other.
///
/// A file gets its name only when it is committed, with all answers in it. Used by one session.
final class OutputWriter {
    private let target: OutputTarget
    private var sink: (any OutputSink)?
    private var previousFormat: OutputFormat?

    init(target: OutputTarget) {
        self.target = target
    }

    /// The sink for the next answer; an empty line sets it apart from the one before, where the format allows that.
    func begin(_ format: OutputFormat) throws(OutputError) -> any OutputSink {
        let current: any OutputSink
        if let sink { current = sink } else { current = try target.open() }
        sink = current
        if let previousFormat, previousFormat == .csv || format == .csv || format == .table {
            try current.write("\n")
        }
        previousFormat = format
        return current
    }

    /// Lets the next answer stand as the first: what a person types stands between two answers already.
    func beginProgram() {
        if target == .standardOutput { previousFormat = nil }
    }

    func end() throws(OutputError) {
        // What stands on a terminal or in a pipe is wanted at once; a file has time until it is committed.
        if target == .standardOutput { try sink?.flush() }
    }

    func commit() throws(OutputError) {
        try sink?.commit()
        sink = nil
    }

    func discard() {
        sink?.discard()
        sink = nil
    }
}
