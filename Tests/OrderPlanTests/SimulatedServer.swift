// A server of the order API played by the plain evaluator, with every habit that servers differ in, and faults. Like
// the real source, it checks the orders that it hands out, and tells which parameter lets through what it should not.

import OrderEngine
import OrderLanguage
import OrderModel
import OrderPlan
import OrderReference
import OrderTestSupport
import Synchronization
import Testing

/// What a simulated server does where servers differ, and what it does wrong.
struct ServerNature {
    var settings = FilterSettings()
    /// Whether moments are refused with a 400.
    var takesOnlyDays = false
    /// Whether the fraction of a second is cut off what is sent.
    var cutsFractions = false
    var nullOrder = ServerHabits.NullOrder.low
    var pageSize = 100
    var ignored: Set<ParameterName> = []
    var inverted: Set<ParameterName> = []
    var refused: Set<ParameterName> = []
    /// Ends of ranges that leave out the orders which stand exactly there.
    var excludedEnds: Set<ParameterName> = []
    /// The most that a page's count says.
    var countLimit = Int.max
    /// Whether pages say how many orders there are in all, whatever was asked.
    var countsEverything = false
    /// What the shop's orders become with a request, by its number.
    var change: @Sendable (_ requestNumber: Int, [Order]) -> [Order] = { _, orders in orders }
}

final class SimulatedServer: ServerSource {
    let name = "the simulated server"
    let nature: ServerNature
    private let state: Mutex<State>

    private struct State {
        var orders: [Order]
        var capabilities: SourceCapabilities
        var requests: [FilterParameters] = []
    }

    init(
        _ orders: [Order],
        capabilities: SourceCapabilities = .api(endpoint: .admin),
        nature: ServerNature = ServerNature()
    ) {
        self.nature = nature
        state = Mutex(State(orders: orders, capabilities: capabilities))
    }

    /// A server of some settings, or with a fault.
    convenience init(
        _ orders: [Order],
        capabilities: SourceCapabilities = .api(endpoint: .admin),
        settings: FilterSettings = FilterSettings(),
        ignored: Set<ParameterName> = [],
        refused: Set<ParameterName> = []
    ) {
        var nature = ServerNature()
        (nature.settings, nature.ignored, nature.refused) = (settings, ignored, refused)
        self.init(orders, capabilities: capabilities, nature: nature)
    }

    var capabilities: SourceCapabilities { state.withLock { $0.capabilities } }
    /// The pages that were asked for, one by one.
    var requests: [FilterParameters] { state.withLock { $0.requests } }

    func learn(_ finding: ServerFinding) {
        state.withLock { $0.capabilities = $0.capabilities.learning(finding) }
    }

    func makeScan(for request: ScanRequest) throws -> any OrderScan {
        guard case .api = capabilities else {
            let orders = state.withLock { $0.orders }
            return SequentialScan { ListReader(orders) { _ in } }
        }
        try refuse(request.parameters)
        let answer = try answer(to: request)
        return SequentialScan { ListReader(answer) { order in try self.check(order, request.parameters) } }
    }

    /// The orders that it hands out.
    func answer(to request: ScanRequest) throws -> [Order] {
        let orders = try matching(request.parameters, state.withLock { $0.orders })
        return Array(orders.prefix(request.maximumCount ?? .max))
    }

    func page(_ parameters: FilterParameters, monitor: (any ScanMonitor)?) async throws -> ServerPage {
        let orders = state.withLock { state in
            state.requests.append(parameters)
            state.orders = nature.change(state.requests.count, state.orders)
            return state.orders
        }
        try refuse(parameters)
        let all = try matching(parameters, orders)
        let page = Array(all.prefix(min(parameters.limit ?? 10, nature.pageSize)))
        for order in page { try check(order, parameters) }
        let count = min(nature.countsEverything ? orders.count : all.count, nature.countLimit)
        return ServerPage(
            count: count,
            orders: page,
            hasNext: page.count < count,
            statistics: ScanStatistics(requestCount: 1)
        )
    }

    func preview(of parameters: FilterParameters) -> RequestPreview {
        RequestPreview(url: "http://x/?" + parameters.queryString, needsToken: true)
    }

    func preview(of lookup: Lookup) -> RequestPreview { RequestPreview(url: "http://x/", needsToken: true) }
    func order(_ lookup: Lookup) async throws -> Order? { nil }

    private func refuse(_ parameters: FilterParameters) throws {
        let names = parameters.givenNames.filter { name in
            nature.refused.contains(name) || (nature.takesOnlyDays && parameters.sendsMoment(as: name))
        }
        if !names.isEmpty { throw RejectedParameters(names: names.map(\.rawValue), answer: "no") }
    }

    /// What the real source sees in an order that should not be there.
    private func check(_ order: Order, _ parameters: FilterParameters) throws {
        for name in parameters.givenNames {
            guard let meaning = meaning(of: name, parameters) else { continue }
            if try !Evaluator(time: noon).holds(meaning, for: Row(order)) {
                throw UntrustedParameter(parameter: name.rawValue, evidence: "an order does not fit")
            }
        }
    }

    private func meaning(of name: ParameterName, _ parameters: FilterParameters) -> Condition? {
        let own = parameters.keeping([name])
        return (nature.cutsFractions ? own.withoutFractions : own).query(settings: nature.settings).condition
    }

    private func matching(_ parameters: FilterParameters, _ orders: [Order]) throws -> [Order] {
        var query = Query(.orders)
        guard case .api(let endpoint, _) = capabilities else { return orders }
        var conditions: [Condition] = []
        for name in parameters.givenNames where endpoint.knows(name) && !nature.ignored.contains(name) {
            guard let meaning = meaning(of: name, parameters) else { continue }
            // Each on its own: `not` of an `and` is not the `and` of the `not`s.
            conditions.append(nature.inverted.contains(name) ? .not(meaning) : meaning)
            if nature.excludedEnds.contains(name), case .comparison(let field, _, let end) = meaning {
                conditions.append(.not(.comparison(field, .equal, end)))
            }
        }
        query.condition = Condition.all(of: conditions)
        query.search = parameters.search
        query.order = [Sort(.field(try field("id")))]
        let execution = ReferenceExecution(query, time: noon) { CanonicalPrinter.print($0) }
        try execution.consume(orders)
        let origin = Origin(source: name)
        let found = try execution.finish().rows.compactMap { row -> Order? in
            guard case .object(let document)? = row.document else { return nil }
            return Order(document: document, origin: origin)
        }
        return try sorted(found, by: nature.ignored.contains(.ordering) ? [] : parameters.ordering)
    }

    private func sorted(_ orders: [Order], by terms: [OrderingTerm]) throws -> [Order] {
        let fields = try terms.map { try field($0.name.rawValue) }
        let keyed = try orders.map { order in (order, try fields.map { try $0.value(in: order.document) }) }
        return keyed.sorted { left, right in
            for (index, term) in terms.enumerated() {
                let (first, second) = (left.1[index], right.1[index])
                if first == second { continue }
                return term.isDescending ? precedes(second, first) : precedes(first, second)
            }
            return false
        }.map(\.0)
    }

    private func precedes(_ left: Value, _ right: Value) -> Bool {
        if left.isNull || right.isNull { return (nature.nullOrder == .low) == left.isNull }
        return Value.sortsBefore(left, right)
    }

    private func field(_ name: String) throws -> Field { try #require(Schema.field(named: name, in: .orders)) }
}

extension FilterParameters {
    fileprivate static var bounds: [(ParameterName, WritableKeyPath<FilterParameters, DateBound?>)] {
        [
            (.createdFrom, \.createdFrom), (.createdTo, \.createdTo), (.updatedFrom, \.updatedFrom),
            (.updatedTo, \.updatedTo),
        ]
    }

    fileprivate func sendsMoment(as name: ParameterName) -> Bool {
        Self.bounds.contains { bound in
            guard bound.0 == name, case .instant? = self[keyPath: bound.1] else { return false }
            return true
        }
    }

    fileprivate var withoutFractions: FilterParameters {
        var cut = self
        for (_, path) in Self.bounds {
            guard case .instant(let instant)? = self[keyPath: path] else { continue }
            let fraction = instant.microseconds % TimeAmount.microsecondsPerSecond
            cut[keyPath: path] = .instant(Instant(microseconds: instant.microseconds - fraction))
        }
        return cut
    }
}

/// Hands orders out, seven at a time.
final class ListReader: BatchReader {
    private var rest: ArraySlice<Order>
    private let check: (Order) throws -> Void
    private(set) var statistics = ScanStatistics()

    init(_ orders: [Order], check: @escaping (Order) throws -> Void) {
        rest = orders[...]
        self.check = check
    }

    func next() async throws -> OrderBatch? {
        try Task.checkCancellation()
        guard !rest.isEmpty else { return nil }
        let orders = Array(rest.prefix(7))
        rest = rest.dropFirst(7)
        statistics.requestCount += 1
        for order in orders { try check(order) }
        statistics.orderCount += orders.count
        return OrderBatch(plainOrders: orders)
    }
}
