// The API in OpenAPI's words. Parameters, fields, statuses and bounds come from the tables that the server itself works
// with, so the description can't say anything else than what is served; only the sentences are written here.

import OrderAPI
package import OrderModel

/// The API's OpenAPI 3.1 description, made from the tables of parameters and fields that the server works with.
package struct APIDescription: Sendable {
    let settings: ServerSettings

    package init(_ settings: ServerSettings) {
        self.settings = settings
    }

    package var json: JSONValue {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Order API",
                "version": "1",
                "description": """
                Orders as staff and customers see them. Unknown parameters, empty values, and truths, limits and \
                offsets that can't be read are ignored without a word; of a repeated parameter the last one counts.
                """,
            ],
            "servers": [["url": "/"]],
            "paths": paths,
            "components": [
                "securitySchemes": [
                    Self.securityName: [
                        "type": "apiKey",
                        "in": "header",
                        "name": "Authorization",
                        "description": "`Token` and the key, with a blank between them: `Token 0123456789abcdef`.",
                    ]
                ],
                "responses": sharedResponses,
                "schemas": schemas,
            ],
        ]
    }

    private static let securityName = "token"

    /// A template of OpenAPI where the endpoint has an order's id, key or number.
    private enum Template: String {
        case identifier = "id"
        case key
        case number
    }

    private var paths: JSONValue {
        let own = APIEndpoint.customerList.path
        let otherPlatform = APIEndpoint.platformOrder(number: "").path
        return .object(
            JSONObject([
                path(APIEndpoint.adminList.path, list(.admin)),
                path(own, list(.customer)),
                path("\(own)/{id}", single("getOwnOrder", "One of the caller's own orders.", .identifier)),
                path("\(own)/{key}/tracking", single("trackOrder", "An order by its public key.", .key)),
                path(
                    "\(otherPlatform){number}",
                    single("getPlatformOrder", "An order of the other platform.", .number)
                ),
            ])
        )
    }

    private func path(_ path: String, _ operation: JSONValue) -> JSONMember {
        let isFinished = path.hasSuffix("/") || settings.trailingSlash == .optional
        return JSONMember(key: isFinished ? path : path + "/", value: ["get": operation])
    }

    private func list(_ endpoint: ListEndpoint) -> JSONValue {
        let (name, summary) =
            switch endpoint {
            case .admin: ("listOrders", "A page of all orders, for staff.")
            case .customer: ("listOwnOrders", "A page of the caller's own orders.")
            }
        return [
            "operationId": .text(name),
            "summary": .text(summary),
            "security": [[Self.securityName: []]],
            "parameters": .array(endpoint.parameters.map { parameter($0, of: endpoint) }),
            "responses": responses(
                page(of: endpoint == .admin ? .admin : .customer),
                statuses: [400, 401, 403, 404, 405, 406]
            ),
        ]
    }

    private func single(_ name: String, _ summary: String, _ template: Template) -> JSONValue {
        let isPublic = template == .key
        let shape: OrderWriter.Shape = template == .number ? .platform : .detail
        return [
            "operationId": .text(name),
            "summary": .text(summary),
            "security": isPublic ? [] : [[Self.securityName: []]],
            "parameters": [
                [
                    "name": .text(template.rawValue),
                    "in": "path",
                    "required": true,
                    "description": .text(Self.sentence(about: template)),
                    "schema": Self.schema(of: template),
                    "example": Self.example(of: template),
                ]
            ],
            "responses": responses(
                answer(shape),
                statuses: (isPublic ? [] : [401, 403]) + [404, 405, 406]
            ),
        ]
    }

    private static func sentence(about template: Template) -> String {
        switch template {
        case .identifier: "The order's id."
        case .key: "The order's key."
        case .number: "The order's number on the other platform."
        }
    }

    private static func example(of template: Template) -> JSONValue {
        template == .number ? "bf7b66149236455" : sample?.document[template.rawValue] ?? nil
    }

    private static func schema(of template: Template) -> JSONValue {
        template == .identifier
            ? ["type": "integer", "minimum": 1]
            : ["type": "string", "pattern": "^[A-Za-z0-9_-]+$"]
    }
}
