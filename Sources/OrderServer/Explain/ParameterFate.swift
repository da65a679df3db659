import OrderLanguage
import OrderModel

/// What became of one parameter of a query, for whoever wonders why it does nothing.
struct ParameterFate {
    let name: String
    let value: String
    let kind: Kind
    /// Why it was not taken, or not as it stands.
    var reason: String?
    /// What it was taken for, in the language's words where it has any.
    var meaning: String?
    /// Names that it was probably meant to be.
    var nearest: [String] = []

    enum Kind: String {
        case used
        /// Without any effect, and without a word of the API about it.
        case ignored
        /// The whole request gets a 400 for it.
        case refused
    }

    var json: JSONValue {
        let required: JSONValue = ["name": .text(name), "value": .text(value), "fate": .text(kind.rawValue)]
        return
            required
            .adding(reason.map { ["reason": .text($0)] } ?? [:])
            .adding(nearest.isEmpty ? [:] : ["nearest": .texts(nearest)])
            .adding(meaning.map { ["meaning": .text($0)] } ?? [:])
    }
}

/// Finds out what becomes of each parameter of a query, by having it read alone by the reader of all requests.
struct ParameterTrial {
    let settings: ServerSettings
    let endpoint: ListEndpoint
    let state: ServedState

    /// The fate of each parameter, in the query's order.
    func fates(of query: String?) async throws -> [ParameterFate] {
        let fields = QueryFields(Array((query ?? "").utf8)).all.map { field in
            (name: String(decoding: field.name, as: UTF8.self), value: String(decoding: field.value, as: UTF8.self))
        }
        var last: [String: Int] = [:]
        for (index, field) in fields.enumerated() { last[field.name] = index }
        var fates: [ParameterFate] = []
        for (index, field) in fields.enumerated() {
            let isLast = last[field.name] == index
            fates.append(try await fate(of: field.name, field.value, isLast: isLast))
        }
        return fates
    }

    private func fate(of text: String, _ value: String, isLast: Bool) async throws -> ParameterFate {
        var ignored = ParameterFate(name: text, value: value, kind: .ignored)
        guard let name = ParameterName(rawValue: text) else {
            ignored.reason = "no parameter of the API"
            ignored.nearest = NameSuggestion.candidates(for: text, among: endpoint.parameters.map(\.rawValue))
            return ignored
        }
        ignored.reason = reason(toIgnore: name, value, isLast: isLast)
        guard ignored.reason == nil else { return ignored }
        let item = QueryItem(name: text, value: value)
        switch try await ListRequestReader(settings).read(query: item.encoded, of: endpoint, knows: state.knows) {
        case .failure(let refusal):
            return ParameterFate(name: text, value: value, kind: .refused, reason: refusal.sentence)
        case .success(let request): return fate(of: name, value, in: request)
        }
    }

    /// Why a parameter is ignored, whatever its value says; nil where it isn't.
    private func reason(toIgnore name: ParameterName, _ value: String, isLast: Bool) -> String? {
        if !endpoint.knows(name) { return "no parameter of this list" }
        if settings.faults.ignored.contains(name.rawValue) { return "ignored on purpose, as a fault" }
        if !isLast { return "only the last of a repeated parameter counts" }
        return value.isEmpty ? "an empty value is no value" : nil
    }

    /// The fate of a parameter that was read without complaint.
    private func fate(of name: ParameterName, _ value: String, in request: ListRequest) -> ParameterFate {
        var fate = ParameterFate(name: name.rawValue, value: value, kind: .used)
        let isTaken: Bool
        switch name {
        case .limit:
            isTaken = FormInteger(value).map { $0.clamped > 0 } ?? false
            fate.meaning = String(request.limit)
            if isTaken, FormInteger(value)?.clamped != request.limit { fate.reason = "more than is granted" }
        case .offset:
            isTaken = FormInteger(value).map { $0.clamped >= 0 } ?? false
            fate.meaning = String(request.offset)
        case .ordering:
            let terms = OrderingAsked(value, granted: request.listing.ordering)
            isTaken = !terms.kept.isEmpty
            fate.meaning = request.listing.ordering.map(\.description).joined(separator: ",")
            if isTaken, !terms.dropped.isEmpty { fate.reason = "dropped: " + terms.dropped.joined(separator: ",") }
        case .search:
            let terms = ListingMeaning(request.listing, settings).searchTerms
            isTaken = !terms.isEmpty
            fate.meaning = terms.map(CanonicalPrinter.quoted).joined(separator: " and ")
        default:
            isTaken = request.listing.filters != FilterParameters() || request.listing.matchesNothing
            if request.listing.matchesNothing { fate.reason = "beyond the values of all orders" }
            fate.meaning = ListingMeaning(request.listing, settings).condition.map(CanonicalPrinter.print)
        }
        guard !isTaken else { return fate }
        return ParameterFate(name: name.rawValue, value: value, kind: .ignored, reason: Self.reason(name.valueKind))
    }

    private static func reason(_ kind: ParameterValueKind) -> String {
        switch kind {
        case .boolean: "neither true nor false"
        case .count: "no whole number that fits; the usual one holds"
        case .ordering: "no key of this list; the usual order holds"
        case .text: "no word in it"
        case .status, .identifier, .amount, .date: "no value in it"
        }
    }
}

/// The terms of an `ordering`, as they were asked for, and what became of them.
struct OrderingAsked {
    let kept: [String]
    let dropped: [String]

    init(_ text: String, granted: [OrderingTerm]) {
        let asked = text.split(separator: ",").map { String($0.trimmed) }.filter { !$0.isEmpty }
        let known = Set(granted.map(\.description))
        kept = asked.filter(known.contains)
        dropped = asked.filter { !known.contains($0) }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(String.UnicodeScalarView(strippedScalars(self)))
    }
}

extension RefusedQuery {
    /// What the body says, without the names.
    fileprivate var sentence: String {
        switch body {
        case .object(let object): object.members.map { Self.sentence($0.value) }.joined(separator: " ")
        default: Self.sentence(body)
        }
    }

    private static func sentence(_ value: JSONValue) -> String {
        switch value {
        case .array(let elements): elements.map(sentence).joined(separator: " ")
        case .text(let text): text
        default: value.serialized()
        }
    }
}
