import OrderEngine
import OrderLanguage
import OrderModel

/// What a source is asked: what `\curl` shows again.
enum AskedOfSource: Sendable {
    case query(Query)
    case lookup(Lookup)
}

extension Session {
    /// Shows the requests that something would begin with, as data: nothing is sent.
    func showRequests(of asked: AskedOfSource, _ form: RequestForm) throws {
        let text = try requestText(of: asked, form)
        try write(text: text + "\n")
    }

    /// Shows what `\curl` was asked for.
    func showCurl(of asked: AskedOfSource?) throws {
        guard let asked else {
            throw ShellError(.usage, "nothing has been asked yet", mend: "\\curl QUERY shows a query's requests")
        }
        try show(try requestText(of: asked, .curl(certificateFile: settings.certificateFile)))
    }

    private func requestText(of asked: AskedOfSource, _ form: RequestForm) throws -> String {
        let source = try requireSource()
        guard let server = source as? any ServerSource else {
            return remark("no request: \(VisibleText.of(source.name)) is no server", in: form)
        }
        switch asked {
        case .query(let query) where query.collection == .result:
            return remark("no request: an earlier answer is asked, which is kept", in: form)
        case .lookup(let lookup): return RequestText.of(server.preview(of: lookup), form)
        case .query(let query):
            let previews = try runner().previews(of: query, at: server)
            let lines = [remark(CanonicalPrinter.print(query), in: form)] + previews.map { RequestText.of($0, form) }
            return lines.joined(separator: "\n")
        }
    }

    /// A remark in the language that the requests are shown in: the shell's, where they are commands for it.
    private func remark(_ text: String, in form: RequestForm) -> String {
        if case .curl = form { return "# " + text }
        return "-- " + text
    }
}
