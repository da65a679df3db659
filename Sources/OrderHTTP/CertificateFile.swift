import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The authorities that the user trusts besides the system's, in a PEM file.
enum CertificateFile {
    /// Reads all certificates of a file; one that holds none is an error, since nobody names it for nothing.
    static func read(_ path: String) throws(HTTPFailure) -> [NIOSSLCertificate] {
        guard let file = fopen(path, "r") else {
            throw .certificateFile(path: path, reason: systemMessage(errno))
        }
        // A folder can be opened, and says what it is only when it is read.
        let isEmpty = fgetc(file) == EOF
        let code = ferror(file) == 0 ? 0 : errno
        fclose(file)
        guard code == 0 else { throw .certificateFile(path: path, reason: systemMessage(code)) }
        guard !isEmpty else { throw .certificateFile(path: path, reason: "it is empty") }
        guard let certificates = try? NIOSSLCertificate.fromPEMFile(path), !certificates.isEmpty else {
            throw .certificateFile(path: path, reason: "it holds no certificate in the PEM form, or a damaged one")
        }
        return certificates
    }
}

/// The system's own words for an error number: `Connection refused`.
func systemMessage(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
