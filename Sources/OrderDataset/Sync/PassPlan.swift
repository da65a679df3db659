// What one run of a sync has to read: all orders, or those that changed since the last run, cut into ranges of ids that
// are fetched at once. A pass is written down before it begins, so that an interrupted one goes on as it was planned.

import OrderEngine
import OrderModel

/// What a pass is made for.
struct PassSetting: Sendable {
    /// The snapshot as it is; nil when there is none.
    let known: KnownSnapshot?
    let state: SyncServerState
    let demand: PassDemand
}

/// What was found out that the next attempt at a pass must take into account.
struct PassDemand: Sendable {
    /// Whether everything must be read.
    var isFull: Bool

    init(isFull: Bool) {
        self.isFull = isFull
    }

    /// Takes in why an attempt failed; false when another one would not help.
    mutating func adapt(
        to error: any Error,
        _ server: any SyncServer,
        _ note: (String) -> Void
    ) throws -> Bool {
        let ownName = ParameterName.updatedFrom.rawValue
        switch error {
        case let error as FullPassNeeded:
            guard !isFull else { return false }
            isFull = true
            note("reading everything: \(error.reason)")
            return true
        case let error as RejectedParameters where !server.takesDays && error.names.contains(where: Self.takesMoments):
            server.useDays()
            note("\(error.message); beginning anew with days instead of moments")
            return true
        case let error as RejectedParameters where error.names.contains(ownName) && !isFull:
            isFull = true
            note("reading everything: the server refuses \(ownName)")
            return true
        case let error as UntrustedParameter where error.parameter == ownName && !isFull:
            isFull = true
            note("reading everything: \(error.message)")
            return true
        case let error as UntrustedParameter:
            guard server.avoid([error.parameter], wereRefused: false) else { return false }
            note("\(error.message); beginning anew without it")
            return true
        case let error as RejectedParameters:
            guard server.avoid(error.names, wereRefused: true) else { return false }
            note("\(error.message); beginning anew without it")
            return true
        default: return false
        }
    }

    private static func takesMoments(_ name: String) -> Bool {
        let names: [ParameterName] = [.createdFrom, .createdTo, .updatedFrom, .updatedTo]
        return names.contains { $0.rawValue == name }
    }
}

/// Decides what a new pass fetches.
struct PassPlan {
    let server: any SyncServer
    let options: SyncRun.Options
    let setting: PassSetting

    /// A part has about so many pages: enough that its last, half-empty one matters little.
    private static let partPageCount = 16
    /// Where parts of so many keep more requests under way at once, they are worth a few requests more.
    private static let leastPartPageCount = 4
    private static let usualParts = 8
    private static let mostParts = 64

    func pass() async throws -> SyncPass {
        let now = options.now()
        let selection = try server.selection(at: now)
        let since = try since(selection, now)
        var pass = SyncPass(
            question: setting.state.question,
            run: Self.newName(),
            since: since,
            usesDays: server.takesDays,
            refused: server.refusedNames,
            watermark: setting.state.newest.map { min($0.updated, now) },
            customer: setting.state.customer,
            asOf: now,
            generation: setting.known?.generation,
            ranges: [],
            expectedCount: 0
        )
        if since == nil, selection.matchesNothing { return pass }
        guard let extent = try await server.extent(of: pass.parameters(selection)) else { return pass }
        pass.ranges = Self.ranges(extent, pageSize: server.pageSize)
        pass.expectedCount = extent.count
        return pass
    }

    /// From where on changes are enough; nil where everything must be read, which is said.
    private func since(_ selection: SyncSelection, _ now: Instant) throws -> Instant? {
        guard let known = setting.known, !setting.demand.isFull else { return nil }
        if let reason = reasonForFullPass(known.sync, selection, now) {
            options.note("reading everything: \(reason)")
            return nil
        }
        guard let watermark = known.sync.watermark else { return nil }
        return (try? watermark.advanced(by: options.overlap.negated())) ?? Instant(microseconds: .min)
    }

    private func reasonForFullPass(_ sync: SnapshotSync, _ selection: SyncSelection, _ now: Instant) -> String? {
        if selection.isRelative { return "the condition's relative dates mean other orders every time" }
        guard let watermark = sync.watermark else { return "the server said nothing of changes before" }
        guard let newest = setting.state.newest else { return "the server says nothing of changes" }
        if sync.undatedCount > 0 {
            return sync.undatedCount == 1
                ? "an order has no updated_at" : "\(sync.undatedCount) orders have no updated_at"
        }
        if min(newest.updated, now) < watermark { return "the newest change on the server is older than before" }
        guard let age = try? now.amount(since: sync.fullTime), age < options.fullInterval, age.microseconds >= 0 else {
            return "the last time was \(Self.date(sync.fullTime))"
        }
        return nil
    }

    private static func date(_ instant: Instant) -> String {
        "on \(TimeZoneRules.utc.day(of: instant).description)"
    }

    /// Cuts ids into ranges of about as many orders each, as far as ids are given out evenly.
    ///
    /// The first and the last are open: what a server says of its first and last id decides only where to cut.
    static func ranges(_ extent: SyncExtent, pageSize: Int) -> [ClosedRange<Int>] {
        let (first, last) = (extent.identifiers.lowerBound, extent.identifiers.upperBound)
        let width = UInt(bitPattern: last &- first)
        let pageCount = extent.count / max(1, pageSize)
        let wanted = max(pageCount / partPageCount, min(usualParts, pageCount / leastPartPageCount))
        let count = UInt(max(1, min(mostParts, wanted)))
        guard count > 1, width / count > 0 else { return [Int.min...Int.max] }
        let step = Int(width / count)
        var ranges: [ClosedRange<Int>] = []
        var start = Int.min
        for number in 1..<Int(count) {
            // The product may be too large for a moment, the sum never is.
            let next = first &+ number &* step
            ranges.append(start...(next - 1))
            start = next
        }
        return ranges + [start...Int.max]
    }

    /// A name that no other pass has.
    private static func newName() -> String {
        String(UInt64.random(in: .min ... .max), radix: 16) + String(UInt64.random(in: .min ... .max), radix: 16)
    }
}

extension SyncPass {
    /// What the server is asked for.
    ///
    /// Changes are asked for without the condition: an order that has left it must be seen to have left.
    func parameters(_ selection: SyncSelection) -> FilterParameters {
        guard let since else { return selection.parameters }
        var parameters = FilterParameters()
        guard usesDays else {
            parameters.updatedFrom = .instant(since)
            return parameters
        }
        // The server's day may begin up to a day before or after ours.
        let day = TimeZoneRules.utc.day(of: since)
        parameters.updatedFrom = .day(day.adding(days: -1) ?? .earliest)
        return parameters
    }
}
