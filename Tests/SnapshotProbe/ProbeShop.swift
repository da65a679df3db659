import OrderDataset
import OrderModel

/// A shop of so many orders, of which those whose id is a multiple of a number were changed last: for syncs in a
/// process of its own.
struct ProbeShop: SyncServer {
    let count: Int
    /// How often the orders were changed; the ids that are multiples of this are gone.
    let version: Int

    private static let pageSize = 20

    /// Kept in step with this by every sync.
    static func line(_ id: Int, version: Int) -> String {
        "{\"id\":\(id),\"updated_at\":\"\(moment(id, version: version).iso8601)\",\"version\":\(changes(id, version))}"
    }

    static func isThere(_ id: Int, version: Int) -> Bool { version == 0 || !id.isMultiple(of: 50 + version) }

    private static func changes(_ id: Int, _ version: Int) -> Int { id.isMultiple(of: 10) ? version : 0 }

    private static func moment(_ id: Int, version: Int) -> Instant {
        Instant(microseconds: Int64(1_000_000_000 + changes(id, version) * 1_000_000 + id) * 1_000_000)
    }

    private func matches(_ parameters: FilterParameters) -> [Int] {
        let (first, last) = (max(1, parameters.idMinimum ?? 1), min(count, parameters.idMaximum ?? count))
        guard first <= last else { return [] }
        return (first...last).filter { id in
            guard Self.isThere(id, version: version) else { return false }
            guard case .instant(let since)? = parameters.updatedFrom else { return true }
            return Self.moment(id, version: version) >= since
        }
    }

    func state() async throws -> SyncServerState {
        let question = SyncQuestion(server: "https://shop.example", endpoint: .admin, condition: nil, zone: nil)
        var state = SyncServerState(question: question)
        state.newest = matches(FilterParameters()).map { ($0, Self.moment($0, version: version)) }.max { $0.1 < $1.1 }
        return state
    }

    func selection(at now: Instant) throws -> SyncSelection { SyncSelection() }

    func extent(of parameters: FilterParameters) async throws -> SyncExtent? {
        let found = matches(parameters)
        guard let first = found.first, let last = found.last else { return nil }
        return SyncExtent(count: found.count, identifiers: first...last)
    }

    func count(of parameters: FilterParameters) async throws -> Int { matches(parameters).count }

    func avoid(_ names: [String], wereRefused: Bool) -> Bool { false }

    var refusedNames: [String] { [] }

    var takesDays: Bool { false }

    func useDays() {}

    var pageSize: Int { 100 }

    func makeReader(of range: ClosedRange<Int>, parameters: FilterParameters) throws -> any SyncReader {
        var parameters = parameters
        parameters.idMinimum = range.lowerBound
        parameters.idMaximum = range.upperBound
        return Reader(lines: matches(parameters).map { Self.line($0, version: version) })
    }

    private final class Reader: SyncReader {
        private var lines: ArraySlice<String>

        init(lines: [String]) {
            self.lines = lines[...]
        }

        func next() async throws -> [UInt8]? {
            guard !lines.isEmpty else { return nil }
            await Task.yield()
            defer { lines = lines.dropFirst(ProbeShop.pageSize) }
            return Array(lines.prefix(ProbeShop.pageSize).map { $0 + "\n" }.joined().utf8)
        }
    }
}
