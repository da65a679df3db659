import OrderTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A running server against its own OpenAPI description, as programs see it that know neither.
@Suite(.enabled(if: schemathesis != nil, "ORDERSH_SCHEMATHESIS does not name the program; Scripts/test installs it"))
struct DescriptionTests {
    /// Its first order is the one that the description's examples name, and customer 49's.
    private static let orders = ["--sample", "600"]
    private let folder: TemporaryFolder
    private let server: ServedProgram

    init() throws {
        folder = try TemporaryFolder()
        let tokens = "staff 6d1f0b7e52c94a3388 admin\nmina 9be4c2a7d05f4e61a1 customer 49\n"
        try TemporaryFolder.write(Array(tokens.utf8), to: folder.path + "/tokens")
        server = try ServedProgram(Self.orders + ["--tokens", "tokens", "--quiet"], in: folder.path)
    }

    @Test func theDescriptionIsOpenAPI() throws {
        let python = (schemathesis ?? "").split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/python3"
        let check = """
            import json, sys, urllib.request, openapi_spec_validator
            document = json.load(urllib.request.urlopen(sys.argv[1]))
            openapi_spec_validator.OpenAPIV31SpecValidator(document).validate()
            """
        let run = try ShellScript("'\(python)' -c '\(check)' \(server.url)/openapi.json", in: folder.path)
        #expect(run.status == 0, "\(run.errors.suffix(2000))")
    }

    /// Requests made from the description, sound and unsound ones: each answer must be one that is described.
    ///
    /// That unsound values are refused is not asked for, as most aren't: `limit=abc` is ignored without a word.
    @Test(arguments: [
        ("6d1f0b7e52c94a3388", "--include-path /api/orders/ --include-path '/api/i1/orders/{number}'"),
        ("9be4c2a7d05f4e61a1", "--include-path-regex '^/api/shop/'"),
    ])
    func answersAreAsDescribed(_ token: String, _ paths: String) throws {
        let checks = [
            "not_a_server_error", "status_code_conformance", "content_type_conformance",
            "response_headers_conformance", "response_schema_conformance", "positive_data_acceptance", "ignored_auth",
            "unsupported_method",
        ]
        let run = try ShellScript(
            """
            export NO_COLOR=1 PYTHONDONTWRITEBYTECODE=1
            '\(schemathesis ?? "")' run \(server.url)/openapi.json --header 'Authorization: Token \(token)' \(paths) \
                --checks \(checks.joined(separator: ",")) --phases examples,coverage,fuzzing --max-examples 40 \
                --seed 7 --generation-database none --no-shrink --warnings off
            """,
            in: folder.path
        )
        #expect(run.status == 0, "\(run.output.suffix(6000))\(run.errors.suffix(2000))")
    }
}

/// The program's path, where the environment names one.
private let schemathesis: String? = getenv("ORDERSH_SCHEMATHESIS").map { String(cString: $0) }
