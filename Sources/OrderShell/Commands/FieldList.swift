import OrderEngine
import OrderModel
import OrderPlan

/// What `\fields` shows.
enum FieldList {
    static func text(of collection: Collection?, source: (any OrderSource)?) -> String {
        let collections = collection.map { [$0] } ?? [.orders]
        var text = collections.map { list($0, source: source) }.joined(separator: "\n")
        if collection == nil {
            text += "\nitems and payments have fields of their own: \\fields items, \\fields payments"
        }
        return text
    }

    private static func list(_ collection: Collection, source: (any OrderSource)?) -> String {
        let fields = Schema.fields(of: collection).filter { !$0.isFromParent }
        let width = fields.map(\.name.count).max() ?? 0
        let typeWidth = fields.map { typeWords($0).count }.max() ?? 0
        var lines = fields.map { field in
            let name = field.name.padded(to: width)
            let type = typeWords(field).padded(to: typeWidth + 2)
            return "\(name)  \(type)\(filteredBy(field, source?.capabilities))".trimmedAtEnd
        }
        if collection != .orders { lines.append("order.…".padded(to: width) + "  the order's own fields") }
        return lines.joined(separator: "\n")
    }

    static func typeWords(_ field: Field) -> String {
        field.type.rawValue + (field.isNullable ? ", or null" : "")
    }

    /// The type, and what the source filters by, in a few words.
    static func detail(of field: Field, _ capabilities: SourceCapabilities?) -> String {
        let filter = filteredBy(field, capabilities)
        return filter.isEmpty ? typeWords(field) : "\(typeWords(field)); \(filter)"
    }

    private static func filteredBy(_ field: Field, _ capabilities: SourceCapabilities?) -> String {
        guard let capabilities, case .api(let endpoint, _) = capabilities, field.collection == .orders
        else { return "" }
        guard PlanCheck.sends(field, capabilities) else { return "not sent by the server" }
        let names = PushdownTable.parameters(for: field, on: endpoint)
        return names.isEmpty ? "" : "server: " + names.map(\.rawValue).joined(separator: ", ")
    }
}

extension String {
    /// The text with blanks to a width, for lists of plain names.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - TextWidth.of(self)))
    }

    var trimmedAtEnd: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
