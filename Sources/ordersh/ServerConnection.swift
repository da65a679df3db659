// A server of the order API by its URL or its profile, with all that is needed to talk to it: whose orders, the token,
// the certificates, what is known of it and what was learnt in earlier sessions.

import OrderDataset
import OrderHTTP
import OrderModel
import OrderRemote
import OrderShell

/// What the command line says of any server.
struct ServerOptions: Hashable, Sendable {
    /// Takes the place of a profile's.
    var scope: ListEndpoint?
    var certificateFile: String?
}

/// A server that can be opened; its token is known, and nothing has been sent.
struct ServerConnection: Sendable {
    var server: ServerSettings
    var certificateFile: String?
    /// The profile that names it; nil for a bare URL.
    let profile: Profile?
    /// Where the profile stands.
    private var configurationPath: String?

    /// The server of a profile; runs its token's command, if it has one.
    init(_ profile: Profile, in configuration: Configuration, options: ServerOptions = ServerOptions()) async throws {
        server = ServerSettings(url: profile.url)
        server.name = profile.name
        server.scope = options.scope ?? profile.scope
        server.habits = profile.habits
        certificateFile = options.certificateFile ?? profile.certificateFile
        self.profile = profile
        configurationPath = configuration.path
        let token = try await profile.token?.token(ofProfile: profile.name)
        server.token = token.map { AccessTokenText($0.value) }
        if let token { KnownSecrets.ofProcess.insert(token) }
    }

    /// The server at a URL, with the token that the environment gives for one.
    init(url: String, options: ServerOptions = ServerOptions()) {
        server = ServerSettings(url: url)
        server.scope = options.scope
        server.token = UserPaths.variable("ORDERSH_TOKEN").map(AccessTokenText.init)
        certificateFile = options.certificateFile
        profile = nil
    }

    /// Reads the user's configuration and takes the profile of a name.
    static func ofProfile(named name: String, options: ServerOptions = ServerOptions()) async throws -> Self {
        let configuration = try ConfigurationFile.userConfiguration()
        return try await ServerConnection(try configuration.profile(name), in: configuration, options: options)
    }

    /// How the server is reached: the environment's proxies, the certificates, and what the settings allow in time.
    func httpSettings(_ settings: SettingValues = SettingValues()) -> HTTPSettings {
        var http = HTTPSettings()
        http.proxies = ProxyEnvironment(variable: UserPaths.variable)
        http.certificateFile = certificateFile
        if let limit = settings.duration(.connectTimeout) { http.limits.connectTimeout = limit }
        if let limit = settings.duration(.readTimeout) { http.limits.readTimeout = limit }
        return http
    }

    /// What sends the requests; a certificate file or a proxy that is no good is an error before the first one.
    func transport(_ http: HTTPSettings) throws -> HTTPTransport {
        let transport = HTTPTransport(http)
        if let address = try? WebAddress(server.url) { try transport.prepare(for: address) }
        return transport
    }

    func transport(_ settings: SettingValues) throws -> HTTPTransport {
        try transport(httpSettings(settings))
    }

    /// The server as a source of orders.
    ///
    /// What earlier sessions learnt of it is taken in, and what this one learns is kept for later ones. `warn` is told
    /// once when that cannot be done.
    func source(
        _ transport: HTTPTransport,
        warn: @escaping @Sendable (String) -> Void
    ) throws -> RemoteSource {
        guard let memory = ServerMemory.user(now: { Int(Wiring.now().microseconds / 1_000_000) }) else {
            return try RemoteSource(server, transport: transport)
        }
        let location = try RemoteLocation(server.url)
        // Where the server shall tell whose list it is, staff is tried first.
        let key = ServerMemory.Key(server: location.name, scope: server.scope ?? location.impliedScope ?? .admin)
        var settings = server
        settings.habits = server.habits.completed(by: memory.habits(of: key))
        let writer = MemoryWriter(memory: memory, server: location.name, warn: warn)
        return try RemoteSource(settings, transport: transport, remember: writer.remember)
    }

    /// What the profile says of the session's settings.
    var sessionSettings: [SettingValues.Entry] {
        guard let profile, let zone = profile.zoneName, let configurationPath else { return [] }
        let key = "profiles.\(profile.name).\(Profile.Key.zone.rawValue)"
        return [SettingValues.Entry(.timezone, .zone(zone), from: .profile(path: configurationPath, key: key))]
    }
}
