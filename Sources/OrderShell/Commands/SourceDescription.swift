import OrderEngine
import OrderModel

/// What `\source` shows.
enum SourceDescription {
    static func text(of source: (any OrderSource)?, details: SourceDetails? = nil) -> String {
        guard let source else { return "no source; open one with \\open FILE or \\connect URL" }
        if let details {
            return ([summary(of: source, details)] + details.lines).joined(separator: "\n")
        }
        let kind =
            switch source.capabilities {
            case .scanOnly: held(by: source) ?? "every query reads all of it and filters here"
            case .api(.admin, _): "an order API's admin list; it filters what it can, the rest is checked here"
            case .api(.customer, _): "a customer's order list; it filters what it can, the rest is checked here"
            }
        return "\(VisibleText.of(source.name)): \(kind)"
    }

    /// The first of its lines, where a source knows what it holds.
    static func summary(of source: any OrderSource, _ details: SourceDetails) -> String {
        "\(VisibleText.of(source.name)): \(details.summary)"
    }

    /// What is in memory already, and answers the next query without reading.
    private static func held(by source: any OrderSource) -> String? {
        guard let held = (source as? any ColumnHolding)?.heldColumns else { return nil }
        let names = Collection.allCases.flatMap { collection in
            (held.fields.fields(of: collection) ?? []).map { field in
                collection == .orders ? field.name : "\(collection.rawValue).\(field.name)"
            }
        }
        let megabytes = max(1, held.byteCount >> 20)
        return "a query that asks for more than what is in memory reads all of it\n"
            + "in memory: \(names.joined(separator: ", ")) of \(held.orderCount) orders, \(megabytes) MB"
    }
}
