/// What is never written to the history.
struct HistoryPolicy: Sendable {
    /// A longer statement was pasted, and would only slow down every session to come.
    static let textLimitBytes = 1 << 20

    /// Texts that must not appear, such as the token in the environment.
    let secrets: KnownSecrets

    init(secrets: KnownSecrets) {
        self.secrets = secrets
    }

    /// Whether a statement may be kept: not when it is blank, begins with a space, is huge, or holds a secret.
    func allows(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first != " ", text.utf8.count <= Self.textLimitBytes,
            !text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
        else {
            return false
        }
        return !holdsSecret(text)
    }

    /// Whether the text looks as if it held a credential: a header, a parameter, a URL's password, a known secret.
    private func holdsSecret(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        if secrets.all.contains(where: { Self.offset(of: Array($0.utf8), in: bytes) != nil }) {
            return true
        }
        var start = 0
        while let offset = Self.offset(of: Array("Token ".utf8), in: bytes, from: start) {
            start = offset + 6
            if start < bytes.count, !Self.isSpace(bytes[start]) {
                return true
            }
        }
        let lowered = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        if Self.credentialWords.contains(where: { Self.offset(of: $0, in: lowered) != nil }) { return true }
        return holdsUser(bytes) || holdsURLPassword(bytes)
    }

    /// What stands before a credential in headers, parameters and options, in lower case.
    ///
    /// Fields of orders are none of them, and a statement too many that isn't kept is the lesser evil.
    private static let credentialWords: [[UInt8]] = [
        "token=", "token:", "--token", "bearer ", "basic ", "authorization:", "cookie:", "password", "passwd",
        "passphrase",
        "secret", "api-key", "api_key", "apikey", "access_key", "private-token",
    ].map { Array($0.utf8) }

    /// Whether there is something like curl's `-u name:password`.
    private func holdsUser(_ bytes: [UInt8]) -> Bool {
        for option in ["-u", "--user", "--proxy-user"] {
            var start = 0
            while let offset = Self.offset(of: Array(" \(option)".utf8), in: bytes, from: start) {
                start = offset + option.utf8.count + 1
                let rest = bytes[start...].drop { Self.isSpace($0) || $0 == UInt8(ascii: "=") }
                if rest.prefix(while: { !Self.isSpace($0) }).contains(UInt8(ascii: ":")) { return true }
            }
        }
        return false
    }

    /// Whether there is something like `scheme://name:password@host`.
    private func holdsURLPassword(_ bytes: [UInt8]) -> Bool {
        var start = 0
        while let offset = Self.offset(of: Array("://".utf8), in: bytes, from: start) {
            start = offset + 3
            let authority = bytes[start...].prefix { !Self.isSpace($0) && $0 != UInt8(ascii: "/") }
            if authority.contains(UInt8(ascii: "@")), authority.contains(UInt8(ascii: ":")) {
                return true
            }
        }
        return false
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private static func offset(of needle: [UInt8], in bytes: [UInt8], from start: Int = 0) -> Int? {
        guard needle.count <= bytes.count - start else {
            return nil
        }
        return (start...bytes.count - needle.count).first { bytes[$0...].starts(with: needle) }
    }
}
