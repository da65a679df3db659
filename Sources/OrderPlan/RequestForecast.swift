import OrderEngine
import OrderModel

/// How many requests a plan will send, in words.
enum RequestForecast {
    /// Nil for a source that is no server.
    static func text(of plan: Plan) -> String? {
        guard case .api(let endpoint, let habits) = plan.capabilities else { return nil }
        let pageSize = habits.maximumPageSize ?? ServerQuestions.usualPageSize
        switch plan.strategy {
        case .nothing: return "no request"
        case .counts(let counts): return text(of: counts)
        case .firstOrders(let count):
            let pageCount = max(1, (count - 1) / pageSize + 1)
            let text = pageCount == 1 ? "1 request" : "at most \(pageCount) requests, \(pageSize) orders each"
            return text + details(plan, endpoint)
        case .untilEnough:
            return "1 request per \(pageSize) orders, until enough passed" + details(plan, endpoint)
        case .everyOrder:
            return "1 request per \(pageSize) orders, several at once" + details(plan, endpoint)
        }
    }

    private static func text(of counts: CountPlan) -> String {
        let count = counts.requests.count
        let usual = count == 1 ? "1 request" : "\(count) requests, several at once"
        guard !counts.unproved.isEmpty else { return usual }
        let names = counts.unproved.map(\.rawValue).sorted().joined(separator: ", ")
        return "\(usual); a few more now, as \(names) was not yet seen to work; every order is read if it doesn't"
    }

    /// The customer's list sends no items and payments; each order's own document does.
    private static func details(_ plan: Plan, _ endpoint: ListEndpoint) -> String {
        let fields = plan.request.fields
        guard endpoint == .customer, fields.items != nil || fields.payments != nil else { return "" }
        return "; and 1 request per order for its items and payments"
    }
}
