/// Tells how much of an answer is written, to a file that takes a while.
final class ProgressSink: OutputSink {
    private let sink: any OutputSink
    private let progress: ProgressLine
    private var byteCount = 0

    init(_ sink: any OutputSink, _ progress: ProgressLine) {
        self.sink = sink
        self.progress = progress
        progress.begin()
    }

    func write(_ bytes: [UInt8]) throws(OutputError) {
        try sink.write(bytes)
        byteCount += bytes.count
        progress.show("writing", byteCount: byteCount, of: nil)
    }

    func flush() throws(OutputError) { try sink.flush() }
    func commit() throws(OutputError) { try sink.commit() }
    func discard() { sink.discard() }
}
