import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@testable import OrderShell

@Suite struct OutputSinkTests {
    /// A pipe, whose ends the test closes.
    private static func makePipe() throws -> (reader: Int32, writer: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    @Test func aReaderThatLeftEndsQuietly() throws {
        DescriptorSink.ignoreWriteSignals()
        let ends = try Self.makePipe()
        close(ends.reader)
        defer { close(ends.writer) }
        let sink = DescriptorSink(descriptor: ends.writer, name: "standard output")
        try sink.write("id\n")
        let error = #expect(throws: OutputError.self) { try sink.flush() }
        #expect(error == .readerLeft)
        #expect(error?.endsQuietly == true)
        // What was refused is gone, so that ending the output does not fail a second time.
        try sink.commit()
    }

    @Test func aFullPipeIsWaitedFor() async throws {
        let ends = try Self.makePipe()
        try #require(fcntl(ends.writer, F_SETFL, O_NONBLOCK) == 0)
        let expected = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let reading = Task.detached {
            var received: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 10_000)
            while case let count = read(ends.reader, &chunk, chunk.count), count > 0 { received += chunk[..<count] }
            return received
        }
        let sink = DescriptorSink(descriptor: ends.writer, name: "standard output")
        try sink.write(expected)
        try sink.commit()
        close(ends.writer)
        #expect(await reading.value == expected)
        close(ends.reader)
    }

    @Test func anotherFailureSaysWhichOutput() throws {
        let sink = DescriptorSink(descriptor: -1, name: "standard output")
        try sink.write("x")
        let error = #expect(throws: OutputError.self) { try sink.commit() }
        #expect(error?.message == "cannot write standard output: bad file descriptor")
        #expect(error?.endsQuietly == false)
    }

    @Test func discardedBytesAreNotWritten() throws {
        let ends = try Self.makePipe()
        let sink = DescriptorSink(descriptor: ends.writer, name: "standard output")
        try sink.write("x")
        sink.discard()
        try sink.commit()
        close(ends.writer)
        var byte: UInt8 = 0
        #expect(read(ends.reader, &byte, 1) == 0)
        close(ends.reader)
    }
}
