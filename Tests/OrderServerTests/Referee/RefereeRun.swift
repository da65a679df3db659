// One scenario's run: the oracle, our server over the same orders, and what was found.

import OrderModel
import OrderServer
import OrderTestSupport
import Synchronization

/// Sends requests to both servers and compares.
struct RefereeRun: Sendable {
    let scenario: RefereeScenario
    let oracle: OracleServer
    let connection: LocalConnection
    let subject: any RefereeSubject
    let findings = RefereeFindings()

    init(_ scenario: RefereeScenario, _ oracle: OracleServer, _ subject: any RefereeSubject) {
        self.scenario = scenario
        self.oracle = oracle
        self.subject = subject
        connection = LocalConnection(to: oracle.url)
    }

    /// Compares the answers to one request.
    func check(_ request: RefereeRequest) async {
        do {
            try await compare(request)
        } catch {
            findings.report("\(scenario.name): \(error)\n  \(request.curl(oracle.url))")
        }
    }

    private func compare(_ request: RefereeRequest) async throws {
        let theirs = try await ask(request)
        let ours = try await subject.answer(to: request)
        findings.note(theirs.status)
        guard let difference = try await difference(ours, theirs, request) else { return }
        for rule in AcceptedDifference.all where try await accepts(rule, request, theirs, ours) {
            findings.use(rule.name)
            return
        }
        findings.report(
            "\(scenario.name): \(difference)\n  \(request.curl(oracle.url))\n  ours: \(ours.summary)\n  oracle: \(theirs.summary)"
        )
    }

    /// Whether a rule says that our answer is right.
    private func accepts(
        _ rule: AcceptedDifference,
        _ request: RefereeRequest,
        _ theirs: RefereeAnswer,
        _ ours: RefereeAnswer
    ) async throws -> Bool {
        switch rule.test {
        case .accepted(let accepts): return accepts(request, theirs, ours)
        case .sameAs(let change):
            guard let other = change(request, theirs) else { return false }
            return try await difference(ours.withoutLinks, ask(other).withoutLinks, other) == nil
        }
    }

    private func ask(_ request: RefereeRequest) async throws -> RefereeAnswer {
        let answer = try await connection.send(request.method, request.target, headers: request.headers)
        return RefereeAnswer(answer, to: request, host: connection.host)
    }

    private func difference(
        _ ours: RefereeAnswer,
        _ theirs: RefereeAnswer,
        _ request: RefereeRequest
    ) async throws -> String? {
        if let difference = ours.difference(from: theirs) { return difference }
        guard let page = ours.page, let other = theirs.page else { return nil }
        let isAdmin = request.path.hasPrefix(RefereeGenerator.adminPath)
        for order in other.results { findings.learn(order, isAdmin: isAdmin) }
        let ordering = RefereeOrdering(request, settings: scenario.settings)
        let (difference, needsWholeList) = RefereeTies(ordering: ordering).compare(page.results, other.results)
        if let difference { return difference }
        if needsWholeList, let difference = try await wholeListDifference(request, page) { return difference }
        for order in page.results {
            if let difference = findings.difference(of: order, isAdmin: isAdmin) { return difference }
        }
        return nil
    }

    /// Whether all pages together have the same orders, and our page is the part of ours that it should be.
    private func wholeListDifference(_ request: RefereeRequest, _ page: RefereeAnswer.Page) async throws -> String? {
        let (ours, theirs) = (
            try await allIdentifiers(request) { try await subject.answer(to: $0) },
            try await allIdentifiers(request) { try await ask($0) }
        )
        if Set(ours).count != ours.count { return "an order stands on two pages" }
        if Set(ours) != Set(theirs) { return "all pages have \(ours.sorted()) instead of \(theirs.sorted())" }
        let offset = Int(RawQuery.last("offset", in: request.query) ?? "") ?? 0
        let start = scenario.settings.faults.ignored.contains("offset") ? 0 : max(0, offset)
        let expected = ours.dropFirst(start).prefix(page.ids.count)
        return Array(expected) == page.ids ? nil : "the page \(page.ids) is not its part \(Array(expected)) of the list"
    }

    private func allIdentifiers(
        _ request: RefereeRequest,
        _ answer: (RefereeRequest) async throws -> RefereeAnswer
    ) async throws -> [Int] {
        let isAsked = scenario.settings.faults.ignored.contains("offset") == false
        let size = scenario.settings.maximumLimit.map { min($0, 100) } ?? 500
        var identifiers: [Int] = []
        while true {
            var whole = request
            whole.method = "GET"
            let rest = RawQuery.without(["limit", "offset"], request.query)
            whole.query = (rest + ["limit=\(isAsked ? size : 500)", "offset=\(identifiers.count)"]).joined(
                separator: "&"
            )
            guard let page = try await answer(whole).page else { return identifiers }
            identifiers += page.ids
            if page.next == nil || page.ids.isEmpty || !isAsked { return identifiers }
        }
    }
}

/// Our server, on a socket or without one.
protocol RefereeSubject: Sendable {
    func answer(to request: RefereeRequest) async throws -> RefereeAnswer
}

/// The server's handling of requests without a socket.
struct ServiceSubject: RefereeSubject {
    let service: OrderService
    private let host = "127.0.0.1:1"

    init(_ service: OrderService) {
        self.service = service
    }

    func answer(to request: RefereeRequest) async throws -> RefereeAnswer {
        RefereeAnswer(await service.answer(request.inProcess(host: host)), to: request, host: host)
    }
}

/// The server as a program, on a real port.
struct ProgramSubject: RefereeSubject {
    let connection: LocalConnection

    init(url: String) {
        connection = LocalConnection(to: url)
    }

    func answer(to request: RefereeRequest) async throws -> RefereeAnswer {
        let answer = try await connection.send(request.method, request.target, headers: request.headers)
        return RefereeAnswer(answer, to: request, host: connection.host)
    }
}

/// What a run found, and what it learned of the oracle's orders.
final class RefereeFindings: Sendable {
    private struct State {
        var reports: [String] = []
        var used: Set<String> = []
        var statuses: [Int: Int] = [:]
        var known: [Bool: [Int: JSONObject]] = [:]
    }

    private let state = Mutex(State())

    var reports: [String] { state.withLock { $0.reports } }
    var usedRules: Set<String> { state.withLock { $0.used } }
    var statuses: [Int: Int] { state.withLock { $0.statuses } }

    func report(_ text: String) { state.withLock { $0.reports.append(text) } }
    func use(_ rule: String) { state.withLock { _ = $0.used.insert(rule) } }
    func note(_ status: Int) { state.withLock { $0.statuses[status, default: 0] += 1 } }

    /// Keeps an order as the oracle shows it.
    func learn(_ order: JSONObject, isAdmin: Bool) {
        guard let id = order.wholeIdentifier else { return }
        state.withLock { $0.known[isAdmin, default: [:]][id] = order }
    }

    /// How an order of ours is not as the oracle shows it; nil where the oracle has not shown it yet.
    func difference(of order: JSONObject, isAdmin: Bool) -> String? {
        guard let id = order.wholeIdentifier, let known = state.withLock({ $0.known[isAdmin]?[id] }) else { return nil }
        return JSONDifference.find(.object(order), .object(known), at: "order \(id)")
    }
}

extension RefereeAnswer {
    /// The answer in a line, for the message of a failed test.
    var summary: String {
        let body =
            switch body {
            case .json(let json): page.map { "\($0.count?.serialized() ?? "") orders: \($0.ids)" } ?? json.serialized()
            case .other(let bytes): String(decoding: bytes.prefix(200), as: UTF8.self)
            case .none: ""
            }
        return "\(status) \(headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }) \(body.prefix(600))"
    }
}
