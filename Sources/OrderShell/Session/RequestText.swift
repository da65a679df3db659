import OrderEngine

/// How requests are shown instead of being sent.
package enum RequestForm: Sendable, Hashable {
    /// `GET https://…`.
    case plain
    /// A command for curl, which reads the token from `ORDERSH_TOKEN`.
    case curl(certificateFile: String?)
}

/// Writes requests as text that holds no token.
enum RequestText {
    static func of(_ request: RequestPreview, _ form: RequestForm) -> String {
        switch form {
        case .plain: return "GET " + VisibleText.of(request.url)
        case .curl(let certificateFile):
            var words = ["curl --fail-with-body --silent --show-error --header 'Accept: application/json'"]
            // Double quotes, so that the shell that runs it puts the token in.
            if request.needsToken { words.append(#"--header "Authorization: Token $ORDERSH_TOKEN""#) }
            if let certificateFile { words.append("--cacert " + quoted(certificateFile)) }
            words.append(quoted(request.url))
            return words.joined(separator: " ")
        }
    }

    /// A word for the shell, whatever it holds.
    private static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
