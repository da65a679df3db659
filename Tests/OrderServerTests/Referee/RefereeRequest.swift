import OrderServer

/// A request that is sent to both servers, as its bytes.
struct RefereeRequest: Sendable, Hashable {
    var method = "GET"
    /// Percent-encoded, or broken on purpose.
    var path: String
    var query: String?
    /// The header `Authorization`.
    var authorization: String?
    /// The header `Accept`.
    var accept: String? = "application/json"

    /// Path and query, as the first line of a request has them.
    var target: String { query.map { "\(path)?\($0)" } ?? path }

    var headers: [(name: String, value: String)] {
        [("Authorization", authorization), ("Accept", accept)].compactMap { name, value in
            value.map { (name: name, value: $0) }
        }
    }

    /// The line for a terminal that repeats the request.
    func curl(_ url: String) -> String {
        let verb = method == "HEAD" ? "--head" : "-X \(method)"
        let fields = headers.map { "-H '\($0.name): \($0.value)'" }
        let address = "'" + url + target.replacing("'", with: "'\\''") + "'"
        return (["curl --path-as-is -sS -i", verb] + fields + [address]).joined(separator: " ")
    }

    /// The same for our server without a socket.
    func inProcess(host: String) -> APIRequest {
        APIRequest(method: method, path: path, query: query, authorization: authorization, host: host, accept: accept)
    }
}

/// Who sends a request.
enum RefereeToken {
    static let staff = "Token test-token-admin"

    static func customer(_ id: Int) -> String { "Token test-token-customer-\(id)" }

    /// Headers that say it in every way, or say nothing.
    static let forms: [String?] = [
        nil, "", "Token", "Token ", "Token  test-token-admin", "Token test-token-admin ", "token test-token-admin",
        "TOKEN test-token-staff", "Token wrong", "Token test-token-admi", "Token test-token-adminn",
        "Token TEST-TOKEN-ADMIN", "Token test-token-admin extra", "Bearer test-token-admin", "test-token-admin",
        "Basic dGVzdDp0ZXN0", "Token\ttest-token-admin", "Token test-token-staff", "Token test-token-i1",
        "Token test-token-staff-noperm", "Token test-token-nonstaff", "Token test-token-inactive",
        "Token test-token-customer-1", "Token test-token-customer-2", "Token test-token-customer-999999",
        "Token test-token-\u{e9}", "Token ''", "Token %00", "Digest x", ",",
    ]
}
