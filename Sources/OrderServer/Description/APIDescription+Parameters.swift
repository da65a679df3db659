import OrderModel

extension APIDescription {
    /// A parameter of a list as OpenAPI has it.
    func parameter(_ name: ParameterName, of endpoint: ListEndpoint) -> JSONValue {
        var schema = schema(of: name, endpoint)
        var form: JSONValue = [:]
        if name.takesList {
            schema = ["type": "array", "items": schema, "minItems": 1]
            form = ["style": "form", "explode": false]
        }
        let described: JSONValue = [
            "name": .text(name.rawValue), "in": "query", "description": .text(sentence(about: name, endpoint)),
        ]
        return described.adding(form).adding(["schema": schema, "example": example(of: name)])
    }

    private func schema(of name: ParameterName, _ endpoint: ListEndpoint) -> JSONValue {
        switch name.valueKind {
        case .status: Self.type("string").adding(statuses(for: name, endpoint))
        case .identifier: ["type": "integer", "format": "int64"]
        case .boolean: ["type": "boolean"]
        case .amount: ["type": "number"]
        case .date: dateSchema(of: name)
        case .text: ["type": "string", "pattern": "^[^\\u0000]*$"]
        case .ordering: ["type": "string", "enum": .texts(orderings(of: endpoint))]
        case .count: countSchema(of: name)
        }
    }

    private func statuses(for name: ParameterName, _ endpoint: ListEndpoint) -> JSONValue {
        if name == .statusIn, settings.statusList == .lax { return [:] }
        let hidden: [OrderStatus] = name == .status && endpoint == .customer ? [.deleted] : []
        return ["enum": .texts(OrderStatus.allCases.filter { !hidden.contains($0) }.map(\.rawValue))]
    }

    private func orderings(of endpoint: ListEndpoint) -> [String] {
        endpoint.orderingNames.flatMap { [$0.rawValue, "-" + $0.rawValue] }
    }

    private func dateSchema(of name: ParameterName) -> JSONValue {
        let day: JSONValue = ["type": "string", "format": "date"]
        if name == .createdDate || name == .updatedDate || settings.dateForm == .date { return day }
        return ["anyOf": [day, ["type": "string", "format": "date-time"]]]
    }

    private func countSchema(of name: ParameterName) -> JSONValue {
        guard name == .limit else { return ["type": "integer", "minimum": 0, "default": 0] }
        let schema: JSONValue = ["type": "integer", "minimum": 1, "default": .count(settings.defaultLimit)]
        return schema.adding(settings.maximumLimit.map { ["maximum": .count($0)] } ?? [:])
    }

    private func example(of name: ParameterName) -> JSONValue {
        let single: JSONValue =
            switch name.valueKind {
            case .status: "new"
            case .identifier: 17
            case .boolean: true
            case .amount: 75_000
            case .date: "2025-12-27"
            case .text: "sara"
            case .ordering: "-created_at"
            case .count: name == .limit ? .count(settings.defaultLimit) : 0
            }
        return name.takesList ? [single] : single
    }

    private func sentence(about name: ParameterName, _ endpoint: ListEndpoint) -> String {
        let subject = name.rawValue.split(separator: "_").dropLast().joined(separator: " ")
        switch name {
        case .status: return "Orders of this status."
        case .idMinimum, .shippingCostMinimum: return "The least \(subject) that an order may have."
        case .idMaximum, .shippingCostMaximum: return "The greatest \(subject) that an order may have."
        case .createdDate, .updatedDate: return "Orders \(subject) on this day, by the clocks of \(settings.zone.name)."
        case .createdFrom, .updatedFrom: return "Orders \(subject) at this moment or later."
        case .createdTo, .updatedTo: return "Orders \(subject) at this moment or earlier; \(endOfDay)."
        case .search: return searchSentence(endpoint)
        case .ordering: return orderingSentence(endpoint)
        case .limit: return "How many orders the page may have; more than are granted are as many as are granted."
        case .offset: return "How many orders to leave out before the page."
        default: break
        }
        if name.valueKind == .boolean {
            let text = settings.emptyText == .missing ? "; an empty text counts as none" : ""
            return "Orders with (true) or without (false) \(name.rawValue.dropFirst(4).replacingUnderscores)\(text)."
        }
        return name.takesList
            ? "Orders whose \(subject) is one of these."
            : "Orders with this \(name.rawValue[...].replacingUnderscores)."
    }

    private var endOfDay: String {
        settings.dateEnd == .inclusive ? "a day is meant up to its end" : "a day is meant up to its beginning"
    }

    private func searchSentence(_ endpoint: ListEndpoint) -> String {
        let names = endpoint.searchFields.map { $0.name.split(separator: ".").joined(separator: "__") }
        return "Words that must all be found, each in one of \(names.joined(separator: ", ")); "
            + "quotes keep words together."
    }

    private func orderingSentence(_ endpoint: ListEndpoint) -> String {
        let terms = endpoint == .admin ? ServerSettings.adminOrdering : settings.customerOrdering
        let usual = terms.isEmpty ? "none" : terms.map(\.description).joined(separator: ",")
        return "The keys in their turn, `-` for descending; what isn't known is ignored. Where none is left: \(usual)."
    }
}

extension Substring {
    fileprivate var replacingUnderscores: String { split(separator: "_").joined(separator: " ") }
}
