import OrderEngine
import OrderModel
import OrderTestSupport
import Testing

@testable import OrderDataset

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite struct PipeSpoolTests {
    @Test func aPipeCanBeAskedAgain() async throws {
        let source = try FileSource(paths: [pipe(holding: Array("{\"id\":1}\n{\"id\":2}\n".utf8))])
        #expect(try await orders(of: source) == ["1:1", "2:2"])
        #expect(try await orders(of: source) == ["1:1", "2:2"])
        #expect(try await source.order(.identifier(2))?.origin.line == 2)
    }

    @Test func aScanThatStoppedEarlyLosesNothing() async throws {
        let source = try FileSource(paths: [pipe(holding: gzipped(Array("{\"id\":1}\n{\"id\":2}\n".utf8)))])
        #expect(try await source.order(.identifier(1)) != nil)
        #expect(try await orders(of: source) == ["1:1", "2:2"])
    }

    @Test func aPipeLongerThanTheLimitIsReadOnce() async throws {
        let source = try source(limitBytes: 4000)
        #expect(try await orders(of: source).count == 400)
        let error = await #expect(throws: DatasetError.self) { try await orders(of: source) }
        #expect(error?.problem == .pipeAlreadyRead(limitBytes: 4000))
    }

    @Test func keptBytesAreGivenBackAcrossChunks() async throws {
        let source = try source(limitBytes: 1 << 20)
        let first = try await orders(of: source)
        #expect(first.count == 400)
        #expect(try await orders(of: source) == first)
    }

    @Test func anEmptyPipeHoldsNoOrders() async throws {
        let source = try FileSource(paths: [pipe(holding: [])])
        for _ in 1...2 {
            let error = await #expect(throws: DatasetError.self) { try await orders(of: source) }
            #expect(error?.problem == .empty)
        }
    }

    @Test func theStandardInputHasAName() throws {
        #expect(try FileSource(paths: ["-"]).name == "standard input")
    }

    /// Four hundred orders in a pipe that is kept in small chunks.
    private func source(limitBytes: Int) throws -> FileSource {
        let text = (1...400).map { "{\"id\":\($0),\"key\":\"a key\"}\n" }.joined()
        let path = try pipe(holding: Array(text.utf8))
        let spool = PipeSpool(source: "a pipe", path: path, limitBytes: limitBytes, chunkBytes: 100)
        return FileSource(inputs: [.pipe(spool, source: "a pipe")], name: "a pipe")
    }

    /// The path of a pipe that holds these bytes and then ends; they fit in the system's buffer.
    private func pipe(holding bytes: [UInt8]) throws -> String {
        precondition(bytes.count < 1 << 14, "a pipe's buffer is small")
        var ends: [Int32] = [0, 0]
        guard makePipe(&ends) == 0, write(ends[1], bytes, bytes.count) == bytes.count else {
            throw SystemCallError("pipe")
        }
        close(ends[1])
        return "/dev/fd/\(ends[0])"
    }

    private func orders(of source: FileSource) async throws -> [String] {
        try await described(source.makeScan(for: ScanRequest(fields: NeededFields())).makeReader())
    }
}

private func makePipe(_ ends: inout [Int32]) -> Int32 {
    ends.withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.map { pipe($0) } ?? -1 }
}
