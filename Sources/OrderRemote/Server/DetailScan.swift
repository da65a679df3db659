import OrderEngine
import OrderModel
import OrderReference

/// A scan of a customer's list whose orders get their items and payments from each order's detail.
///
/// The list has neither. Only orders that can still pass cost a request.
struct DetailScan: OrderScan {
    private let list: any OrderScan
    private let client: RemoteClient
    private let request: ScanRequest

    /// Whether a request asks a list for what only details have.
    static func isNeeded(for request: ScanRequest, at endpoint: ListEndpoint) -> Bool {
        endpoint == .customer && request.fields.needsDetails
    }

    /// `makeListScan` begins the scan of the list, for a request that the list can answer.
    init(_ request: ScanRequest, client: RemoteClient, makeListScan: (ScanRequest) throws -> any OrderScan) rethrows {
        self.request = request
        self.client = client
        list = try makeListScan(Self.listRequest(for: request))
    }

    var readerCount: Int { list.readerCount }

    func makeReader() throws -> any BatchReader {
        DetailReader(
            list: try list.makeReader(),
            client: client,
            filter: DetailFilter(request),
            monitor: request.monitor
        )
    }

    /// The same request without what the list lacks; the whole documents come, to be completed.
    private static func listRequest(for request: ScanRequest) -> ScanRequest {
        var list = request
        list.fields = NeededFields()
        list.fields.includesDocuments = true
        list.conditions = request.conditions.compactMap(DetailFilter.orderCondition)
        list.bound = nil
        return list
    }
}

extension NeededFields {
    /// Whether items or payments are among it, as rows or as an order's lists.
    package var needsDetails: Bool { items != nil || payments != nil || orders.contains(where: \.isList) }
}

/// Tells from a listed order whether it can pass, so that its detail is worth a request; used by one task.
final class DetailFilter {
    private let conditions: [Condition]
    private let evaluator: Evaluator?

    init(_ request: ScanRequest) {
        conditions = request.conditions.compactMap(Self.orderCondition)
        evaluator = request.time.map(Evaluator.init)
    }

    /// False only for what the conditions turn away; an order that they cannot judge is judged when it is complete.
    func canPass(_ order: Order) -> Bool {
        guard let evaluator else { return true }
        return conditions.allSatisfy { condition in
            (try? evaluator.holds(condition, for: Row(order))) ?? true
        }
    }

    /// A condition on orders, items or payments as one on the listed order; nil where it looks at what that lacks.
    static func orderCondition(_ condition: Condition) -> Condition? {
        let onOrder = condition.replacingExpressions { (expression: Expression) throws(Never) -> Expression? in
            guard case .field(let field) = expression, let parent = field.parentField else { return nil }
            return .field(parent)
        }
        return NeededFields(of: onOrder).needsDetails ? nil : onOrder
    }
}
