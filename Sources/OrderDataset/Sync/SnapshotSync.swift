// What a synced snapshot says of itself, in one row of its own table: a JSON text, so that later versions can add to
// it. It is the memory of every sync to come, so what is not sound is refused and never guessed.

package import OrderModel

/// What a synced snapshot is a copy of; two syncs with the same question go on with each other.
package struct SyncQuestion: Sendable, Hashable {
    /// The server's address; it never holds a token.
    package let server: String
    /// Whose list it is.
    package let endpoint: ListEndpoint
    /// The condition in its canonical form; nil for all orders.
    package let condition: String?
    /// The zone in which the condition's days begin; nil without a condition.
    package let zone: String?

    package init(server: String, endpoint: ListEndpoint, condition: String?, zone: String?) {
        self.server = server
        self.endpoint = endpoint
        self.condition = condition
        self.zone = condition == nil ? nil : zone
    }

    /// `the orders of https://shop.example where status = new`.
    package var words: String {
        var words = endpoint == .admin ? "the orders of \(server)" : "a customer's orders of \(server)"
        if let condition { words += " where \(condition)" }
        if let zone { words += " (days of \(zone))" }
        return words
    }

    var json: JSONValue {
        .object(
            JSONObject([
                JSONMember(key: "server", value: .text(server)),
                JSONMember(key: "scope", value: .text(endpoint.rawValue)),
                JSONMember(key: "condition", value: condition.map { .text($0) } ?? .null),
                JSONMember(key: "zone", value: zone.map { .text($0) } ?? .null),
            ])
        )
    }

    init?(_ value: JSONValue?) {
        guard case .object(let object)? = value, let server = object.syncText("server"),
            let scope = object.syncText("scope"), let endpoint = ListEndpoint(rawValue: scope)
        else { return nil }
        self.init(
            server: server,
            endpoint: endpoint,
            condition: object.syncText("condition"),
            zone: object.syncText("zone")
        )
    }

    /// Equality of what was written, byte by byte.
    package static func == (left: SyncQuestion, right: SyncQuestion) -> Bool { left.json == right.json }

    package func hash(into hasher: inout Hasher) { hasher.combine(json) }
}

/// The record of the last sync.
package struct SnapshotSync: Sendable, Hashable {
    package let question: SyncQuestion
    /// The name of the last run, by which what it left behind is known to be done with.
    package var run: String
    /// The newest `updated_at` of the server when the run began; nil when there was none.
    package var watermark: Instant?
    /// How many orders had no `updated_at`, so that a change of theirs could not be seen.
    package var undatedCount: Int
    /// The customer whose orders these are, where the list is a customer's.
    package var customer: Int?
    /// When the run ended, and when one last read everything; by the clock of this machine.
    package var time: Instant
    package var fullTime: Instant
    /// What relative dates of the condition were resolved against.
    package var asOf: Instant
    package var removedCount: Int

    var text: String {
        JSONValue.object(
            JSONObject([
                JSONMember(key: "question", value: question.json),
                JSONMember(key: "run", value: .text(run)),
                JSONMember(key: "watermark", value: watermark.map { .sync($0) } ?? .null),
                JSONMember(key: "undated", value: .sync(undatedCount)),
                JSONMember(key: "customer", value: customer.map { .sync($0) } ?? .null),
                JSONMember(key: "time", value: .sync(time)),
                JSONMember(key: "full", value: .sync(fullTime)),
                JSONMember(key: "as_of", value: .sync(asOf)),
                JSONMember(key: "removed", value: .sync(removedCount)),
            ])
        )
        .serialized()
    }
}

extension SnapshotSync {
    init?(text: String) {
        guard case .object(let object)? = try? JSONParser.parse(Array(text.utf8)),
            let question = SyncQuestion(object["question"]), let run = object.syncText("run"),
            let undatedCount = object.syncInteger("undated"), let time = object.syncInstant("time"),
            let fullTime = object.syncInstant("full"), let asOf = object.syncInstant("as_of"),
            let removedCount = object.syncInteger("removed")
        else { return nil }
        self.init(
            question: question,
            run: run,
            watermark: object.syncInstant("watermark"),
            undatedCount: undatedCount,
            customer: object.syncInteger("customer"),
            time: time,
            fullTime: fullTime,
            asOf: asOf,
            removedCount: removedCount
        )
    }
}

extension JSONValue {
    static func sync(_ integer: Int) -> JSONValue { .number(String(integer)) }

    /// Microseconds, as the snapshot stores every moment.
    static func sync(_ instant: Instant) -> JSONValue { .number(String(instant.microseconds)) }
}

extension JSONObject {
    func syncText(_ key: String) -> String? {
        guard case .text(let text)? = self[key] else { return nil }
        return text
    }

    /// The texts of a list, none where there is no list.
    func syncTexts(_ key: String) -> [String] {
        guard case .array(let elements)? = self[key] else { return [] }
        return elements.compactMap { element in
            guard case .text(let text) = element else { return nil }
            return text
        }
    }

    func syncInteger(_ key: String) -> Int? {
        guard case .number(let digits)? = self[key] else { return nil }
        return Int(digits)
    }

    func syncInstant(_ key: String) -> Instant? {
        guard case .number(let digits)? = self[key] else { return nil }
        return Int64(digits).map { Instant(microseconds: $0) }
    }

    func syncIntegers(_ key: String) -> [Int]? {
        guard case .array(let elements)? = self[key] else { return nil }
        let integers = elements.compactMap { element -> Int? in
            guard case .number(let digits) = element else { return nil }
            return Int(digits)
        }
        return integers.count == elements.count ? integers : nil
    }
}
