/// Stops an answer in the middle when the statement has been cancelled.
///
/// Between the last order that is read and the last line that is written nothing waits, so nothing else would notice.
final class CancellableSink: OutputSink {
    private let sink: any OutputSink

    init(_ sink: any OutputSink) {
        self.sink = sink
    }

    func write(_ bytes: [UInt8]) throws(OutputError) {
        try OutputError.checkCancellation()
        try sink.write(bytes)
    }

    func writeFooter(_ text: String) throws(OutputError) { try sink.writeFooter(text) }
    func flush() throws(OutputError) { try sink.flush() }
    func commit() throws(OutputError) { try sink.commit() }
    func discard() { sink.discard() }
}
