import OrderHTTP
import OrderModel
import OrderTestSupport
import Testing

/// Files of authorities that are none.
struct CertificateFileTests {
    @Test(
        arguments: [
            ("", "it is empty"), ("hello\n", "it holds no certificate"),
            ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "it holds no certificate"),
            ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "it holds no certificate"),
        ]
    )
    func aFileWithoutCertificatesIsAUsageError(content: String, reason: String) async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(content, to: "authorities.pem")
        try await expectUsageError(path, reason)
    }

    @Test func aFileThatCannotBeReadIsAUsageError() async throws {
        let folder = try TemporaryFolder()
        try await expectUsageError(folder.path(of: "none.pem"), "No such file or directory")
        try await expectUsageError(folder.path, "Is a directory")
    }

    /// Both ways find it: asking before anything is sent, and sending, which sends nothing.
    private func expectUsageError(_ path: String, _ reason: String) async throws {
        let server = try LocalServer { _ in .json("{}") }
        var settings = HTTPSettings()
        settings.certificateFile = path
        let transport = HTTPTransport(settings)
        let address = try WebAddress(server.url)
        let early = #expect(throws: HTTPFailure.self) { try transport.prepare(for: address) }
        let late = await #expect(throws: HTTPFailure.self) { try await transport.get(HTTPRequest(address)) }
        #expect(early == late)
        #expect(early?.category == .usage)
        #expect(early?.message.contains(path) == true)
        #expect(early?.message.contains(reason) == true)
        #expect(server.connectionCount == 0)
    }
}
