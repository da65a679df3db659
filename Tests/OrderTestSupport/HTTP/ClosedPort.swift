#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A port of 127.0.0.1 where nobody listens, nor will while this lives.
///
/// The port of a server that has stopped may be another one's at once.
package final class ClosedPort: Sendable {
    package let number: Int
    private let descriptor: Int32

    package init() throws(SystemCallError) {
        descriptor = try LocalSocket.makeBoundSocket()
        number = try LocalSocket.port(of: descriptor)
    }

    deinit { close(descriptor) }

    package var place: String { "127.0.0.1:\(number)" }
    package var url: String { "http://\(place)" }
}
