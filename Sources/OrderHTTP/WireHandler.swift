import NIOCore
import NIOHTTP1
import Synchronization

/// Stands in each connection beside the encoder: writes the target of a request as we wrote it, and counts bytes.
///
/// The client library takes URLs apart with a general parser, which may escape them anew, and knows no way to ask a
/// proxy for a plain http address. So it is given the server's root only, and a request's head passes here, where
/// its true target goes in.
final class WireHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// Names an exchange on the way from the transport to here; it goes no further.
    static let exchangeHeader = "x-ordersh-exchange"

    private let exchanges: ExchangeTable
    private var current: Exchange?

    init(_ exchanges: ExchangeTable) {
        self.exchanges = exchanges
    }

    /// Puts a handler into a new connection, between the encoder and the decoder.
    static func install(in channel: any Channel, _ exchanges: ExchangeTable) throws {
        let pipeline = channel.pipeline.syncOperations
        let encoder = try pipeline.handler(type: HTTPRequestEncoder.self)
        try pipeline.addHandler(WireHandler(exchanges), position: .after(encoder))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        current?.noteReceived(byteCount: unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data),
            let name = head.headers.first(name: Self.exchangeHeader)
        else {
            context.write(data, promise: promise)
            return
        }
        guard let exchange = exchanges[name] else {
            // Given up in this moment: what nobody waits for isn't sent.
            promise?.fail(ChannelError.ioOnClosedChannel)
            context.close(promise: nil)
            return
        }
        current = exchange
        head.headers.remove(name: Self.exchangeHeader)
        head.uri = exchange.target
        exchange.noteSent()
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }
}

/// The exchanges that are under way, by the names under which connections find them.
final class ExchangeTable: Sendable {
    private struct State: Sendable {
        var count = 0
        var exchanges: [String: Exchange] = [:]
    }

    private let state = Mutex(State())

    /// Takes an exchange in and gives its name.
    func add(_ exchange: Exchange) -> String {
        state.withLock { state in
            state.count += 1
            let name = String(state.count)
            state.exchanges[name] = exchange
            return name
        }
    }

    func remove(_ name: String) {
        _ = state.withLock { $0.exchanges.removeValue(forKey: name) }
    }

    subscript(name: String) -> Exchange? { state.withLock { $0.exchanges[name] } }
}

extension Exchange {
    /// What the request line asks for: the whole address from a proxy that forwards, else path and query.
    var target: String {
        if case .forwarding = route { return address.description }
        return address.path + (address.query.map { "?" + $0 } ?? "")
    }
}
