import AsyncHTTPClient
import NIOCore
import NIOHTTPCompression
import NIOSSL
import Synchronization

/// The client library's connections: kept open, shared by all requests of a transport, made when first needed.
///
/// A client has one proxy at most, so there is one for direct connections and one for each proxy.
final class HTTPConnections: Sendable {
    let exchanges = ExchangeTable()
    private let settings: HTTPSettings
    private let clients = Mutex<[ProxyServer?: HTTPClient]>([:])

    init(_ settings: HTTPSettings) {
        self.settings = settings
    }

    deinit {
        for client in clients.withLock({ $0.values }) {
            // The client lives on until its connections are closed.
            let closing = client.shutdown()
            closing.whenComplete { _ in }
        }
    }

    /// The client for a route; reads the certificate file when there is none yet.
    func client(for route: ProxyRoute) throws(HTTPFailure) -> HTTPClient {
        var tunnel: ProxyServer?
        if case .tunnel(let proxy) = route { tunnel = proxy }
        let result = clients.withLock { clients in
            Result<HTTPClient, HTTPFailure> { () throws(HTTPFailure) in
                if let client = clients[tunnel] { return client }
                let client = HTTPClient(
                    eventLoopGroupProvider: .singleton,
                    configuration: try configuration(tunnel: tunnel)
                )
                clients[tunnel] = client
                return client
            }
        }
        return try result.get()
    }

    private func configuration(tunnel: ProxyServer?) throws(HTTPFailure) -> HTTPClient.Configuration {
        let limits = settings.limits
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(
            connect: NIOCore.TimeAmount(limits.connectTimeout),
            read: NIOCore.TimeAmount(limits.readTimeout)
        )
        configuration.decompression = .enabled(limit: .size(limits.bodyLimitBytes))
        // A refused connection is tried again here, with pauses; the library would repeat it until its timeout.
        configuration.connectionPool.retryConnectionEstablishment = false
        // Above this number requests wait for each other, and their time to connect runs meanwhile.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        configuration.httpVersion = .http1Only
        configuration.tlsConfiguration = try encryption()
        configuration.proxy = tunnel?.clientSetting
        let exchanges = exchanges
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.eventLoop.makeCompletedFuture { try WireHandler.install(in: channel, exchanges) }
        }
        return configuration
    }

    private func encryption() throws(HTTPFailure) -> TLSConfiguration {
        var encryption = TLSConfiguration.makeClientConfiguration()
        encryption.minimumTLSVersion = .tlsv12
        if let path = settings.certificateFile {
            encryption.additionalTrustRoots = [.certificates(try CertificateFile.read(path))]
        }
        return encryption
    }
}

extension ProxyServer {
    /// The proxy as the client library wants it.
    fileprivate var clientSetting: HTTPClient.Configuration.Proxy {
        let bareHost = host.filter { $0 != "[" && $0 != "]" }
        return switch kind {
        case .http: .server(host: bareHost, port: port, authorization: authorization)
        case .socks: .socksServer(host: bareHost, port: port)
        }
    }

    /// What the proxy's own header says of us.
    var authorization: HTTPClient.Authorization? {
        secret.map { .basic(username: $0.user, password: $0.password) }
    }
}
