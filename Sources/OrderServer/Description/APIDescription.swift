package import OrderModel

/// The API's OpenAPI 3.1 description, made from the tables of parameters and fields that the server works with.
package struct APIDescription: Sendable {
    private let settings: ServerSettings

    package init(_ settings: ServerSettings) {
        self.settings = settings
    }

    package var json: JSONValue { .null }
}
