import OrderModel

extension APIDescription {
    /// The answers of an operation: the one that is wanted, and the refusals of some statuses.
    func responses(_ answer: JSONValue, statuses: [Int]) -> JSONValue {
        let refusals = statuses.map { status in
            JSONMember(key: String(status), value: Self.reference("responses", String(status)))
        }
        return .object(JSONObject([JSONMember(key: "200", value: answer)] + refusals))
    }

    /// A page of orders.
    func page(of shape: OrderWriter.Shape) -> JSONValue {
        Self.response("A page of orders.", schema: shape.pageReference, example: example(shape).map(pageExample))
    }

    /// An order alone.
    func answer(_ shape: OrderWriter.Shape) -> JSONValue {
        Self.response(
            "The order.",
            schema: Self.reference("schemas", shape.schemaName),
            example: shape == .platform ? nil : example(shape)
        )
    }

    /// What operations refer to by its status.
    var sharedResponses: JSONValue {
        [
            "400": Self.response(
                "A parameter that can't be read.",
                schema: Self.reference("schemas", "ParameterProblems"),
                example: [
                    "status": ["Select a valid choice. pending is not one of the available choices."]
                ]
            ),
            "401": Self.refusal("No token, or none that is known.", "Authentication credentials were not provided.")
                .adding(Self.header("WWW-Authenticate", ["type": "string", "const": "Token"])),
            "403": Self.refusal("A token for something else.", "You do not have permission to perform this action."),
            "404": Self.refusal("Nothing there.", "No Order matches the given query.")
                .addingHTML(),
            "405": Self.refusal("Another method than GET.", "Method \"POST\" not allowed.")
                .adding(Self.header("Allow", ["type": "string"])),
            "406": Self.refusal(
                "A form of answer that there isn't.",
                "Could not satisfy the request Accept header."
            ),
        ]
    }

    /// A reference to a part of the components.
    static func reference(_ kind: String, _ name: String) -> JSONValue {
        ["$ref": .text("#/components/\(kind)/\(name)")]
    }

    private static func refusal(_ description: String, _ detail: String) -> JSONValue {
        response(description, schema: reference("schemas", "Problem"), example: ["detail": .text(detail)])
    }

    private static func response(_ description: String, schema: JSONValue, example: JSONValue?) -> JSONValue {
        let content: JSONValue = ["schema": schema]
        return [
            "description": .text(description),
            "content": ["application/json": content.adding(example.map { ["example": $0] } ?? [:])],
        ]
    }

    private static func header(_ name: String, _ schema: JSONValue) -> JSONValue {
        .object(
            JSONObject([
                JSONMember(
                    key: "headers",
                    value: .object(
                        JSONObject([JSONMember(key: name, value: ["required": true, "schema": schema])])
                    )
                )
            ])
        )
    }

    // MARK: Examples

    /// The first order of the sample, which examples show.
    static let sample: Order? = {
        var orders = SampleOrders()
        return orders.next()
    }()

    /// The example as this server writes it.
    private func example(_ shape: OrderWriter.Shape) -> JSONValue? {
        Self.sample.flatMap { try? JSONParser.parse(OrderWriter(settings).write($0, as: shape)) }
    }

    private func pageExample(_ order: JSONValue) -> JSONValue {
        ["count": 1, "next": nil, "previous": nil, "results": [order]]
    }
}

extension JSONValue {
    /// A response that may be a page for people as well, where no path of the API fits.
    fileprivate func addingHTML() -> JSONValue {
        guard case .object(var response) = self, case .object(let content)? = response["content"] else { return self }
        let page = JSONMember(key: "text/html", value: ["schema": ["type": "string"]])
        response.members.removeAll { $0.key == "content" }
        response.members.append(JSONMember(key: "content", value: .object(JSONObject(content.members + [page]))))
        return .object(response)
    }
}
