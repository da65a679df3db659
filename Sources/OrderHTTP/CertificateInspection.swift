import NIOCore
import NIOPosix
import NIOSSL
import OrderModel

/// Looks at the certificates of a server that wasn't trusted, to say why.
///
/// The encryption library tells no more than that it did not trust them. So a second connection is begun, on which
/// nothing is ever sent: it is refused as soon as the certificates are there.
enum CertificateInspection {
    /// What is wrong with a server's certificates by their days; nil when that isn't the problem.
    static func problem(of address: WebAddress, timeout: Duration, now: Instant) async -> TLSProblem? {
        let certificates = (try? await certificates(of: address, timeout: NIOCore.TimeAmount(timeout))) ?? []
        return certificates.lazy.compactMap { certificate in
            problem(validFrom: Int(certificate.notValidBefore), to: Int(certificate.notValidAfter), now: now)
        }.first
    }

    /// Judges the days of one certificate, in seconds since 1970.
    static func problem(validFrom first: Int, to last: Int, now: Instant) -> TLSProblem? {
        let seconds = Int(now.microseconds / 1_000_000)
        if seconds > last { return .expired(day: day(last)) }
        if seconds < first { return .notYetValid(day: day(first)) }
        return nil
    }

    private static func day(_ seconds: Int) -> String {
        let days = (Double(seconds) / 86_400).rounded(.down)
        return CivilDate(daysSinceEpoch: Int(days)).map { "\($0)" } ?? "an unknown day"
    }

    private static func certificates(
        of address: WebAddress,
        timeout: NIOCore.TimeAmount
    ) async throws -> [NIOSSLCertificate] {
        let group = MultiThreadedEventLoopGroup.singleton
        let found = group.any().makePromise(of: [NIOSSLCertificate].self)
        let host = address.host.filter { $0 != "[" && $0 != "]" }
        let context = try NIOSSLContext(configuration: .makeClientConfiguration())
        let connecting = ClientBootstrap(group: group)
            .connectTimeout(timeout)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try NIOSSLClientHandler(
                        context: context,
                        serverHostname: (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil,
                        customVerificationCallback: { certificates, verdict in
                            found.succeed(certificates)
                            verdict.succeed(.failed)
                        }
                    )
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: host, port: address.port ?? address.scheme.defaultPort)
        connecting.whenFailure { found.fail($0) }
        connecting.whenSuccess { channel in
            let closing = channel.eventLoop.scheduleTask(in: timeout) { channel.close(promise: nil) }
            channel.closeFuture.whenComplete { _ in
                closing.cancel()
                found.fail(ChannelError.eof)
            }
        }
        return try await withTaskCancellationHandler {
            try await found.futureResult.get()
        } onCancel: {
            found.fail(CancellationError())
            connecting.whenSuccess { $0.close(promise: nil) }
        }
    }
}
