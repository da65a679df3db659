import OrderModel

// The shapes of orders, from the layouts by which they are written.

extension APIDescription {
    var schemas: JSONValue {
        .object(
            JSONObject(
                OrderWriter.Shape.allCases.map { JSONMember(key: $0.schemaName, value: order($0)) }
                    + [OrderWriter.Shape.admin, .customer].map { JSONMember(key: $0.pageName, value: page($0)) }
                    + [
                        JSONMember(key: "Problem", value: Self.problem),
                        JSONMember(key: "ParameterProblems", value: Self.parameterProblems),
                    ]
            )
        )
    }

    private func page(_ shape: OrderWriter.Shape) -> JSONValue {
        let link: JSONValue = ["type": ["string", "null"], "format": "uri"]
        return Self.closedObject([
            ("count", ["type": "integer", "minimum": 0, "description": "How many orders the list has in all."]),
            ("next", link),
            ("previous", link),
            ("results", ["type": "array", "items": shape.reference]),
        ])
    }

    private func order(_ shape: OrderWriter.Shape) -> JSONValue {
        shape.layout.map { object($0) } ?? Self.platformOrder
    }

    /// Kept open, since such an order is sent as it came.
    private static let platformOrder: JSONValue = [
        "type": "object",
        "description": "An order of the other platform, as it came from there.",
        "required": ["number"],
        "properties": ["number": ["type": ["string", "integer"]], "date_placed": ["type": "string"]],
    ]

    // MARK: Fields

    private func object(_ layout: ObjectLayout, isNullable: Bool = false) -> JSONValue {
        Self.closedObject(layout.members.map { ($0.name, schema(of: $0)) }, isNullable: isNullable)
    }

    private func schema(of member: ObjectLayout.Member) -> JSONValue {
        let field = member.field
        if let parts = member.parts {
            let object = object(parts, isNullable: !field.isList && field.isNullable)
            return field.isList ? ["type": "array", "items": object] : object
        }
        switch field.type {
        case .money: return amount(of: field)
        case .status: return ["type": "string", "enum": .texts(OrderStatus.names)]
        case .instant: return Self.type("string", isNullable: field.isNullable).adding(["format": "date-time"])
        case .integer: return Self.type("integer", isNullable: field.isNullable)
        case .boolean: return Self.type("boolean", isNullable: field.isNullable)
        case .document, .object, .date, .duration: return [:]
        case .text: return Self.type("string", isNullable: field.isNullable)
        }
    }

    /// Amounts of items and payments are numbers in every form.
    private func amount(of field: Field) -> JSONValue {
        guard settings.amounts == .text, field.collection == .orders else {
            return Self.type("number", isNullable: field.isNullable)
        }
        return Self.type("string", isNullable: field.isNullable).adding(["pattern": "^-?[0-9]+\\.[0-9]{2}$"])
    }

    static func type(_ name: String, isNullable: Bool = false) -> JSONValue {
        ["type": isNullable ? .texts([name, "null"]) : .text(name)]
    }

    /// An object with these members and no other.
    private static func closedObject(
        _ members: [(name: String, schema: JSONValue)],
        isNullable: Bool = false
    ) -> JSONValue {
        type("object", isNullable: isNullable).adding([
            "required": .texts(members.map(\.name)),
            "properties": .object(JSONObject(members.map { JSONMember(key: $0.name, value: $0.schema) })),
            "additionalProperties": false,
        ])
    }

    // MARK: Refusals

    private static let problem: JSONValue = closedObject([("detail", ["type": "string"])])

    private static let parameterProblems: JSONValue = [
        "description": "What is wrong with each parameter; a list alone where it is the search.",
        "anyOf": [
            [
                "type": "object",
                "minProperties": 1,
                "additionalProperties": ["type": "array", "items": ["type": "string"]],
            ],
            ["type": "array", "items": ["type": "string"]],
        ],
    ]
}

extension OrderWriter.Shape {
    var schemaName: String {
        switch self {
        case .admin: "StaffOrder"
        case .customer: "CustomerOrder"
        case .detail: "OrderDetail"
        case .platform: "PlatformOrder"
        }
    }

    fileprivate var pageName: String { schemaName + "Page" }

    fileprivate var reference: JSONValue { APIDescription.reference("schemas", schemaName) }

    /// The schema of what a page of such orders is.
    var pageReference: JSONValue { APIDescription.reference("schemas", pageName) }
}
