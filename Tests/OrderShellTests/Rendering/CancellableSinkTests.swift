import OrderModel
import Testing

@testable import OrderShell

@Suite struct CancellableSinkTests {
    /// What a work throws once its task has been cancelled.
    private static func error(
        whenCancelled work: @escaping @Sendable (any OutputSink) throws(OutputError) -> Void
    ) async -> OutputError? {
        let task = Task { () -> OutputError? in
            withUnsafeCurrentTask { $0?.cancel() }
            do throws(OutputError) {
                try work(MemorySink())
                return nil
            } catch {
                return error
            }
        }
        return await task.value
    }

    @Test func nothingIsWrittenAfterTheCancellation() async {
        #expect(await Self.error { sink throws(OutputError) in try sink.write("x") } == nil)
        let error = await Self.error { sink throws(OutputError) in try CancellableSink(sink).write("x") }
        #expect(error == .cancelled)
    }

    /// A long table is looked at once before its first line is written.
    @Test func aTableIsNotMeasuredAfterTheCancellation() async {
        let column = ResultColumn(name: "id", type: .integer)
        let table = ResultTable(columns: [column], rows: [ResultRow(values: [.number(Decimal(1))])])
        let error = await Self.error { sink throws(OutputError) in
            try TableRenderer(settings: RenderSettings(zone: .utc), sink: sink).write(table, remarks: [])
        }
        #expect(error == .cancelled)
    }

    @Test func aRunThatWasCancelledFails() {
        #expect(OutputError.cancelled.category == .interrupted)
        #expect(!OutputError.cancelled.endsQuietly)
    }
}
