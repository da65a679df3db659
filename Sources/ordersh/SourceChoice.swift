import OrderDataset
import OrderHTTP
import OrderModel
import OrderShell

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SessionChoices {
    /// The source that the command line and the environment name, several files being one; nil when they name none.
    func sourceName(_ arguments: [String], _ configuration: Configuration) throws -> SourceName? {
        let names =
            (usesSample ? ["--sample"] : []) + (profile.map { ["--profile \($0)"] } ?? [])
            + (arguments.first.map { ["'\($0)'"] } ?? [])
        guard names.count < 2 else {
            throw ShellError(
                .usage,
                "\(names[0]) and \(names[1]) both name a source",
                mend: "leave one of them out"
            )
        }
        if usesSample { return .sample }
        if let profile { return .profile(try configuration.profile(profile).name) }
        guard arguments.isEmpty else { return try Self.sourceName(named: arguments, configuration) }
        guard let name = UserPaths.variable("ORDERSH_PROFILE") else { return nil }
        do throws(ShellError) {
            return .profile(try configuration.profile(name).name)
        } catch {
            throw ShellError(.usage, "ORDERSH_PROFILE: \(error.message)", mend: error.mend)
        }
    }

    /// A bare word is a file or a profile, whichever there is.
    private static func sourceName(
        named arguments: [String],
        _ configuration: Configuration
    ) throws(ShellError) -> SourceName {
        let name = try SourceName(arguments)
        guard case .file(let word) = name else { return name }
        let isFile = hasFile(word)
        guard Profile.isName(word) else {
            guard !isFile, isAddress(word) else { return name }
            throw ShellError(
                .usage,
                "there is no file '\(word)', and a server's address begins with http:// or https://",
                mend: "write http://\(word), or https:// if it encrypts"
            )
        }
        guard configuration.hasProfile(word) else {
            guard !isFile, let mend = mend(forNone: word, configuration) else { return name }
            throw ShellError(.usage, "there is no file and no profile '\(word)'", mend: mend)
        }
        guard !isFile else {
            throw ShellError(
                .usage,
                "'\(word)' is a file and a profile",
                mend: "name the file ./\(word), or the profile with --profile \(word)"
            )
        }
        return .profile(word)
    }

    /// What a word that names nothing was meant to be; nil where it looks like a file.
    private static func mend(forNone word: String, _ configuration: Configuration) -> String? {
        if let nearest = configuration.namesNear(word).first { return "did you mean the profile '\(nearest)'?" }
        guard !word.utf8.contains(UInt8(ascii: ".")) else { return nil }
        return configuration.profiles.isEmpty
            ? "name a file such as \(word).ndjson, or add a server with: ordersh profile add \(word) --url URL"
            : "'ordersh profile list' shows the profiles"
    }

    /// Whether a word is a host and a port, such as `127.0.0.1:8177`.
    private static func isAddress(_ word: String) -> Bool {
        let host = word.utf8.prefix { $0 != UInt8(ascii: ":") }
        let port = word.utf8.dropFirst(host.count + 1).prefix { $0 != UInt8(ascii: "/") }
        return !host.isEmpty && !host.contains(UInt8(ascii: "/")) && (1...5).contains(port.count)
            && port.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func hasFile(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }
}

extension SettingValues {
    /// What holds where nobody says anything.
    init(standardFormat: OutputFormat, holdsColumns: Bool) {
        self.init()
        let limits = HTTPLimits()
        set(.format, .format(standardFormat), from: .standard)
        set(.timezone, .zone("UTC"), from: .standard)
        set(.maximumRows, .count(FetchAllowance.standard.maximumOrderCount), from: .standard)
        set(.maximumRequests, .count(nil), from: .standard)
        set(.timeout, .duration(nil), from: .standard)
        set(.connectTimeout, .duration(limits.connectTimeout), from: .standard)
        set(.readTimeout, .duration(limits.readTimeout), from: .standard)
        set(.pager, .pager(.auto), from: .standard)
        set(.columnMemory, .bytes(holdsColumns ? FileOptions.promptBudgetBytes : 0), from: .standard)
    }
}

extension RunGuards {
    /// With what the settings say where the command line says nothing.
    func completed(by settings: SettingValues) -> RunGuards {
        var guards = self
        guards.maximumRequestCount = settings.count(.maximumRequests)
        guards.timeout = settings.duration(.timeout)
        return guards
    }
}
