import NIOSSL

/// Why no encrypted connection came about.
package enum TLSProblem: Sendable, Hashable {
    /// The certificate, or one of those that vouch for it, is past its last day.
    case expired(day: String)
    /// Its first day is yet to come, which mostly is our own clock's fault.
    case notYetValid(day: String)
    /// Nobody that is trusted here vouches for it.
    case unknownIssuer
    /// It belongs to another name.
    case wrongHost(String)
    /// What answers speaks no TLS.
    case notEncrypted
    /// The server is too old, or too new.
    case noCommonVersion
    case wantsClientCertificate
    /// Anything else, in the encryption library's words.
    case other(String)

    var reason: String {
        switch self {
        case .expired(let day): "its certificate expired on \(day)"
        case .notYetValid(let day): "its certificate is not valid before \(day)"
        case .unknownIssuer: "nobody that this system trusts vouches for its certificate"
        case .wrongHost(let host): "its certificate is not for \(host)"
        case .notEncrypted: "it does not speak https there"
        case .noCommonVersion: "it does not offer TLS 1.2 or 1.3"
        case .wantsClientCertificate: "it wants a certificate from us, which is not supported"
        case .other(let text): text
        }
    }

    var mend: String {
        switch self {
        case .expired: "its operator has to renew it"
        case .notYetValid: "check this computer's clock"
        case .unknownIssuer: "give the certificate of its authority with --cacert FILE if you trust it"
        case .wrongHost: "use the name that the certificate is for"
        case .notEncrypted: "check the port, or write http:// if it is meant to be without encryption"
        case .noCommonVersion, .wantsClientCertificate, .other: "ask its operator"
        }
    }
}

extension TLSProblem {
    /// Names what the encryption library threw; nil when the connection just broke off.
    init?(_ error: any Error, host: String) {
        switch error {
        case NIOSSLError.handshakeFailed(.sslError(let stack)), BoringSSLError.sslError(let stack):
            self.init(errorStack: "\(stack)")
        case NIOSSLError.uncleanShutdown, NIOSSLError.handshakeFailed: return nil
        case let error as NIOSSLExtraError
        where error == .failedToValidateHostname || error == .serverHostnameImpossibleToMatch:
            self = .wrongHost(host)
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: self = .other("no encryption could be agreed on")
        default: return nil
        }
    }

    /// Reads the library's name for what went wrong out of its text; the rest of that is about its own sources.
    private init?(errorStack text: String) {
        guard let mark = text.firstRange(of: "OPENSSL_internal:") else {
            if text.contains("EOF during handshake") { return nil }
            self = .other("no encryption could be agreed on")
            return
        }
        let name = String(text[mark.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
        switch name {
        case "CERTIFICATE_VERIFY_FAILED": self = .unknownIssuer
        case "WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNEXPECTED_RECORD", "INVALID_OUTER_RECORD_TYPE",
            "UNEXPECTED_MESSAGE":
            self = .notEncrypted
        case "UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION": self = .noCommonVersion
        case "TLSV1_ALERT_CERTIFICATE_REQUIRED", "SSLV3_ALERT_BAD_CERTIFICATE": self = .wantsClientCertificate
        default: self = .other(String(name.lowercased().map { $0 == "_" ? " " : $0 }))
        }
    }
}
