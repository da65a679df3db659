// A server with a certificate of its own, made when it starts: Python's ssl and openssl(1), so that neither side of
// a test's encryption is the code that is tested.

import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An HTTPS server on 127.0.0.1 that answers every request with a small JSON object; stops when it is released.
package final class TLSServer: Sendable {
    package let port: Int
    /// The PEM file of the authority that vouches for its certificate.
    package let authorityPath: String
    private let folder: TemporaryFolder
    private let process: ChildProcess
    private let log: String

    /// What is special about a server's certificate.
    package enum Certificate: Sendable {
        case sound
        /// Sound, and the server wants one of the client too.
        case mutual
        case expired
        /// Made by itself, so no authority's file helps.
        case selfSigned
    }

    /// Whether this machine has what it takes.
    package static let isAvailable: Bool = ["openssl", "python3"].allSatisfy { name in
        guard let process = try? ChildProcess(["/usr/bin/env", name, name == "openssl" ? "version" : "--version"])
        else { return false }
        _ = process.readToEnd()
        return process.waitForExit() == 0
    }

    /// Makes certificates for these names and starts a server with them.
    package static func start(
        names: [String] = ["DNS:shop.test", "IP:127.0.0.1"],
        certificate: Certificate = .sound
    ) async throws -> TLSServer {
        try await withCheckedThrowingContinuation { continuation in
            BlockingThread.start {
                continuation.resume(with: Result { try TLSServer(names: names, certificate: certificate) })
            }
        }
    }

    private init(names: [String], certificate: Certificate) throws {
        folder = try TemporaryFolder()
        authorityPath = folder.path(of: "authority.pem")
        log = folder.path(of: "requests.log")
        try Self.makeCertificates(in: folder, names: names.joined(separator: ","), certificate)
        process = try ChildProcess([
            "/usr/bin/env", "python3", "-B", "-u", "-c", Self.script, folder.path(of: "server.pem"),
            folder.path(of: "server.key"), log, certificate == .mutual ? "mutual" : "",
        ])
        var output: [UInt8] = []
        while let chunk = process.read(), !output.contains(UInt8(ascii: "\n")) {
            output += chunk
            if output.contains(UInt8(ascii: "\n")) { break }
        }
        guard let port = Int(String(decoding: output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)) else {
            throw TLSServerError(output: output)
        }
        self.port = port
    }

    deinit { process.terminate() }

    /// The address by number, for which the usual certificate is made.
    package var url: String { "https://127.0.0.1:\(port)" }

    /// The requests so far, one a line: the request line, a tab, and the `Authorization` header.
    package func requests() throws -> [String] {
        let bytes = try ChildProcess(["/bin/cat", log]).readToEnd()
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static func makeCertificates(
        in folder: TemporaryFolder,
        names: String,
        _ certificate: Certificate
    ) throws {
        func path(_ name: String) -> String { folder.path(of: name) }
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try openssl(
            ["req", "-x509"] + key + [
                "-keyout", path("authority.key"), "-out", path("authority.pem"), "-days", "2", "-subj",
                "/CN=ordersh test authority", "-addext", "basicConstraints=critical,CA:TRUE",
            ]
        )
        if case .selfSigned = certificate {
            try openssl(
                ["req", "-x509"] + key + [
                    "-keyout", path("server.key"), "-out", path("server.pem"), "-days", "2", "-subj", "/CN=shop.test",
                    "-addext", "subjectAltName=" + names,
                ]
            )
            return
        }
        try openssl(
            ["req"] + key + ["-keyout", path("server.key"), "-out", path("server.csr"), "-subj", "/CN=shop.test"]
        )
        try folder.write("subjectAltName=\(names)\n", to: "extensions")
        var days = "2"
        if case .expired = certificate { days = "-1" }
        try openssl([
            "x509", "-req", "-in", path("server.csr"), "-CA", path("authority.pem"), "-CAkey", path("authority.key"),
            "-CAcreateserial", "-days", days, "-extfile", path("extensions"), "-out", path("server.pem"),
        ])
    }

    private static func openssl(_ arguments: [String]) throws {
        let process = try ChildProcess(["/usr/bin/env", "openssl"] + arguments)
        let output = process.readToEnd()
        guard process.waitForExit() == 0 else { throw TLSServerError(output: output) }
    }

    /// Answers each request on kept-alive connections, and writes down what it was asked before it answers.
    private static let script = """
        import http.server, ssl, sys, threading
        certificate, key, log, mutual = sys.argv[1:]
        lock = threading.Lock()
        open(log, 'w').close()
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'
            def do_GET(self):
                with lock, open(log, 'a') as file:
                    file.write(self.requestline + '\\t' + self.headers.get('Authorization', '') + '\\n')
                body = b'{"a":1}'
                self.send_response(200)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def log_message(self, *arguments): pass
        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            def handle_error(self, *arguments): pass
            def get_request(self):
                connection, address = self.socket.accept()
                return context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        if mutual: context.verify_mode = ssl.CERT_REQUIRED
        server = Server(('127.0.0.1', 0), Handler)
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """
}

/// What a tool wrote when a TLS server could not be started.
package struct TLSServerError: Error, CustomStringConvertible {
    let output: [UInt8]
    package var description: String { String(decoding: output, as: UTF8.self) }
}
