import OrderModel

/// The answers that are no business of the API: pages as Django and proxies before it send them.
extension APIAnswer {
    /// Nothing but a status and its name, as HTML; says nothing of what went wrong inside.
    static func page(status: Int) -> APIAnswer {
        let name = names[status] ?? "Error"
        let title = "\(name) (\(status))"
        let page = """
            <!doctype html>
            <html lang="en">
            <head>
              <title>\(title)</title>
            </head>
            <body>
              <h1>\(title)</h1>
            </body>
            </html>

            """
        return APIAnswer(
            status: status,
            headers: [("Content-Type", "text/html; charset=utf-8")],
            body: Array(page.utf8)
        )
    }

    /// A JSON object whose only member says what is wrong, as Django REST framework sends it.
    static func detail(_ text: String, status: Int) -> APIAnswer {
        .json(JSONValue.object(JSONObject([JSONMember(key: "detail", value: .text(text))])), status: status)
    }

    static func json(_ value: JSONValue, status: Int = 200) -> APIAnswer {
        .json(Array(value.serialized().utf8), status: status)
    }

    private static let names = [
        400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 500: "Server Error", 502: "Bad Gateway",
        503: "Service Unavailable", 504: "Gateway Timeout",
    ]
}
