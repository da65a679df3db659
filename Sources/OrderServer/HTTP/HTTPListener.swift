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

/// The service on a socket: listens, answers, and stops when it is told to.
package struct HTTPListener: Sendable {
    private let state: ListenerState

    /// A listener for a service; every request gets a line in the log, if there is one.
    package init(_ service: OrderService, bounds: HTTPBounds = HTTPBounds(), log: AccessLog? = nil) {
        let answering = ListenerState.Answering(
            answer: { await service.answer($0) },
            redact: { service.tokens.redacting($0) },
            latencyMilliseconds: service.settings.faults.latencyMilliseconds
        )
        self.init(answering, bounds: bounds, log: log)
    }

    init(_ answering: ListenerState.Answering, bounds: HTTPBounds = HTTPBounds(), log: AccessLog? = nil) {
        state = ListenerState(answering, bounds: bounds, log: log)
    }

    /// Listens until the task is cancelled; running requests are answered first.
    ///
    /// `onReady` gets the port, which the system chooses for 0.
    package func run(host: String, port: Int, onReady: @escaping @Sendable (Int) -> Void) async throws {
        guard (0...65_535).contains(port) else { throw ListenerFailure.port(port) }
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        let (ready, readiness) = AsyncStream.makeStream(of: Int?.self)
        let server = Server(
            childChannelSetup: ConnectionSetup(state: state),
            configuration: ServerConfiguration(
                address: .hostname(bare, port: port),
                backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    DescriptorLimit.connectionCount(wanted: state.bounds.connectionCount)
                )
            ),
            onServerRunning: { channel in
                // One at a time, so that the bound on connections is one.
                _ = try? await channel.setOption(.maxMessagesPerRead, value: 1).get()
                readiness.yield(channel.localAddress?.port)
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "ordersh", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        state.log?.start(redact: state.answering.redact)
        // In a task of its own, which nobody cancels: the server stops in its own way, and only once it has begun.
        let running = Task {
            defer { readiness.finish() }
            try await server.run()
        }
        let beginning = Task { await ready.first { _ in true } ?? nil }
        let end = await withTaskCancellationHandler {
            if let port = await beginning.value { onReady(port) }
            return await running.result
        } onCancel: {
            Task {
                if await beginning.value != nil { await stop(server) }
            }
        }
        await state.log?.finish()
        if case .failure(let error) = end { throw Self.failure(error, host: bare, port: port) }
        if !Task.isCancelled {
            throw ListenerFailure.other(host: bare, port: port, reason: "the system ended the listening")
        }
    }

    /// Accepts nobody any more, closes idle connections, and gives the others their time.
    private func stop(_ server: Server<ConnectionSetup>) async {
        let cut = Task {
            try await Task.sleep(for: .seconds(state.bounds.stopSeconds))
            state.closeAll()
        }
        try? await server.shutdownGracefully()
        cut.cancel()
    }

    /// Says what the system's refusal means.
    private static func failure(_ error: any Error, host: String, port: Int) -> any Error {
        switch error {
        case is SocketAddressError, is SocketAddressError.UnknownHost: return ListenerFailure.foreignHost(host)
        case let error as IOError:
            switch error.errnoCode {
            case EADDRINUSE: return ListenerFailure.taken(host: host, port: port)
            case EACCES, EPERM: return ListenerFailure.notAllowed(port: port)
            case EADDRNOTAVAIL: return ListenerFailure.foreignHost(host)
            case let code:
                return ListenerFailure.other(host: host, port: port, reason: String(cString: strerror(code)))
            }
        default: return ListenerFailure.other(host: host, port: port, reason: "\(error)")
        }
    }
}
