// What can be said of a server with a handful of requests before anything is asked of it in earnest: whether it can
// be reached, lets the token in, which endpoints answer, and whether its clock is right. Nothing here throws but a
// cancellation: whatever goes wrong is a finding.

import OrderAPI
import OrderEngine
import OrderHTTP
package import OrderModel

/// One thing that was looked at, and how it is.
package struct DoctorFinding: Sendable, Hashable {
    package enum State: String, Sendable, Hashable, CaseIterable {
        case ok
        case warning
        case failed
        /// It could not be told.
        case unknown
    }

    /// What was looked at: `connection`.
    package let name: String
    package let state: State
    /// What was found, one line.
    package let text: String
    /// What the user can do about it.
    package let mend: String?
    /// For a failure, what an exit status should say.
    package let category: FailureCategory?

    package init(_ name: String, _ state: State, _ text: String, mend: String? = nil) {
        self.name = name
        self.state = state
        self.text = text
        self.mend = mend
        category = state == .failed ? .failed : nil
    }

    package init(_ name: String, failure: any Failure) {
        self.name = name
        state = .failed
        text = failure.message
        mend = failure.mend
        category = failure.category
    }
}

/// Looks a server over.
package struct Doctor: Sendable {
    private let source: RemoteSource
    private let now: @Sendable () -> Instant

    /// How far a clock may be off before it is said, besides the time that the answer took.
    private static let toleratedSeconds: Int64 = 5

    package init(_ source: RemoteSource, now: @escaping @Sendable () -> Instant) {
        self.source = source
        self.now = now
    }

    /// All findings, in the order in which they were made; those that need an answer only if one came.
    ///
    /// Throws only when the task was cancelled.
    package func examine() async throws -> [DoctorFinding] {
        var findings = source.warnings.map {
            DoctorFinding("encryption", .warning, $0, mend: "use an https:// address")
        }
        let start = now()
        do {
            let (answer, page) = try await firstPage()
            findings.append(connection(answer))
            findings.append(DoctorFinding("credentials", .ok, credentials))
            findings.append(clock(answer, since: start))
            findings.append(DoctorFinding(listName(source.endpoint), .ok, "\(Quantity.orders(page.count)) in all"))
            findings += try await endpoints(page)
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as RemoteError {
            switch error {
            case .unauthorized, .forbidden:
                findings.append(DoctorFinding("connection", .ok, "\(source.client.location.name) answers"))
                findings.append(DoctorFinding("credentials", failure: error))
            case .http: findings.append(DoctorFinding("connection", failure: error))
            default: findings.append(DoctorFinding(listName(source.endpoint), failure: error))
            }
        } catch let error as any Failure {
            findings.append(DoctorFinding("connection", failure: error))
        }
        return findings
    }

    /// One order of the list that the token may read; a token that is a customer's is asked for its own.
    private func firstPage() async throws -> (HTTPAnswer, OrderPage) {
        do {
            return try await page(of: APIEndpoint(source.endpoint))
        } catch is CapabilitiesChanged {
            return try await page(of: APIEndpoint(source.endpoint))
        }
    }

    private func page(of endpoint: APIEndpoint) async throws -> (HTTPAnswer, OrderPage) {
        guard let answer = try await source.client.answer(of: endpoint, query: "limit=1") else {
            throw RemoteError.notFound(place: source.client.location.address(of: endpoint).place, answer: nil)
        }
        do throws(BodyError) {
            return (answer, try OrderPage(body: answer.body))
        } catch {
            throw RemoteError.misread(place: answer.address.place, error)
        }
    }

    private func connection(_ answer: HTTPAnswer) -> DoctorFinding {
        let asked = source.client.location.address(of: APIEndpoint(source.endpoint))
        let times = answer.attemptCount == 1 ? "" : ", at attempt \(answer.attemptCount)"
        guard answer.address.path == asked.path else {
            let text = "\(asked.place) redirects to \(answer.address.place)"
            return DoctorFinding("connection", .warning, text, mend: "use the address that it redirects to")
        }
        let isEncrypted = asked.scheme == .https
        let text = "\(source.client.location.name) answers\(times)" + (isEncrypted ? ", encrypted" : "")
        return DoctorFinding("connection", times.isEmpty ? .ok : .warning, text)
    }

    private var credentials: String {
        guard source.client.token != nil else { return "the server wants no token" }
        switch source.endpoint {
        case .admin: return "the token is a staff account's, which reads all orders"
        case .customer: return "the token is a customer's, which reads its own orders"
        }
    }

    private func clock(_ answer: HTTPAnswer, since start: Instant) -> DoctorFinding {
        guard let shown = answer.serverTime else {
            return DoctorFinding("clock", .unknown, "the server does not say its time")
        }
        let second = TimeAmount.microsecondsPerSecond
        let (earliest, latest) = (start.microseconds / second, now().microseconds / second)
        let theirs = shown.microseconds / second
        let difference = theirs < earliest ? earliest - theirs : max(0, theirs - latest)
        guard difference > Self.toleratedSeconds else {
            return DoctorFinding("clock", .ok, "agrees with this machine's")
        }
        let time = Quantity.time(.seconds(difference))
        let text =
            "the server's clock is \(time) \(theirs < earliest ? "behind" : "ahead of") this machine's"
        return DoctorFinding("clock", .warning, text, mend: "'now' and 'today' are this machine's")
    }

    private func listName(_ list: ListEndpoint) -> String { "\(list.rawValue) list" }

    /// The other endpoints, as far as the order of a page lets them be asked.
    private func endpoints(_ page: OrderPage) async throws -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        let other: ListEndpoint = source.endpoint == .admin ? .customer : .admin
        findings.append(
            try await answers(listName(other), APIEndpoint(other), query: "limit=1") { error in
                guard case .forbidden = error else { return nil }
                return "not for this token, as it should be"
            }
        )
        guard let order = page.results.first else { return findings }
        if source.endpoint == .customer, let id = order.wholeIdentifier {
            findings.append(try await answers("detail", .customerDetail(id: id)))
        }
        if case .text(let key)? = order["key"], !key.isEmpty {
            findings.append(try await answers("tracking", .tracking(key: key)))
        }
        return findings
    }

    /// Asks an endpoint; what isn't there or fails is worth a warning, since queries do without it.
    private func answers(
        _ name: String,
        _ endpoint: APIEndpoint,
        query: String? = nil,
        excuse: (RemoteError) -> String? = { _ in nil }
    ) async throws -> DoctorFinding {
        do {
            let answer = try await source.client.answer(of: endpoint, query: query)
            guard answer != nil else {
                return DoctorFinding(name, .warning, "the server does not have it, or not this order")
            }
            return DoctorFinding(name, .ok, "answers")
        } catch let error as RemoteError {
            if let text = excuse(error) { return DoctorFinding(name, .ok, text) }
            return DoctorFinding(name, .warning, error.message, mend: error.mend)
        } catch is CapabilitiesChanged {
            return DoctorFinding(name, .ok, "not for this token, as it should be")
        }
    }
}
