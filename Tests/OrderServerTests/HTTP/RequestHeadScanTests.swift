import Testing

@testable import OrderServer

/// Where a request's head ends.
struct RequestHeadScanTests {
    @Test(arguments: [
        ("GET / HTTP/1.1\r\n\r\n", 18, 16, 2),
        ("GET / HTTP/1.1\r\nA: b\r\n\r\nrest", 24, 16, 8),
        ("\r\n\nGET / HTTP/1.1\n\nrest", 19, 18, 1),
        ("a\n\n\n", 3, 2, 1),
    ])
    func findsTheEndHoweverBytesAreCut(text: String, end: Int, line: Int, fields: Int) {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            var scan = RequestHeadScan()
            var count = bytes[..<cut].withUnsafeBytes { scan.scan($0) }
            if !scan.isComplete { count += bytes[cut...].withUnsafeBytes { scan.scan($0) } }
            #expect(scan.isComplete)
            #expect(count == end)
            #expect(scan.lineByteCount == line)
            #expect(scan.fieldsByteCount == fields)
        }
    }

    @Test func seesBytesThatAreNotASCIIInTheLineOnly() {
        var scan = RequestHeadScan()
        _ = Array("GET / HTTP/1.1\r\nA: \u{E9}\r\n\r\n".utf8).withUnsafeBytes { scan.scan($0) }
        #expect(!scan.hasForeignBytes)
        scan = RequestHeadScan()
        _ = Array("GET /\u{E9} HTTP/1.1\r\n\r\n".utf8).withUnsafeBytes { scan.scan($0) }
        #expect(scan.hasForeignBytes)
    }
}
