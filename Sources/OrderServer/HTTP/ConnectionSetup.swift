import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// What a new connection consists of: the gate, the parser of HTTP, and the exchange.
///
/// Hummingbird's own channel hands the parts of a request to a task for each connection. It can't see how long a request
/// takes to arrive, or refuse one in words of ours, and a connection that comes while the server stops can end the
/// program; so ours are plain handlers, and only the work on a request is a task.
struct ConnectionSetup: ServerChildChannel {
    /// A connection, which looks after itself.
    struct Value: ServerChildChannelValue {
        let channel: any Channel
    }

    let state: ListenerState

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
            let bounds = state.bounds
            // The gate counts; the parser's own bounds lie just beyond.
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderListSize = bounds.urlByteCount + bounds.headerByteCount + 1024
            limits.maxHeaderFieldSize = limits.maxHeaderListSize
            let gate = ConnectionGate(bounds: bounds, latencyMilliseconds: state.answering.latencyMilliseconds)
            let exchange = RequestExchange(state, gate: gate, channel: channel)
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(gate)
            try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: limits)))
            try pipeline.addHandler(exchange)
            state.adopt(channel)
            return Value(channel: channel)
        }
    }

    func handle(value: Value, logger: Logger) async {
        try? await value.channel.closeFuture.get()
    }
}
