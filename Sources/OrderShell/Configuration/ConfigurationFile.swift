// The configuration file: read whole and checked, and changed under a lock so that two writers lose nothing. Changes
// are made in the file's own tree of keys, so that all that is not changed stays as it was, in its order.

import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The file with the user's settings and profiles.
package struct ConfigurationFile: Sendable {
    package let path: String
    /// No configuration is longer; what is longer is the wrong file.
    private static let longestBytes = 1 << 20

    package init(path: String) {
        self.path = path
    }

    /// The user's own; nil when the environment names no home.
    package static func user() -> ConfigurationFile? {
        UserPaths.configuration.map(ConfigurationFile.init(path:))
    }

    /// What the user's own file says; nothing when there is none.
    package static func userConfiguration() throws(ShellError) -> Configuration {
        try user()?.read() ?? Configuration()
    }

    /// What the file says; nothing when there is none.
    package func read() throws(ShellError) -> Configuration {
        try load()?.configuration ?? Configuration()
    }

    // MARK: Changes

    /// Adds a profile; an error when there is one of that name.
    package func add(_ profile: Profile) throws {
        try change { object, configuration throws(ShellError) in
            guard !configuration.hasProfile(profile.name) else { throw Self.taken(profile.name) }
            object.changeProfiles { $0.members.append(JSONMember(key: profile.name, value: .object(profile.json))) }
        }
    }

    package static func taken(_ name: String) -> ShellError {
        ShellError(
            .usage,
            "there is a profile '\(name)' already",
            mend: "remove it first: ordersh profile remove \(name)"
        )
    }

    package func removeProfile(_ name: String) throws {
        try change { object, configuration throws(ShellError) in
            _ = try configuration.profile(name)
            object.changeProfiles { profiles in profiles.members.removeAll { $0.key == name } }
        }
    }

    /// Changes a profile that is there, such as its `habits`.
    package func updateProfile(_ name: String, _ change: (inout Profile) -> Void) throws {
        try self.change { object, configuration throws(ShellError) in
            var profile = try configuration.profile(name)
            change(&profile)
            object.changeProfiles { profiles in
                guard let index = profiles.members.firstIndex(where: { $0.key == name }) else { return }
                let merged = profiles.members[index].value.keepingOrder(in: profile.json)
                profiles.members[index] = JSONMember(key: name, value: .object(merged))
            }
        }
    }

    private func change(_ body: (inout JSONObject, Configuration) throws(ShellError) -> Void) throws {
        UserPaths.makeFolders(above: path)
        let target = PrivateFile(path: PrivateFile.resolved(path))
        try target.withLock { () throws in
            let loaded = try load()
            var object = loaded?.object ?? JSONObject()
            try body(&object, loaded?.configuration ?? Configuration())
            // What is written must be what can be read again.
            _ = try checked(.object(object))
            try target.replace(with: JSONValue.object(object).serializedPretty() + "\n")
        }
    }

    // MARK: Reading

    private func load() throws(ShellError) -> (object: JSONObject, configuration: Configuration)? {
        guard let file = try PrivateFile(path: path).read(limitBytes: Self.longestBytes) else { return nil }
        // A file of nothing says nothing, wherever it came from.
        guard file.bytes.contains(where: { !" \t\r\n".utf8.contains($0) }) else { return nil }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONParser.parse(file.bytes)
        } catch {
            let position = error.position(in: file.bytes)
            throw ShellError(
                .usage,
                "\(path):\(position.line):\(position.column): \(error)",
                mend: "correct it there, or move the file away"
            )
        }
        let configuration = try checked(value)
        try refuseLoosePermissions(file.mode, configuration)
        guard case .object(let object) = value else { return nil }
        return (object, configuration)
    }

    private func checked(_ value: JSONValue) throws(ShellError) -> Configuration {
        do throws(JSONMemberProblem) {
            var configuration = try Configuration(value)
            configuration.path = path
            return configuration
        } catch {
            throw ShellError(.usage, "\(path): \(error.path) \(error.predicate)", mend: error.mend)
        }
    }

    /// A token must be readable by its owner alone, and nobody else may change where tokens are sent.
    private func refuseLoosePermissions(_ mode: mode_t, _ configuration: Configuration) throws(ShellError) {
        let isReadable = mode & 0o044 != 0 && configuration.holdsToken
        let isWritable = mode & 0o022 != 0 && configuration.profiles.contains { $0.token != nil }
        if !isReadable, !isWritable, configuration.profiles.contains(where: { $0.token != nil }) {
            return try refuseLooseFolder()
        }
        guard isReadable || isWritable else { return }
        let danger =
            isReadable ? "holds a token and others can read it" : "says where tokens go and others can write it"
        throw ShellError(.usage, "\(path) \(danger)", mend: "chmod 600 \(ShellWord.quoted(path))")
    }

    /// In a folder that others may change, another file could take the place of this one.
    private func refuseLooseFolder() throws(ShellError) {
        let resolved = PrivateFile.resolved(path)
        guard let slash = resolved.lastIndex(of: "/") else { return }
        let folder = slash == resolved.startIndex ? "/" : String(resolved[..<slash])
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & 0o022 != 0, status.st_mode & S_ISVTX == 0 else { return }
        throw ShellError(
            .usage,
            "\(folder) holds the configuration, and others can put another in its place",
            mend: "chmod go-w \(ShellWord.quoted(folder))"
        )
    }
}

extension JSONObject {
    fileprivate mutating func changeProfiles(_ change: (inout JSONObject) -> Void) {
        let key = Configuration.profilesKey
        var profiles = JSONObject()
        if case .object(let existing)? = self[key] { profiles = existing }
        change(&profiles)
        let member = JSONMember(key: key, value: .object(profiles))
        if let index = members.firstIndex(where: { $0.key == key }) {
            members[index] = member
        } else {
            members.append(member)
        }
    }
}

extension JSONValue {
    /// The members of another object, in the order that they had in this one, new ones last.
    fileprivate func keepingOrder(in other: JSONObject) -> JSONObject {
        guard case .object(let before) = self else { return other }
        let keys = before.members.map(\.key)
        let kept = keys.compactMap { key in other[key].map { JSONMember(key: key, value: $0) } }
        return JSONObject(kept + other.members.filter { !keys.contains($0.key) })
    }
}
