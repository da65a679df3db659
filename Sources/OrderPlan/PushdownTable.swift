// The table of what may be pushed, as data: for each kind of condition the parameters that say it, how far the
// server's answer can then be trusted, and why. `Implication` finds a condition's row; `explain` and the
// documentation show what stands here, so none of them can say anything else.

package import OrderModel

/// A kind of condition or clause that a server may be asked for, or why it is not.
package enum PushdownRule: String, Sendable, Hashable, CaseIterable {
    case status
    case undocumentedStatus
    case otherStatus
    case object
    case idRange
    case idList
    case cost
    case openCost
    case fractionalCost
    case objectPresence
    case textNull
    case textNotNull
    case textPresent
    case textNotPresent
    case moment
    case severalMoments
    case alternatives
    case ownField
    case anythingElse
    case search
    case order
    case limit
    case count
    case statusCounts
}

/// A row of the table.
package struct PushdownRow: Sendable, Hashable {
    package let rule: PushdownRule
    /// The language's constructs, as the documentation writes them.
    package let construct: String
    /// The parameters that can say it, the simplest first; those that no list knows are left out.
    package let parameters: [ParameterName]
    /// How far a server of which nothing is known can be trusted with it.
    package let trust: PlannedConjunct.Trust
    /// Why, in the words of `explain`.
    package let reason: String
    /// What makes it exact where it is not; nil where nothing does.
    package let exactWhen: String?

    /// The parameters that an endpoint has for it.
    package func parameters(on endpoint: ListEndpoint) -> [ParameterName] { parameters.filter(endpoint.knows) }

    /// How far it can be trusted on an endpoint; nothing is sent where there is no parameter for it.
    package func trust(on endpoint: ListEndpoint) -> PlannedConjunct.Trust {
        !parameters.isEmpty && parameters(on: endpoint).isEmpty ? .here : trust
    }
}

package enum PushdownTable {
    /// All rows, one per rule.
    package static let rows: [PushdownRow] = PushdownRule.allCases.map(row)

    /// The table in Markdown, one line per row; the documentation holds the same lines.
    package static var markdown: [String] {
        let head = [
            "| condition or clause | staff's list | customer's list | trust | why | exact when |",
            "|---|---|---|---|---|---|",
        ]
        return head
            + rows.map { row in
                let cells = ListEndpoint.allCases.map { cell(row, $0) }
                return
                    "| \(row.construct) | \(cells.joined(separator: " | ")) | \(row.trust.rawValue) | \(row.reason) | "
                    + "\(row.exactWhen ?? "–") |"
            }
    }

    /// The parameters that the server can be asked for a field's values with, as `\fields` shows them.
    package static func parameters(for field: Field, on endpoint: ListEndpoint) -> [ParameterName] {
        guard field.collection == .orders else { return [] }
        let sent = Set(rows.filter { $0.trust != .here }.flatMap { $0.parameters(on: endpoint) })
        return ParameterName.allCases.filter { sent.contains($0) && fieldName(of: $0) == field.name }
    }

    /// The field that a parameter of a condition is about; nil for `search`, `ordering` and the like.
    private static func fieldName(of parameter: ParameterName) -> String? {
        let name = parameter.rawValue
        switch parameter {
        case .status, .statusIn: return "status"
        case .idMinimum, .idMaximum: return "id"
        case .shippingCostMinimum, .shippingCostMaximum: return "shipping_cost"
        case .createdDate, .createdFrom, .createdTo: return "created_at"
        case .updatedDate, .updatedFrom, .updatedTo: return "updated_at"
        case .search, .ordering, .limit, .offset: return nil
        default: break
        }
        if let presence = PresenceParameter(rawValue: name) { return presence.fieldName }
        return (name.hasSuffix("_in") ? String(name.dropLast(3)) : name) + ".id"
    }

    private static func cell(_ row: PushdownRow, _ endpoint: ListEndpoint) -> String {
        let names = row.parameters(on: endpoint).map { "`\($0.rawValue)`" }
        return names.isEmpty ? "–" : names.joined(separator: ", ")
    }
}

extension PushdownTable {
    static let sameMeaning = "the server's filter means the same"
    static let widerEnds = "asked one wider each way, as a server may leave out a range's ends"
    private static let seenEnds = "the parameters were seen to work, ends included, or are counted with"
    private static let emptyText = "servers differ on the empty text"
    private static let knownEmptyText = "the server is known to count the empty text as"

    /// The row of a rule.
    static func row(_ rule: PushdownRule) -> PushdownRow {
        switch rule {
        case .status, .undocumentedStatus, .otherStatus, .object, .objectPresence: identityRow(rule)
        case .idRange, .idList, .cost, .openCost, .fractionalCost: numberRow(rule)
        case .textNull, .textNotNull, .textPresent, .textNotPresent: textRow(rule)
        case .moment, .severalMoments: momentRow(rule)
        case .alternatives, .ownField, .anythingElse: hereRow(rule)
        case .search, .order, .limit, .count, .statusCounts: clauseRow(rule)
        }
    }

    private static func row(
        _ rule: PushdownRule,
        _ construct: String,
        _ parameters: [ParameterName],
        _ verdict: (trust: PlannedConjunct.Trust, reason: String),
        exactWhen: String? = nil
    ) -> PushdownRow {
        PushdownRow(
            rule: rule,
            construct: construct,
            parameters: parameters,
            trust: verdict.trust,
            reason: verdict.reason,
            exactWhen: exactWhen
        )
    }

    private static func identityRow(_ rule: PushdownRule) -> PushdownRow {
        switch rule {
        case .status:
            row(rule, "`status = x`, `in (x, y)`, an `or` of these", [.status, .statusIn], (.exact, sameMeaning))
        case .undocumentedStatus:
            row(
                rule,
                "`status = \"x\"` with one that the API does not document",
                [],
                (.here, "the API documents no such status, so a server may refuse it")
            )
        case .otherStatus:
            row(rule, "`status != x`, `not in (x, y)`", [], (.here, "a server may know a status that we don't"))
        case .object:
            row(
                rule,
                "`customer = n`, `payment_method in (n, m)` and so on, an `or` of these",
                objects.flatMap { [ParameterName(rawValue: $0), ParameterName(rawValue: $0 + "_in")] }
                    .compactMap(\.self),
                (.exact, sameMeaning)
            )
        default:
            row(
                rule,
                "`customer is null`, `is not null`, `has customer` and so on",
                objects.compactMap { ParameterName(rawValue: "has_" + $0) },
                (.exact, sameMeaning)
            )
        }
    }

    private static let objects = [
        "customer", "payment_method", "shipping_method", "billing_country", "billing_state", "billing_city",
    ]

    private static func numberRow(_ rule: PushdownRule) -> PushdownRow {
        let ids: [ParameterName] = [.idMinimum, .idMaximum]
        let costs: [ParameterName] = [.shippingCostMinimum, .shippingCostMaximum]
        return switch rule {
        case .idRange:
            row(
                rule,
                "`id = n`, `<`, `<=`, `>`, `>=`, `between`",
                ids,
                (.superset, widerEnds),
                exactWhen: seenEnds
            )
        case .idList:
            row(
                rule,
                "`id in (n, m)`, an `or` of these",
                ids,
                (.superset, "the range from the least to the greatest"),
                exactWhen: "no number is missing between them, and " + seenEnds
            )
        case .cost:
            row(
                rule,
                "`shipping_cost = n`, `<=`, `>=`, `between`, whole numbers",
                costs,
                (.superset, widerEnds),
                exactWhen: seenEnds
            )
        case .openCost:
            row(rule, "`shipping_cost < n`, `> n`", costs, (.superset, "the server's range includes its ends"))
        default:
            row(rule, "`shipping_cost` with a fraction", costs, (.superset, "only whole numbers are sent"))
        }
    }

    private static func textRow(_ rule: PushdownRule) -> PushdownRow {
        let parameters = PresenceParameter.allCases.map(\.name).filter { name in
            !objects.contains { name.rawValue == "has_" + $0 }
        }
        return switch rule {
        case .textNull:
            row(
                rule,
                "`notes is null` and so on",
                parameters,
                (.superset, emptyText),
                exactWhen: knownEmptyText + " there"
            )
        case .textNotNull:
            row(
                rule,
                "`notes is not null` and so on",
                parameters,
                (.here, emptyText),
                exactWhen: knownEmptyText + " there"
            )
        case .textPresent:
            row(
                rule,
                "`has notes` and so on",
                parameters,
                (.superset, emptyText),
                exactWhen: knownEmptyText + " missing"
            )
        default:
            row(
                rule,
                "`not has notes` and so on",
                parameters,
                (.here, emptyText),
                exactWhen: knownEmptyText + " missing"
            )
        }
    }

    private static func momentRow(_ rule: PushdownRule) -> PushdownRow {
        let parameters: [ParameterName] = [.createdFrom, .createdTo, .updatedFrom, .updatedTo]
        guard rule == .moment else {
            return row(
                rule,
                "`created_at in (day, month)`, `updated_at` likewise",
                parameters,
                (.superset, "the range from the earliest to the latest")
            )
        }
        return row(
            rule,
            "`created_at`, `updated_at` against instants and periods",
            parameters,
            (.superset, "asked a second wider each way, as servers differ on fractions"),
            exactWhen: "the server is known to compare instants exactly, "
                + "or takes only days, their zone is known and a range's last day is included"
        )
    }

    private static func hereRow(_ rule: PushdownRule) -> PushdownRow {
        switch rule {
        case .alternatives:
            row(rule, "`or` over different fields", [], (.here, "two requests could both miss an order that moves"))
        case .ownField:
            row(
                rule,
                "fields of `items` and `payments`, `any`, `all`, `none`",
                [],
                (.here, "the server filters orders, not what is in them")
            )
        default:
            row(
                rule,
                "anything else: text, arithmetic, `total`, `is_paid`, …",
                [],
                (.here, "the server has no such filter")
            )
        }
    }

    private static func clauseRow(_ rule: PushdownRule) -> PushdownRow {
        switch rule {
        case .search:
            row(rule, "`search`", [.search], (.exact, "the server searches in its own way; not repeated here"))
        case .order:
            row(
                rule,
                "`order by` with `limit`: `id`, `status`, `customer.id`, `shipping_cost`, `created_at`, `updated_at`",
                [.ordering],
                (
                    .exact,
                    "`id` is added; a field that can be null only where the condition excludes null, "
                        + "or the server is known to have null last"
                )
            )
        case .limit:
            row(
                rule,
                "`limit`, `offset`",
                [.limit],
                (.exact, "sent where conditions and order are exact, else it stops the paging")
            )
        case .count:
            row(rule, "`select count()`", [.limit], (.exact, "a page's count, for parameters that were seen to work"))
        default:
            row(
                rule,
                "`group by status` with `count()`",
                [.status, .statusIn, .limit],
                (.exact, "a count for each status and one without; they must add up")
            )
        }
    }
}
