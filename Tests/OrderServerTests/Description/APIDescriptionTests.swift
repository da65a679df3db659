import OrderModel
import OrderServer
import Testing

@Suite struct APIDescriptionTests {
    private static func operation(_ path: String, _ settings: ServerSettings = ServerSettings()) throws -> JSONObject {
        let description = APIDescription(settings).json
        guard case .object(let operation)? = description["paths"]?[path]?["get"] else {
            throw Missing(what: path)
        }
        return operation
    }

    private struct Missing: Error {
        let what: String
    }

    private static func names(_ operation: JSONObject) -> [String] {
        guard case .array(let parameters)? = operation["parameters"] else { return [] }
        return parameters.compactMap { parameter in
            guard case .text(let name)? = parameter["name"] else { return nil }
            return name
        }
    }

    @Test(arguments: [(ListEndpoint.admin, "/api/orders/"), (.customer, "/api/shop/customers/me/orders")])
    func aListHasItsParametersAndNoOthers(_ endpoint: ListEndpoint, _ path: String) throws {
        #expect(try Self.names(Self.operation(path)) == endpoint.parameters.map(\.rawValue))
    }

    @Test func thereAreFivePaths() {
        let paths = [
            "/api/orders/", "/api/shop/customers/me/orders", "/api/shop/customers/me/orders/{id}",
            "/api/shop/customers/me/orders/{key}/tracking", "/api/i1/orders/{number}",
        ]
        #expect(APIDescription(ServerSettings()).json["paths"]?.keys == paths)
    }

    @Test func pathsAreThoseThatDontRedirect() {
        var settings = ServerSettings()
        settings.trailingSlash = .redirect
        let keys = APIDescription(settings).json["paths"]?.keys ?? []
        #expect(!keys.isEmpty)
        #expect(keys.allSatisfy { $0.hasSuffix("/") })
    }

    @Test func whatSettingsSayIsDescribed() throws {
        var settings = ServerSettings()
        settings.maximumLimit = 7
        settings.dateForm = .date
        settings.statusList = .lax
        guard case .array(let parameters)? = try Self.operation("/api/orders/", settings)["parameters"] else {
            throw Missing(what: "parameters")
        }
        let schemas = Dictionary(
            uniqueKeysWithValues: parameters.map { ($0["name"]?.text ?? "", $0["schema"] ?? .null) }
        )
        #expect(schemas["limit"]?["maximum"] == .number("7"))
        #expect(schemas["created_from"]?["format"] == .text("date"))
        #expect(schemas["status_in"]?["items"]?["enum"] == nil)
        #expect(schemas["status"]?["enum"] != nil)
    }

    @Test func onlyTrackingNeedsNoToken() {
        let paths = APIDescription(ServerSettings()).json["paths"]
        for path in paths?.keys ?? [] {
            let isPublic = paths?[path]?["get"]?["security"] == .array([])
            #expect(isPublic == path.hasSuffix("/tracking"), "\(path)")
        }
    }

    @Test func everyReferenceLeadsSomewhere() {
        let description = APIDescription(ServerSettings()).json
        let references = description.references
        #expect(references.count > 20)
        for reference in references {
            #expect(SchemaCheck(description).target(of: reference) != nil, "\(reference)")
        }
    }

    @Test(arguments: [
        (OrderWriter.Shape.admin, "StaffOrder"), (.customer, "CustomerOrder"), (.detail, "OrderDetail"),
    ])
    func ordersFitTheirSchemas(_ shape: OrderWriter.Shape, _ name: String) throws {
        for amounts in ServerSettings.AmountForm.allCases {
            var settings = ServerSettings()
            settings.amounts = amounts
            let description = APIDescription(settings).json
            let schema: JSONValue = .object(
                JSONObject([JSONMember(key: "$ref", value: .text("#/components/schemas/\(name)"))])
            )
            let writer = OrderWriter(settings)
            for order in SampleOrders(count: 200) {
                let written = try JSONParser.parse(writer.write(order, as: shape))
                #expect(SchemaCheck(description).problems(of: written, against: schema) == [])
            }
        }
    }

    @Test func examplesFitTheirSchemas() throws {
        let description = APIDescription(ServerSettings()).json
        let examples = description.examples
        #expect(examples.count >= 8)
        for (schema, example) in examples {
            #expect(SchemaCheck(description).problems(of: example, against: schema) == [])
        }
    }
}

extension JSONValue {
    fileprivate subscript(key: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }

    fileprivate var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    fileprivate var keys: [String] {
        guard case .object(let object) = self else { return [] }
        return object.members.map(\.key)
    }

    private var children: [JSONValue] {
        switch self {
        case .object(let object): object.members.map(\.value)
        case .array(let elements): elements
        default: []
        }
    }

    fileprivate var references: [String] {
        [self["$ref"]?.text].compactMap(\.self) + children.flatMap(\.references)
    }

    /// Each example with the schema that stands beside it.
    fileprivate var examples: [(schema: JSONValue, example: JSONValue)] {
        var found = children.flatMap(\.examples)
        if let schema = self["schema"], let example = self["example"] { found.append((schema, example)) }
        return found
    }
}
