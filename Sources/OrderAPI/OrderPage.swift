package import OrderModel

/// One page of a list endpoint.
package struct OrderPage: Sendable, Hashable {
    /// How many orders match in all, on this page and the others.
    package let count: Int
    package let next: String?
    package let results: [JSONObject]

    /// No list is longer; counts up to here can be added up without a care.
    package static let largestCount = 1 << 53

    /// Reads the body of a page; unknown members are ignored, missing ones are an error.
    package init(body: [UInt8]) throws(BodyError) {
        let object = try BodyError.object(in: body)
        guard let count = object.wholeNumber(at: "count"), (0...Self.largestCount).contains(count) else {
            throw .misshapen("no whole number 'count'")
        }
        guard case .array(let elements)? = object["results"] else { throw .misshapen("no list 'results'") }
        var results: [JSONObject] = []
        results.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            guard case .object(let order) = element else {
                throw .misshapen("results[\(index)] is no object")
            }
            results.append(order)
        }
        self.count = count
        self.results = results
        switch object["next"] {
        case nil, .null?: next = nil
        case .text(let url)?: next = url
        default: throw .misshapen("'next' is no URL")
        }
    }
}

/// Why a body is not what the API documents.
package enum BodyError: Error, Sendable, Hashable {
    case empty
    case html(title: String?)
    case notJSON(String)
    case misshapen(String)

    /// The body as a JSON object.
    package static func object(in body: [UInt8]) throws(BodyError) -> JSONObject {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONParser.parse(body)
        } catch {
            throw BodyError(body, reason: error.description)
        }
        guard case .object(let object) = value else { throw .misshapen("the body is no JSON object") }
        return object
    }

    private init(_ body: [UInt8], reason: String) {
        let isBlank = body.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        self = isBlank ? .empty : HTMLText.isHTML(body) ? .html(title: HTMLText.title(of: body)) : .notJSON(reason)
    }

    /// What is wrong, in words that stand after "the answer": `is HTML (Server Error)`.
    package var predicate: String {
        switch self {
        case .empty: "is empty"
        case .html(let title): "is a web page instead of JSON" + (title.map { " (\($0))" } ?? "")
        case .notJSON(let reason): "is no JSON: \(ServerText.line(reason, maximumLength: 160))"
        case .misshapen(let reason): "does not have the documented shape: \(reason)"
        }
    }
}

extension JSONObject {
    /// A whole number within 64 bits, written as a number.
    package func wholeNumber(at key: String) -> Int? {
        guard case .number(let digits)? = self[key] else { return nil }
        return Decimal(digits)?.wholeNumber
    }
}
