import OrderEngine
import OrderModel

/// What `\source` shows.
enum SourceDescription {
    static func text(of source: (any OrderSource)?) -> String {
        guard let source else { return "no source; open one with \\open FILE or \\connect URL" }
        let kind =
            switch source.capabilities {
            case .scanOnly: "every query reads all of it and filters here"
            case .api(.admin): "an order API's admin list; it filters what it can, the rest is checked here"
            case .api(.customer): "a customer's order list; it filters what it can, the rest is checked here"
            }
        return "\(VisibleText.of(source.name)): \(kind)"
    }
}
