import ArgumentParser
import OrderDataset
import OrderModel
import OrderServer
import OrderShell

/// What the API's documents leave open, as options; the defaults are the usual ones of Django REST framework.
struct ServeBehaviourOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Whether a day as the end of a range belongs to it.", valueName: "end")
    )
    var createdTo = ServerHabits.DateEnd.inclusive

    @Option(help: ArgumentHelp("What created_from and its like take.", valueName: "form"))
    var dateForm = ServerSettings.DateForm.isodatetime

    @Option(help: ArgumentHelp("The time zone of days and times.", valueName: "zone"))
    var timezone = "UTC"

    @Option(help: ArgumentHelp("Write times in the server's zone or in UTC.", valueName: "zone"))
    var renderTimezone = RenderedZone.server

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The largest page that is granted, or none (default: 100).", valueName: "n|none"),
        transform: { try PageLimit($0) }
    )
    var maxLimit = PageLimit(count: 100)

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The orders of a page where nobody says (default: 10).", valueName: "n"),
        transform: { try OptionNumber.read($0, within: OptionNumber.page) }
    )
    var defaultLimit = 10

    @Option(help: ArgumentHelp("How amounts are written: 75000, \"75000.00\" or 75000.0.", valueName: "form"))
    var decimals = ServerSettings.AmountForm.number

    @Option(
        help: ArgumentHelp("An unknown status in status_in: an error, or nothing.", valueName: "kind")
    )
    var statusIn = ServerSettings.StatusList.strict

    @Option(help: ArgumentHelp("An id that no order has: a number, or an error.", valueName: "kind"))
    var unknownId = ServerSettings.UnknownIdentifier.number

    @Option(help: ArgumentHelp("What is true or false: 1 and TRUE too, or not.", valueName: "kind"))
    var booleans = ServerSettings.TruthForm.any

    @Flag(help: "has_notes and its like take the empty text for none.")
    var blankIsMissing = false

    @Option(help: ArgumentHelp("Where null stands when a list ascends.", valueName: "place"))
    var nulls = ServerHabits.NullOrder.low

    @Option(help: ArgumentHelp("Which letters search takes for the same.", valueName: "letters"))
    var searchFold = ServerSettings.SearchFolding.ascii

    @Flag(help: "Customers see their deleted orders.")
    var customerSeesDeleted = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The customer list's order where nobody says, or none.",
            valueName: "terms"
        )
    )
    var customerOrdering = "-created_at"

    @Option(help: ArgumentHelp("The trailing slash of all but the admin list.", valueName: "kind"))
    var slash = ServerSettings.TrailingSlash.optional

    @Flag(help: "Redirects name the whole URL.")
    var absoluteLocation = false

    func settings() throws -> ServerSettings {
        var settings = ServerSettings()
        settings.zone = try ZoneDirectory.system().rules(named: timezone)
        settings.writesUTC = renderTimezone == .utc
        settings.dateEnd = createdTo
        settings.dateForm = dateForm
        settings.maximumLimit = maxLimit.count
        settings.defaultLimit = defaultLimit
        settings.amounts = decimals
        settings.statusList = statusIn
        settings.unknownIdentifier = unknownId
        settings.truths = booleans
        settings.emptyText = blankIsMissing ? .missing : .present
        settings.nullOrder = nulls
        settings.searchFolding = searchFold
        settings.customerSeesDeleted = customerSeesDeleted
        settings.customerOrdering = try ordering()
        settings.trailingSlash = slash
        settings.redirectsToWholeURL = absoluteLocation
        return settings
    }

    private func ordering() throws(ShellError) -> [OrderingTerm] {
        guard customerOrdering != "none" else { return [] }
        var terms: [OrderingTerm] = []
        for term in customerOrdering.split(separator: ",") {
            let isDescending = term.hasPrefix("-")
            let name = OrderingName(rawValue: String(isDescending ? term.dropFirst() : term))
            guard let name, ListEndpoint.customer.knows(name) else {
                throw ShellError(
                    .usage,
                    "the customer list cannot be ordered by '\(term)' (--customer-ordering)",
                    mend: NameSuggestion.choices(ListEndpoint.customer.orderingNames.map(\.rawValue))
                )
            }
            terms.append(OrderingTerm(name, isDescending: isDescending))
        }
        return terms
    }
}

/// In which zone times are written.
enum RenderedZone: String, CaseIterable, ExpressibleByArgument {
    case server
    case utc
}

/// The largest page; nil for any.
struct PageLimit: CustomStringConvertible {
    let count: Int?

    init(count: Int?) {
        self.count = count
    }

    init(_ text: String) throws {
        count = text == "none" ? nil : try OptionNumber.read(text, within: OptionNumber.page, otherwise: " or none")
    }

    var description: String { count.map { String($0) } ?? "none" }
}

extension ServerHabits.DateEnd: ExpressibleByArgument {}
extension ServerHabits.NullOrder: ExpressibleByArgument {}
extension ServerSettings.DateForm: ExpressibleByArgument {}
extension ServerSettings.AmountForm: ExpressibleByArgument {}
extension ServerSettings.StatusList: ExpressibleByArgument {}
extension ServerSettings.UnknownIdentifier: ExpressibleByArgument {}
extension ServerSettings.TruthForm: ExpressibleByArgument {}
extension ServerSettings.SearchFolding: ExpressibleByArgument {}
extension ServerSettings.TrailingSlash: ExpressibleByArgument {}
