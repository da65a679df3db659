import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import OrderModel

/// Names what the client library threw, in words that a user understands.
struct FailureNaming {
    let exchange: Exchange
    let limits: HTTPLimits

    private var place: String { exchange.address.origin }

    /// Whoever is connected to first: the proxy if there is one.
    private var nextPlace: String { exchange.route.proxy.map { "the proxy \($0.place)" } ?? place }

    func failure(_ error: any Error) -> HTTPFailure {
        switch error {
        case let failure as HTTPFailure: failure
        case let error as HTTPClientError: failure(error)
        case let error as NIOConnectionError: failure(error)
        case let error as IOError: broken(systemMessage(error.errnoCode))
        case ChannelError.connectTimeout: timedOut(.connecting)
        case is ChannelError: broken("the connection was closed")
        case HTTPParserError.invalidEOFState: closed()
        case HTTPParserError.headerOverflow: malformed("the head of its answer is too long")
        case is HTTPParserError: malformed("no valid HTTP")
        case NIOHTTPDecompression.DecompressionError.limit:
            .tooLarge(place: place, limitBytes: limits.bodyLimitBytes)
        case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
            .unusableAnswer(place: place, reason: "the compressed body is damaged")
        default: unfamiliar(error)
        }
    }

    private func failure(_ error: HTTPClientError) -> HTTPFailure {
        switch error {
        // The library's clocks for these run at once, and any of them may be the first.
        case .connectTimeout, .getConnectionFromPoolTimeout, .httpProxyHandshakeTimeout, .socksHandshakeTimeout,
            .tlsHandshakeTimeout:
            timedOut(.connecting)
        case .readTimeout: timedOut(exchange.soFar.receivedByteCount == 0 ? .waiting : .receiving)
        case .deadlineExceeded: timedOut(.total)
        case .proxyAuthenticationRequired: proxyRefused(wantsCredentials: true)
        case .invalidProxyResponse: proxyRefused(wantsCredentials: false)
        case .remoteConnectionClosed, .uncleanShutdown: closed()
        default: malformed(ServerText.line(error.shortDescription, maximumLength: 120))
        }
    }

    private func failure(_ error: NIOConnectionError) -> HTTPFailure {
        guard let first = error.connectionErrors.first?.error else {
            return .connection(place: nextPlace, reason: "no address is known for the host \(error.host)")
        }
        if case ChannelError.connectTimeout = first { return timedOut(.connecting) }
        let reason = (first as? IOError).map { systemMessage($0.errnoCode) }
        return .connection(place: nextPlace, reason: reason ?? ServerText.line("\(first)", maximumLength: 160))
    }

    private func unfamiliar(_ error: any Error) -> HTTPFailure {
        if let problem = TLSProblem(error, host: exchange.address.host) {
            return .insecure(place: place, problem: problem)
        }
        // Two libraries beneath the client's: told by the name, which spares depending on the second.
        switch String(reflecting: type(of: error)).prefix(while: { $0 != "." }) {
        case "NIOSSL": return closed()
        case "NIOSOCKS": return proxyRefused(wantsCredentials: false)
        default: return broken(ServerText.line("\(error)", maximumLength: 160))
        }
    }

    private func timedOut(_ phase: HTTPFailure.TimeoutPhase) -> HTTPFailure {
        switch phase {
        case .connecting:
            let way = exchange.route.proxy.map { " through the proxy \($0.place)" } ?? ""
            return .timedOut(place: place + way, phase: phase, limit: limits.connectTimeout)
        case .waiting, .receiving: return .timedOut(place: place, phase: phase, limit: limits.readTimeout)
        case .total: return .timedOut(place: place, phase: phase, limit: limits.totalTimeout)
        }
    }

    /// A connection that broke; before the request was sent only the next place can be to blame.
    private func broken(_ reason: String) -> HTTPFailure {
        .connection(place: exchange.soFar.isSent ? place : nextPlace, reason: reason)
    }

    /// A connection that the other side closed, by how far it had come.
    private func closed() -> HTTPFailure {
        let progress = exchange.soFar
        return if !progress.isSent {
            broken("the connection closed while it was made")
        } else if progress.receivedByteCount == 0 {
            broken("the server closed the connection without an answer")
        } else {
            broken("the connection closed in the middle of the answer")
        }
    }

    private func malformed(_ reason: String) -> HTTPFailure {
        .malformed(place: place, reason: reason)
    }

    private func proxyRefused(wantsCredentials: Bool) -> HTTPFailure {
        .proxyRefused(
            proxy: exchange.route.proxy?.place ?? "",
            place: place,
            wantsCredentials: wantsCredentials
        )
    }
}
