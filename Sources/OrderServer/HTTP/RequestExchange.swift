// The last handler of a connection: makes a request of the API of a request of HTTP, has it answered, and writes the
// answer. The gate before it sees to it that there is one request at a time.

import NIOCore
import NIOHTTP1

/// Has the requests of a connection answered, one after the other.
final class RequestExchange: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    /// A request that is arriving or being answered.
    private struct Current {
        var method: String
        var target: String
        var request: APIRequest
        var isOldProtocol: Bool
        /// Whether the connection ends with this request.
        var isLast: Bool
        var start = NIODeadline.now()
    }

    private let state: ListenerState
    private let gate: ConnectionGate
    private let executor: EventLoopExecutor
    private let allocator: ByteBufferAllocator
    private let client: String
    private var current: Current?
    private var work: Task<Void, Never>?
    /// Which request of the connection is answered now, so that an answer that comes too late finds itself unwanted.
    private var number = 0
    private var isClosing = false

    init(_ state: ListenerState, gate: ConnectionGate, channel: any Channel) {
        self.state = state
        self.gate = gate
        executor = EventLoopExecutor(channel.eventLoop)
        allocator = channel.allocator
        client = channel.remoteAddress?.ipAddress ?? "-"
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing, work == nil else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head)
        case .body: break
        case .end:
            if let current { answer(current) }
        }
    }

    private func begin(_ head: HTTPRequestHead) {
        let target = RequestTarget(head.uri)
        let fields = RequestFields(head.headers)
        current = Current(
            method: head.method.rawValue,
            target: head.uri,
            request: APIRequest(
                method: head.method.rawValue,
                path: target.path,
                query: target.query,
                authorization: fields.authorization,
                host: target.host ?? fields.host,
                accept: fields.accept
            ),
            isOldProtocol: head.version.minor == 0,
            // What follows a body or a change of protocol is not looked for.
            isLast: !head.isKeepAlive || fields.hasBody || fields.isUpgrade || head.method == .CONNECT
        )
        if head.uri.utf8.count > state.bounds.urlByteCount { return refuse(.longURL) }
        if fields.hasBody, fields.expectsContinue {
            gate.sendInterim(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n"))
        }
    }

    private func answer(_ current: Current) {
        guard state.budget.take() else { return finish(.overloaded) }
        gate.requestArrived()
        number += 1
        let own = NIOLoopBound(self, eventLoop: executor.eventLoop)
        work = Task(executorPreference: executor) { [state, number, request = current.request] in
            let answer = await state.answer(request)
            state.budget.giveBack()
            own.value.finish(answer, of: number)
        }
    }

    private func finish(_ answer: APIAnswer, of number: Int) {
        guard number == self.number, work != nil else { return }
        work = nil
        finish(answer)
    }

    /// Sends the answer to the current request, or to what could not be understood as one.
    private func finish(_ answer: APIAnswer) {
        let isLast = isClosing || current?.isLast ?? true || gate.isLast
        let now = state.clock.now()
        let circumstances = ResponseWriting.Circumstances(
            isHeadOnly: current?.method == "HEAD",
            ending: isLast ? .close : .next,
            isOldProtocol: current?.isOldProtocol ?? false,
            date: now.httpDate
        )
        log(answer, now)
        isClosing = isLast
        current = nil
        let bytes = ResponseWriting.bytes(of: answer, circumstances, allocator: allocator)
        switch answer.delivery {
        case .hangUp:
            isClosing = true
            gate.cut()
        case .cutInHalf where !circumstances.isHeadOnly && !answer.body.isEmpty:
            isClosing = true
            gate.sendAndCut(bytes.getSlice(at: 0, length: bytes.readableBytes - (answer.body.count + 1) / 2) ?? bytes)
        case .cutInHalf, .whole:
            gate.send(bytes, circumstances.ending)
        }
    }

    private func log(_ answer: APIAnswer, _ now: ServerClock.Reading) {
        guard let log = state.log else { return }
        let nanoseconds = current.map { (NIODeadline.now() - $0.start).nanoseconds } ?? 0
        log.write(
            AccessLog.Entry(
                time: now,
                client: client,
                caller: answer.callerName,
                method: current?.method,
                target: current?.target,
                status: answer.status,
                byteCount: answer.body.count,
                microseconds: Int(nanoseconds / 1000)
            )
        )
    }

    // MARK: What goes wrong

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let trouble = event as? ConnectionTrouble {
            refuse(trouble)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isClosing else { return }
        switch error {
        case HTTPParserError.headerOverflow: refuse(.longHead)
        case HTTPParserError.invalidVersion: refuse(with: .refusal(505, "HTTP/1.1 is spoken here."))
        case is HTTPParserError: refuse(with: .refusal(400, "This is not HTTP."))
        default: gate.cut()
        }
    }

    private func refuse(_ trouble: ConnectionTrouble) {
        switch trouble {
        case .late: refuse(with: .refusal(408, "The request took too long to arrive."))
        case .incomplete: refuse(with: .refusal(400, "The request is not complete."))
        case .longURL: refuse(with: .refusal(414, "The URL is too long."))
        case .longHead: refuse(with: .refusal(431, "The request's headers are too long."))
        case .longBody: refuse(with: .refusal(413, "The request's body is too long."))
        case .overdue: refuse(with: .overdue)
        }
    }

    /// Answers at once and closes; work that runs for the request is told to end.
    private func refuse(with answer: APIAnswer) {
        guard !isClosing else { return }
        work?.cancel()
        work = nil
        isClosing = true
        finish(answer)
    }

    func channelInactive(context: ChannelHandlerContext) {
        work?.cancel()
        work = nil
        isClosing = true
        context.fireChannelInactive()
    }
}

extension APIAnswer {
    /// An error of the protocol, in the form of the API's own errors.
    fileprivate static func refusal(_ status: Int, _ detail: String) -> APIAnswer {
        .json(Array(#"{"detail":"\#(detail)"}"#.utf8), status: status)
    }

    fileprivate static var overloaded: APIAnswer {
        var answer = refusal(503, "Too many requests are being answered at the moment.")
        answer.headers.append(("Retry-After", "1"))
        return answer
    }

    fileprivate static var overdue: APIAnswer {
        var answer = refusal(503, "The answer took too long.")
        answer.headers.append(("Retry-After", "1"))
        return answer
    }
}
