// The first handler of a connection: lets bytes in, one request at a time, and keeps the time. Bytes of the next
// request wait here, as bytes, until the one before is answered, and then nothing more is read: whoever sends requests
// without reading answers fills this side's buffers once and no more. Every phase of a connection has a deadline; a
// slow timer looks at it, so that a request sets no timer of its own.

import NIOCore
import OrderModel

/// What went wrong with a request before it was one.
enum ConnectionTrouble: Hashable {
    /// It did not arrive in time.
    case late
    /// The client has sent all it will, and the request isn't whole.
    case incomplete
    case longURL
    case longHead
    case longBody
    /// The answer did not come in time.
    case overdue
}

/// Lets one request at a time into a connection, keeps its deadlines, and closes it so that the last answer arrives.
final class ConnectionGate: ChannelDuplexHandler, NIOScheduledCallbackHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What a connection is doing; each has a deadline.
    private enum Phase {
        case idle
        case arriving
        case answering
        /// The answer is written and not all of it sent.
        case delivering
        /// The same with the last answer.
        case finishing
        /// The last answer is sent; what the client still sends is dropped, so that the system doesn't take the answer back.
        case lingering
        case closed
    }

    private let bounds: HTTPBounds
    private let latency: Double
    private var phase = Phase.idle
    private var deadline = NIODeadline.distantFuture
    private var timer: NIOScheduledCallback?
    private var context: ChannelHandlerContext?
    /// Bytes that no handler has seen.
    private var held: ByteBuffer?
    private var isFeeding = false
    private var isReadWanted = false
    private var isInputClosed = false
    private var isStopping = false
    private var head = RequestHeadScan()
    private var bodyByteCount = 0

    init(bounds: HTTPBounds, latencyMilliseconds: Int) {
        self.bounds = bounds
        latency = Double(latencyMilliseconds) / 1000
    }

    /// Whether the answer that is being made is the last one of the connection.
    var isLast: Bool { isInputClosed && held == nil || isStopping }

    // MARK: The life of a connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        begin(.idle, seconds: bounds.idleSeconds)
        startTimer(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        held = nil
        phase = .closed
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        phase = .closed
        timer?.cancel()
        timer = nil
        held = nil
        context.fireChannelInactive()
    }

    private func begin(_ phase: Phase, seconds: Double) {
        self.phase = phase
        deadline = .now() + .microseconds(Int64(min(seconds, 1e9) * 1_000_000))
    }

    /// Looks at the deadline a few times in its shortest span, and at least every second.
    private func startTimer(_ context: ChannelHandlerContext) {
        let shortest = min(
            bounds.arrivalSeconds,
            bounds.answerSeconds,
            bounds.deliverySeconds,
            bounds.idleSeconds
        )
        let seconds = min(max(shortest / 4, 0.01), 1)
        timer = try? context.eventLoop.assumeIsolated().scheduleCallback(
            in: .microseconds(Int64(seconds * 1_000_000)),
            handler: self
        )
    }

    func handleScheduledCallback(eventLoop: some EventLoop) {
        timer = nil
        guard let context, phase != .closed else { return }
        if NIODeadline.now() >= deadline { expire(context) }
        if phase != .closed { startTimer(context) }
    }

    private func expire(_ context: ChannelHandlerContext) {
        switch phase {
        case .arriving: report(.late, context)
        case .answering: report(.overdue, context)
        case .idle, .delivering, .finishing, .lingering: cut()
        case .closed: break
        }
    }

    /// Tells the exchange, which answers with an error and closes.
    private func report(_ trouble: ConnectionTrouble, _ context: ChannelHandlerContext) {
        begin(.answering, seconds: bounds.answerSeconds)
        held = nil
        context.fireUserInboundEventTriggered(trouble)
    }

    // MARK: Bytes coming in

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard phase != .closed, phase != .lingering else { return }
        var bytes = unwrapInboundIn(data)
        held.setOrWriteBuffer(&bytes)
        // Only a client that closes its side makes the system hand over more than one buffer.
        if held?.readableBytes ?? 0 > Self.heldByteCount { return cut() }
        feed(context)
    }

    private static let heldByteCount = 1 << 20

    /// Passes on what the request that arrives has room for, a head at a time.
    private func feed(_ context: ChannelHandlerContext) {
        guard !isFeeding else { return }
        isFeeding = true
        defer { isFeeding = false }
        while phase == .idle || phase == .arriving, var bytes = held {
            if phase == .idle {
                begin(.arriving, seconds: bounds.arrivalSeconds)
                head = RequestHeadScan()
                bodyByteCount = 0
            }
            let isBody = head.isComplete
            let isLine = !head.hasLine
            let count = isBody ? bytes.readableBytes : bytes.withUnsafeReadableBytes { head.scan($0) }
            if isBody { bodyByteCount += count }
            var slice = bytes.readSlice(length: count)
            held = bytes.readableBytes > 0 ? bytes : nil
            if let trouble = trouble() { return report(trouble, context) }
            if isLine, head.hasForeignBytes { slice = slice.map(Self.percentEncodingLine) }
            if let slice { context.fireChannelRead(wrapInboundOut(slice)) }
        }
        rest(context)
    }

    /// The bytes with those of the first line that aren't ASCII percent-encoded, as the parser wants them to be.
    ///
    /// Some clients send the letters of a search as they are, and servers take them.
    private static func percentEncodingLine(_ bytes: ByteBuffer) -> ByteBuffer {
        var encoded = ByteBuffer()
        var isLine = true
        for byte in bytes.readableBytesView {
            if isLine, byte >= 0x80 {
                encoded.writeBytes(PercentCoding.escape(byte))
            } else {
                encoded.writeInteger(byte)
            }
            isLine = isLine && byte != UInt8(ascii: "\n")
        }
        return encoded
    }

    /// Which bound the request goes beyond, if any.
    private func trouble() -> ConnectionTrouble? {
        // A method, the protocol's version and blanks stand around the URL.
        if head.lineByteCount > bounds.urlByteCount + 64 { return .longURL }
        if head.fieldsByteCount > bounds.headerByteCount { return .longHead }
        if bodyByteCount > bounds.bodyByteCount { return .longBody }
        return nil
    }

    /// Between requests, or in the middle of one, when no byte is left: reads on, or closes.
    private func rest(_ context: ChannelHandlerContext) {
        guard held == nil, phase == .idle || phase == .arriving else { return }
        if isInputClosed {
            return phase == .idle ? cut() : report(.incomplete, context)
        }
        if isStopping, phase == .idle { return cut() }
        if isReadWanted {
            isReadWanted = false
            context.read()
        }
    }

    func read(context: ChannelHandlerContext) {
        if held == nil || phase == .lingering { context.read() } else { isReadWanted = true }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            isInputClosed = true
            if phase == .lingering { cut() } else { rest(context) }
        case is ChannelShouldQuiesceEvent:
            isStopping = true
            if phase == .idle || phase == .arriving { cut() }
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    // MARK: What the exchange says

    /// A whole request has arrived, and its answer is being made.
    func requestArrived() {
        begin(.answering, seconds: bounds.answerSeconds + latency)
    }

    /// Sends an answer; then the connection closes, or goes on to the next request.
    func send(_ bytes: ByteBuffer, _ ending: ResponseEnding) {
        guard let context, phase != .closed else { return }
        switch ending {
        case .next:
            begin(.delivering, seconds: bounds.deliverySeconds)
            context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
            if context.channel.isWritable { next(context) }
        case .close:
            begin(.finishing, seconds: bounds.deliverySeconds)
            context.writeAndFlush(wrapOutboundOut(bytes)).assumeIsolated().whenComplete { _ in self.linger() }
        }
    }

    /// Sends what was asked for and closes at once.
    func sendAndCut(_ bytes: ByteBuffer) {
        guard let context, phase != .closed else { return }
        begin(.finishing, seconds: bounds.deliverySeconds)
        context.writeAndFlush(wrapOutboundOut(bytes)).assumeIsolated().whenComplete { _ in self.cut() }
    }

    /// Sends something before the answer.
    func sendInterim(_ bytes: ByteBuffer) {
        guard let context, phase != .closed else { return }
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    /// Closes at once.
    func cut() {
        guard let context, phase != .closed else { return }
        phase = .closed
        held = nil
        context.close(promise: nil)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if phase == .delivering, context.channel.isWritable { next(context) }
        context.fireChannelWritabilityChanged()
    }

    private func next(_ context: ChannelHandlerContext) {
        begin(.idle, seconds: bounds.idleSeconds)
        feed(context)
    }

    /// Tells the client that nothing more comes, and waits a little for it to close.
    private func linger() {
        guard let context, phase == .finishing else { return }
        if isInputClosed { return cut() }
        begin(.lingering, seconds: Self.lingerSeconds)
        held = nil
        context.close(mode: .output, promise: nil)
        context.read()
    }

    private static let lingerSeconds = 2.0
}
