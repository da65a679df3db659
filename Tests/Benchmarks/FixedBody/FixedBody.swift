import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Hummingbird with nothing behind it: every request gets the same body of so many bytes.
///
/// What `Scripts/benchmark --serve` compares `ordersh serve` with.
@main struct FixedBody {
    static func main() async throws {
        guard CommandLine.arguments.count == 2, let byteCount = Int(CommandLine.arguments[1]), byteCount >= 0 else {
            fatalError("the argument is how many bytes the body has")
        }
        let body = ByteBuffer(repeating: UInt8(ascii: "x"), count: byteCount)
        let server = Server(
            childChannelSetup: HTTP1Channel { _, writer, _ in
                let headers: HTTPFields = [.contentType: "application/json", .contentLength: String(byteCount)]
                try await writer.write(
                    response: HTTPResponse(status: .ok, headerFields: headers),
                    body: ResponseBody(byteBuffer: body)
                )
            },
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: 0), backlog: 1024),
            onServerRunning: { channel in
                // As ordersh says it.
                let line = "serving at http://127.0.0.1:\(channel.localAddress?.port ?? 0)\n"
                _ = write(STDERR_FILENO, line, line.utf8.count)
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "fixed-body", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        try await server.run()
    }
}
