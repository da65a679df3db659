// A probe asks a server a handful of questions whose answers are known beforehand: first for the newest orders,
// then for windows of just those, filtered by what they are known to be. What comes, and what does not, tells what
// the server does with each parameter. Only what nothing contradicts becomes a habit: a wrong one would lose orders.

import OrderEngine
package import OrderModel

/// Learns the habits of a server from a handful of requests.
package struct ServerProbe {
    /// The most requests that a probe sends, unless it is told another number.
    package static let usualRequestCount = 20

    private let source: RemoteSource
    private let zones: [TimeZoneRules]
    private let world: [TimeZoneRules]
    private let maximumRequests: Int

    /// A probe of a source's server, which takes nothing for granted that the source knows.
    ///
    /// `zones` are those in which the server's days may begin, the likeliest first, such as the profile's; UTC is
    /// tried anyway, and what is none of them is told as an offset. `world` are all zones that there are: only when
    /// none of the others is possible is one believed, and without them none is.
    package init(
        _ source: RemoteSource,
        zones: [TimeZoneRules] = [],
        world: [TimeZoneRules] = [],
        maximumRequests: Int = ServerProbe.usualRequestCount
    ) {
        self.source = source
        self.zones = zones.filter { $0 != .utc }
        self.world = world
        self.maximumRequests = maximumRequests
    }

    /// Asks all questions; throws only when the server can't be asked at all.
    package func run() async throws -> ProbeReport {
        do {
            return try await run(at: source.endpoint)
        } catch is CapabilitiesChanged {
            // The token is a customer's, whose list is read from now on.
            return try await run(at: source.endpoint)
        }
    }

    private func run(at endpoint: ListEndpoint) async throws -> ProbeReport {
        let session = ProbeSession(client: source.client, endpoint: endpoint, maximumRequests: maximumRequests)
        return try await ProbeRun(session, zones: zones, world: world).run()
    }
}

/// One run of a probe: what it knows so far.
final class ProbeRun {
    let session: ProbeSession
    let zones: [TimeZoneRules]
    let world: [TimeZoneRules]
    var habits = ServerHabits()
    var findings: [ProbeFinding] = []
    var tally = ParameterTally()
    var orderings = OrderingTally()
    var emptyTexts = EmptyTextTally()
    /// What was asked about days, by the time of the year.
    var seasons: [DaySeason] = []
    /// Why nothing was.
    var daysReason: String?
    /// How many orders a page holds, as far as the first one showed.
    var pageSize = windowSize
    /// Whether `has_…=false` was seen to mean what it says.
    var isFalseUnderstood = false
    /// Whether the server refused instants, and what it said.
    var areInstantsRefused = false
    var refusal: String?

    /// How many orders a window holds at most.
    static let windowSize = 150

    init(_ session: ProbeSession, zones: [TimeZoneRules], world: [TimeZoneRules]) {
        self.session = session
        self.zones = zones
        self.world = world
    }

    func run() async throws -> ProbeReport {
        var parameters = FilterParameters()
        parameters.ordering = [OrderingTerm(.id, isDescending: true)]
        parameters.limit = Self.windowSize
        let newest = try await session.page(parameters)
        orderings.note(newest.rows.map(\.id), areDescending: true)
        if newest.hasNext { pageSize = newest.rows.count }
        try await probePaging(newest)
        let window = ProbeWindow(newest.rows + (try await olderRows(than: newest)))
        try await probeNotes(window)
        try await probeInstants(window)
        try await probeDays(window)
        // Where only days are understood, more depends on them than on other filters.
        if areInstantsRefused { try await probeOtherSeason(window) }
        try await probeFilters(window)
        if !areInstantsRefused { try await probeOtherSeason(window) }
        concludeDays()
        conclude(window)
        return ProbeReport(habits: habits, findings: findings, requestCount: session.requestCount)
    }

    /// One more page where the server grants small ones: twice as many orders decide about many more parameters.
    private func olderRows(than newest: ProbePage) async throws -> [ProbeRow] {
        guard newest.count > newest.rows.count, newest.rows.count < Self.windowSize, orderings.violation == nil,
            let last = newest.rows.last?.id, last > .min
        else { return [] }
        var parameters = FilterParameters()
        parameters.ordering = [OrderingTerm(.id, isDescending: true)]
        parameters.idMaximum = last - 1
        parameters.limit = Self.windowSize
        var rows: [ProbeRow] = []
        _ = try await attempt {
            let page = try await session.page(parameters)
            orderings.note(page.rows.map(\.id), areDescending: true)
            rows = page.rows.filter { $0.id < last }
        }
        return rows
    }

    /// Runs a step of the probe; what goes wrong with one question is the reason why its habit isn't known.
    ///
    /// Throws what would spoil every other question too.
    func attempt(_ step: () async throws -> Void) async throws -> String? {
        do {
            try await step()
            return nil
        } catch is NoRequestLeft {
            return "no request was left for it"
        } catch let error as RejectedParameters {
            return error.message
        } catch let error as RemoteError {
            switch error {
            case .refused, .misread: return error.message
            case .unavailable(_, let refusal, _) where refusal.status == 500: return error.message
            default: throw error
            }
        }
    }

    /// Asks for a window's orders with some parameters, and takes in what that shows.
    ///
    /// Parameters that the server refuses are left out and asked again without.
    func judge(_ members: [TrialMember], in window: ProbeWindow, isDescending: Bool) async throws {
        let term = Self.nullableTerm(of: session.endpoint, isDescending: isDescending)
        let ordering = [term, OrderingTerm(.id, isDescending: isDescending)]
        let page: ProbePage
        do {
            page = try await self.page(members, in: window, ordering: ordering)
        } catch let error as RejectedParameters {
            let rest = members.filter { !error.names.contains($0.name.rawValue) }
            guard rest.count < members.count else { throw error }
            for member in members where error.names.contains(member.name.rawValue) {
                tally.distrust(member.name, "refused: \(error.answer)")
            }
            if rest.isEmpty { return }
            return try await judge(rest, in: window, isDescending: isDescending)
        }
        let outcome = TrialOutcome(page, known: window.known)
        let judged = TrialJudge(window.members + members, outcome).findings()
        tally.take(judged, of: members.map(\.name))
        isFalseUnderstood =
            isFalseUnderstood || members.contains { $0.presence?.isWanted == false && judged.proved.contains($0.name) }
        emptyTexts.take(outcome, members: window.members + members, proved: judged.proved)
        orderings.note(page.rows, by: term)
    }

    func page(
        _ members: [TrialMember],
        in window: ProbeWindow,
        ordering: [OrderingTerm]
    ) async throws -> ProbePage {
        var parameters = FilterParameters()
        for member in window.members + members { member.set(&parameters) }
        parameters.ordering = ordering
        parameters.limit = Self.windowSize
        return try await session.page(parameters)
    }

    /// What a list can be ordered by that may be null.
    private static func nullableTerm(of endpoint: ListEndpoint, isDescending: Bool) -> OrderingTerm {
        switch endpoint {
        case .admin: OrderingTerm(.customerID, isDescending: isDescending)
        case .customer: OrderingTerm(.paymentMethodName, isDescending: isDescending)
        }
    }
}

/// A run of known orders, and the narrower range of ids that trials ask for.
///
/// The orders at both ends are left out of the range, to see that it is obeyed.
struct ProbeWindow {
    /// All known orders, by ascending id.
    let known: [ProbeRow]
    /// Those inside of the range.
    let rows: [ProbeRow]
    /// The parameters of the range; none when there are no orders.
    let members: [TrialMember]

    init(_ rows: [ProbeRow]) {
        known = rows.sorted { $0.id < $1.id }
        let margin = known.count >= 30 ? 5 : known.count >= 10 ? TrialJudge.witnessCount : 0
        self.rows = Array(known.dropFirst(margin).dropLast(margin))
        guard let first = self.rows.first, let last = self.rows.last else {
            members = []
            return
        }
        members = TrialMember.window(from: first.id, to: last.id)
    }

    /// When the middle one of its orders was made.
    var middle: Instant {
        let created = known.compactMap(\.created).sorted()
        return created.isEmpty ? Instant(microseconds: 0) : created[created.count / 2]
    }
}
