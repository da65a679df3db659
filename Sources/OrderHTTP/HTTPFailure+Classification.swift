import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension HTTPFailure {
    /// Names what the client library threw, in words that a user understands.
    init(_ error: any Error, at address: WebAddress, limits: HTTPLimits) {
        let place = address.origin
        self =
            switch error {
            case let failure as HTTPFailure: failure
            case let error as HTTPClientError: Self(error, place: place)
            case let error as NIOConnectionError: .connection(place: place, reason: Self.reason(of: error))
            case let error as IOError: .connection(place: place, reason: Self.reason(of: error))
            case let error as ChannelError: Self(error, place: place)
            case HTTPParserError.invalidEOFState:
                .connection(place: place, reason: "the connection closed in the middle of the answer")
            case is HTTPParserError: .malformed(place: place, reason: "no valid HTTP")
            case NIOHTTPDecompression.DecompressionError.limit:
                .tooLarge(place: place, limitBytes: limits.bodyLimitBytes)
            case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
                .malformed(place: place, reason: "the compressed body is damaged")
            default: Self(other: error, place: place)
            }
    }

    private init(_ error: HTTPClientError, place: String) {
        self =
            switch error {
            case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
                .timedOut(place: place, phase: .connecting)
            case .readTimeout: .timedOut(place: place, phase: .waiting)
            case .deadlineExceeded: .timedOut(place: place, phase: .total)
            case .remoteConnectionClosed, .uncleanShutdown:
                .connection(place: place, reason: "the server closed the connection without an answer")
            default: .malformed(place: place, reason: ServerText.line(error.shortDescription, maximumLength: 120))
            }
    }

    private init(_ error: ChannelError, place: String) {
        self =
            switch error {
            case .connectTimeout: .timedOut(place: place, phase: .connecting)
            default: .connection(place: place, reason: "the connection was closed")
            }
    }

    private init(other error: any Error, place: String) {
        let text = String(describing: error)
        // Errors of the encryption library are told by its name, which spares a dependency on it.
        if String(reflecting: type(of: error)).hasPrefix("NIOSSL.") {
            self = .insecure(place: place, reason: Self.encryptionReason(text))
        } else {
            self = .connection(place: place, reason: ServerText.line(text, maximumLength: 160))
        }
    }

    /// The library's name for what went wrong, in words: `wrong version number`; the rest is about its own sources.
    static func encryptionReason(_ text: String) -> String {
        guard let mark = text.firstRange(of: "OPENSSL_internal:") else {
            return "no encrypted connection could be made"
        }
        let name = text[mark.upperBound...].prefix { $0.isLetter || $0 == "_" }
        return String(name.lowercased().map { $0 == "_" ? " " : $0 })
    }

    private static func reason(of error: NIOConnectionError) -> String {
        if let first = error.connectionErrors.first {
            return (first.error as? IOError).map(reason) ?? ServerText.line("\(first.error)", maximumLength: 160)
        }
        return "no address found for \(error.host)"
    }

    /// The system's own words for its error number: `Connection refused`.
    private static func reason(of error: IOError) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard strerror_r(error.errnoCode, &buffer, buffer.count) == 0 else { return "error \(error.errnoCode)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
