package import OrderModel

/// A server of the order API by a name, as the configuration has it.
package struct Profile: Sendable, Hashable {
    package let name: String
    package var url: String
    /// Whose orders to list; nil for the staff's, or the customer's where the server allows only that.
    package var scope: ListEndpoint?
    package var token: TokenSource?
    /// The zone in which the shop's days begin, for queries and for people.
    package var zoneName: String?
    /// A file of certificates to trust beside the system's.
    package var certificatePath: String?
    /// What the server is known to do.
    package var habits = ServerHabits()

    package init(name: String, url: String) {
        self.name = name
        self.url = url
    }

    /// Whether a text can name a profile: letters, digits, `-`, `_` and `.`, and a letter or digit first.
    package static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isAlphanumeric(first), text.utf8.count <= 64 else { return false }
        return text.utf8.allSatisfy { isAlphanumeric($0) || "-_.".utf8.contains($0) }
    }

    package static let nameRule = "a profile's name is made of letters, digits, '-', '_' and '.'"

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}

extension Profile {
    /// The keys of a profile, in the order in which they are written.
    package enum Key: String, CaseIterable, Sendable {
        case url
        case scope
        case token
        case zone = "timezone"
        case certificates = "cacert"
        case habits = "server"
    }

    /// Reads a profile at `path`, such as `profiles.shop`.
    init(name: String, _ value: JSONValue, at path: String) throws(JSONMemberProblem) {
        guard Self.isName(name) else { throw JSONMemberProblem(path, "is no name of a profile", mend: Self.nameRule) }
        let reader = try JSONObjectReader(value, at: path, keys: Key.allCases.map(\.rawValue))
        guard let url = try reader.text(Key.url.rawValue) else {
            throw JSONMemberProblem(reader.place(of: Key.url.rawValue), "is missing", mend: Self.addressRule)
        }
        guard Self.isAddress(url) else {
            throw JSONMemberProblem(
                reader.place(of: Key.url.rawValue),
                "is no address of a server",
                mend: Self.addressRule
            )
        }
        self.init(name: name, url: url)
        scope = try reader.choice(Key.scope.rawValue, of: ListEndpoint.self)
        if let text = try reader.text(Key.token.rawValue) {
            guard let source = TokenSource(text) else {
                throw JSONMemberProblem(reader.place(of: Key.token.rawValue), "must be \(TokenSource.forms)")
            }
            token = source
        }
        zoneName = try reader.text(Key.zone.rawValue)
        certificatePath = try reader.text(Key.certificates.rawValue)
        if let text = certificatePath, !text.hasPrefix("/"), !text.hasPrefix("~/") {
            throw JSONMemberProblem(
                reader.place(of: Key.certificates.rawValue),
                "must be a path that begins with / or ~/"
            )
        }
        if let value = reader.object[Key.habits.rawValue] {
            habits = try ServerHabits(value, at: reader.place(of: Key.habits.rawValue))
        }
    }

    /// The members as `init` reads them.
    var json: JSONObject {
        var members: [JSONMember] = []
        func add(_ key: Key, _ value: JSONValue?) {
            if let value { members.append(JSONMember(key: key.rawValue, value: value)) }
        }
        add(.url, .text(url))
        add(.scope, scope.map { .text($0.rawValue) })
        add(.token, token.map { .text($0.text) })
        add(.zone, zoneName.map { .text($0) })
        add(.certificates, certificatePath.map { .text($0) })
        add(.habits, habits == ServerHabits() ? nil : .object(habits.json))
        return JSONObject(members)
    }

    /// Whether a text can be a server's address: whoever opens it reads it to the end.
    package static func isAddress(_ text: String) -> Bool {
        let scheme = text.prefix { $0 != ":" }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.dropFirst(3).prefix { !"/?#".contains($0) }
        return ["http", "https"].contains(scheme.lowercased()) && rest.hasPrefix("://") && !authority.isEmpty
            && !authority.contains("@") && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    package static let addressRule = "such as https://shop.example, without a user name or password"

    /// The file of certificates, `~` replaced by the home folder.
    package var certificateFile: String? {
        guard let path = certificatePath, path.hasPrefix("~/"), let home = UserPaths.variable("HOME") else {
            return certificatePath
        }
        return home + path.dropFirst()
    }
}
