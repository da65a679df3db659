// The explanation of a list request. It reads the request with the reader of all requests and counts with the compiled
// conditions of the lists, so that it can't say anything else than what the list does.

import OrderEngine
import OrderLanguage
package import OrderModel
import OrderReference

/// What the server understood of a request, for whoever debugs a filter; only with `--debug`.
package struct RequestExplanation: Sendable {
    private let settings: ServerSettings

    package init(_ settings: ServerSettings) {
        self.settings = settings
    }

    /// The field of an explanation's query that names an order, which the API knows nothing of.
    private static let orderName = "__order"

    /// The explanation of a list request, as JSON: each parameter and what became of it, the condition in the
    /// language, the plan, and the rows at each step.
    ///
    /// An order that fails the list is told to staff alone. Throws a `RefusedQuery` where `__order` is no id.
    package func explain(
        query: String?,
        endpoint: ListEndpoint,
        customer: Int?,
        state: ServedState
    ) async throws -> JSONValue {
        let (query, order) = Self.takingOrder(from: query ?? "")
        if let order, !Self.isWhole(order) {
            throw RefusedQuery([Self.orderName: .texts(["Enter the id of an order, a whole number."])])
        }
        let trial = ParameterTrial(settings: settings, endpoint: endpoint, state: state)
        let about: JSONValue = [
            "list": .text(endpoint.rawValue),
            "customer": customer.map { .count($0) } ?? nil,
            "parameters": .array(try await trial.fates(of: query).map(\.json)),
        ]
        switch try await ListRequestReader(settings).read(query: query, of: endpoint, knows: state.knows) {
        case .failure(let refusal): return about.adding(["status": 400, "body": refusal.body])
        case .success(var request):
            request.listing.customer = customer
            do {
                let understood = try await explain(request, state)
                return about.adding(["status": 200]).adding(understood)
                    .adding(try await explain(order: order, request, state))
            } catch let error as EvaluationError where customer == nil {
                let problem: JSONValue = ["place": .text(error.place), "problem": .text(error.problem)]
                return about.adding(["status": 500, "failure": problem])
            }
        }
    }

    /// The query without the fields that name an order, and the last one of those.
    private static func takingOrder(from query: String) -> (query: String, order: String?) {
        var order: String?
        let rest = query.utf8.split(separator: UInt8(ascii: "&")).filter { field in
            guard field.starts(with: (orderName + "=").utf8) else { return true }
            order = String(Substring(field.dropFirst(orderName.utf8.count + 1)))
            return false
        }
        return (rest.map { String(Substring($0)) }.joined(separator: "&"), order)
    }

    private static func isWhole(_ text: String) -> Bool {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
        return !digits.isEmpty && text.utf8.count - digits.count < 2
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private func explain(_ request: ListRequest, _ state: ServedState) async throws -> JSONValue {
        let meaning = ListingMeaning(request.listing, settings)
        let query = meaning.query(limit: request.limit, offset: request.offset)
        let steps = try await state.reading { try await ListingSteps(meaning).count(in: state.source) }
        let start = ContinuousClock.now
        let page = try await state.page(of: request.listing, limit: request.limit, offset: request.offset)
        let duration = ContinuousClock.now - start
        return [
            "query": .text(CanonicalPrinter.print(query)),
            "reservations": .texts(meaning.reservations),
            "condition": meaning.condition.map { .text(CanonicalPrinter.print($0)) } ?? nil,
            "search": search(meaning),
            "ordering": .texts(request.listing.ordering.map(\.description)),
            "limit": .count(request.limit),
            "offset": .count(request.offset),
            "plan": try await plan(meaning, state),
            "steps": .array(steps.map(\.json)),
            "page": [
                "count": .count(page.count),
                "orders": .count(page.orders.count),
                "milliseconds": .milliseconds(duration),
            ],
        ]
    }

    private func search(_ meaning: ListingMeaning) -> JSONValue {
        guard !meaning.searchTerms.isEmpty else { return nil }
        return [
            "terms": .texts(meaning.searchTerms),
            "fields": .texts(meaning.searchFields.map(\.name)),
            "folding": .text(settings.searchFolding.rawValue),
        ]
    }

    /// What is read of the dataset, which a customer is not told in numbers.
    private func plan(_ meaning: ListingMeaning, _ state: ServedState) async throws -> JSONValue {
        let steps = ListingSteps(meaning)
        let conditions = meaning.parts.flatMap(\.filter.conditions)
        let pruning = BatchPruning(conditions, time: meaning.parts[0].filter.time)
        let plan: JSONValue = [
            "columns": .texts(steps.fields.orders.map(\.name)),
            "skips_by_ranges_of": .texts(state.source.skipsByRanges ? pruning.fieldNames : []),
        ]
        guard meaning.listing.customer == nil else { return plan }
        return plan.adding([
            "orders_read": .count(try await state.reading { try await steps.readCount(in: state.source) })
        ])
    }

    private func explain(order: String?, _ request: ListRequest, _ state: ServedState) async throws -> JSONValue {
        guard let order else { return [:] }
        guard let identifier = Int(order) else { return ["order": ["found": false]] }
        let meaning = ListingMeaning(request.listing, settings)
        return ["order": try await OrderExplanation(meaning: meaning).json(of: identifier, in: state.source)]
    }
}

extension ListingSteps.Step {
    fileprivate var json: JSONValue {
        let what: JSONValue = parameter.map { ["parameter": .text($0.rawValue)] } ?? [:]
        return what.adding([
            "step": .text(text), "left": .count(count), "milliseconds": .milliseconds(duration),
        ])
    }
}

extension JSONValue {
    fileprivate static func milliseconds(_ duration: Duration) -> JSONValue {
        let (seconds, attoseconds) = duration.components
        let microseconds = Int128(seconds) * 1_000_000 + Int128(attoseconds / 1_000_000_000_000)
        return .number(Decimal(coefficient: microseconds, scale: 3).description)
    }
}
