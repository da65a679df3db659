// The pages of fields and statuses, made of the tables that define them.

import OrderEngine
import OrderModel
import OrderPlan

extension HelpTable {
    /// The names of all fields, without those that items and payments have of their order.
    static let fieldNames: [String] = {
        var seen: Set<String> = []
        return fieldCollections.flatMap(Schema.fields).filter { !$0.isFromParent }.map(\.name)
            .filter { seen.insert($0).inserted }
    }()

    /// The pages of all fields and statuses.
    package static var fieldPages: [HelpEntry] {
        fieldNames.compactMap(field(named:)) + OrderStatus.names.compactMap(status(named:))
    }

    private static let fieldCollections: [Collection] = [.orders, .items, .payments]

    /// The page of a field: `total`, `customer.id`, `order.status`, `items.quantity`.
    static func field(named name: String) -> HelpEntry? {
        let name = normalized(name)
        let fields = fields(named: name)
        guard let first = fields.first else { return nil }
        let places = fields.map(\.collection.rawValue)
        let beginning = places.dropLast().joined(separator: ", ") + (places.count > 1 ? " and " : "")
        return HelpEntry(
            name: first.name,
            kind: .field,
            form: first.name,
            summary: "a field of \(beginning)\(places.last ?? "")",
            text: fields.flatMap { lines(of: $0, isOneOf: fields.count) } + partLines(of: first),
            examples: [example(of: first)],
            related: related(to: first.type)
        )
    }

    /// The fields of a name, one of each collection that has it as its own.
    private static func fields(named name: String) -> [Field] {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        if parts.count == 2, let collection = Collection(rawValue: parts[0]) ?? (parts[0] == "order" ? .orders : nil) {
            return Schema.field(named: parts[1], in: collection).map { [$0] } ?? []
        }
        return fieldCollections.compactMap { Schema.field(named: name, in: $0) }.filter { !$0.isFromParent }
    }

    /// The type of a field, and who filters by it.
    private static func lines(of field: Field, isOneOf count: Int) -> [String] {
        let type = FieldList.typeWords(field)
        return [count > 1 ? "of \(field.collection.rawValue): \(type)" : type] + serverLines(of: field)
    }

    /// What servers can be asked for the field's values with.
    private static func serverLines(of field: Field) -> [String] {
        guard field.collection == .orders else { return ["  servers filter orders; this is checked here"] }
        let asked = [field] + (Schema.identifier(of: field).map { [$0] } ?? [])
        var isFiltered = false
        let lines = ListEndpoint.allCases.flatMap { endpoint -> [String] in
            let list = endpoint == .admin ? "the staff's list" : "a customer's list"
            guard PlanCheck.sends(field, .api(endpoint: endpoint)) else { return ["  \(list) does not have it"] }
            let names = asked.flatMap { PushdownTable.parameters(for: $0, on: endpoint) }.map(\.rawValue)
            guard !names.isEmpty else { return ["  \(list) does not filter by it"] }
            isFiltered = true
            return folded("\(list) filters by it: " + names.joined(separator: ", ")).map { "  " + $0 }
        }
        guard !isFiltered else { return lines }
        return lines.filter { $0.hasSuffix(" have it") } + ["  checked here: no server filters by it"]
    }

    /// The lines of a text, those that follow the first indented.
    private static func folded(_ text: String) -> [String] {
        TextWrapping.lines(of: text, width: lineWidth - 8).enumerated().map { ($0 == 0 ? "" : "    ") + $1 }
    }

    private static func partLines(of field: Field) -> [String] {
        let parts = Schema.parts(of: field).map(\.name)
        guard !parts.isEmpty else { return [] }
        return [""] + folded("its parts: " + parts.joined(separator: ", "))
    }

    /// A statement that uses a field as its type is used.
    private static func example(of field: Field) -> String {
        let (collection, name) = (field.collection.rawValue, field.name)
        return switch field.type {
        case .integer, .money: "\(collection) where \(name) > 0 order by -\(name) limit 5"
        case .text: "\(collection) where \(name) ~ \"a\" limit 5"
        case .status: "\(collection) where \(name) in (new, hold) limit 5"
        case .boolean: "\(collection) where \(name) limit 5"
        case .instant: "\(collection) where \(name) in 2025-12 limit 5"
        case .object: "\(collection) where has \(name) limit 5"
        default: "\(collection) select id, \(name) limit 5"
        }
    }

    private static func related(to type: ValueType) -> [String] {
        switch type {
        case .instant: ["dates", "\\fields"]
        case .status: ["completed", "values", "\\fields"]
        default: ["conditions", "\\fields"]
        }
    }

    /// The page of a status.
    static func status(named name: String) -> HelpEntry? {
        guard OrderStatus.names.contains(name) else { return nil }
        return HelpEntry(
            name: name,
            kind: .status,
            form: "status = \(name)",
            summary: "one of the statuses that an order can have",
            text: folded("all of them: " + OrderStatus.names.joined(separator: ", ")) + [
                "servers filter by them: "
                    + fields(named: "status").flatMap { PushdownTable.parameters(for: $0, on: .admin) }
                    .map(\.rawValue).joined(separator: ", ")
            ],
            examples: [
                "orders where status = \(name) limit 5", "orders where status in (\(name), new) select count()",
            ],
            related: ["status", "values"]
        )
    }
}
