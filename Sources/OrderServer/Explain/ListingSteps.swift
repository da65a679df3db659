import OrderEngine
import OrderLanguage
import OrderModel

/// The steps by which a list comes from the dataset, and how many orders are left after each.
///
/// It tries the filters of the lists, but one after the other and on every order: groups that are left out by the
/// ranges of their values can't be counted step by step.
struct ListingSteps {
    let meaning: ListingMeaning

    init(_ meaning: ListingMeaning) {
        self.meaning = meaning
    }

    /// A step that was taken.
    struct Step {
        let parameter: ParameterName?
        /// What is demanded, in the language's words or in plain ones.
        let text: String
        fileprivate let filter: ListingFilter
        var count = 0
        var duration = Duration.zero
    }

    /// What the steps look at.
    var fields: NeededFields {
        var fields = NeededFields()
        fields.insertRows(of: .orders)
        for part in meaning.parts { fields.formUnion(part.filter.fields) }
        return fields
    }

    /// Takes the steps over all orders.
    func count(in source: any DatasetState) async throws -> [Step] {
        var steps = meaning.parts.map { Step(parameter: $0.parameter, text: text(of: $0), filter: $0.filter) }
        var fields = fields
        // No order of the other platform has it, so all of those come as whole orders.
        for field in Schema.fields(of: .orders) where field.name == "updated_at" { fields.insert(field) }
        let reader = try source.makeScan(for: ScanRequest(fields: fields)).makeReader()
        while let batch = try await reader.next() {
            let rows = TableRows(orders: batch.columns)
            var left = Bitmap(count: rows.count, filledWith: true)
            var orders = batch.plainOrders
            for index in steps.indices {
                let start = ContinuousClock.now
                left = try steps[index].filter.rows(of: rows, among: left)
                orders = try steps[index].filter.orders(of: orders)
                steps[index].count += left.setCount + orders.count
                steps[index].duration += ContinuousClock.now - start
            }
        }
        return steps
    }

    /// How many orders are read where groups that can't matter are left out.
    func readCount(in source: any DatasetState) async throws -> Int {
        let conditions = meaning.parts.flatMap(\.filter.conditions)
        let time = meaning.parts[0].filter.time
        let request = ScanRequest(fields: fields, conditions: conditions, time: time)
        let reader = try source.makeScan(for: request).makeReader()
        var count = 0
        while let batch = try await reader.next() { count += batch.orderCount }
        return count
    }

    private func text(of part: ListingMeaning.Part) -> String {
        if part.isBeyondAllValues { return "a value beyond those of all orders" }
        switch part.parameter {
        case nil:
            return "orders of this platform" + (part.condition.map { " where " + CanonicalPrinter.print($0) } ?? "")
        case .search:
            let search = "search " + CanonicalPrinter.quoted(meaning.listing.filters.search ?? "")
            return (meaning.isSearchInverted ? "not " : "") + search
        default: return part.condition.map(CanonicalPrinter.print) ?? "nothing"
        }
    }
}
