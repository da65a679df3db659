import OrderModel

/// An order as a probe looks at it: a value that can't be read is as good as none.
struct ProbeRow {
    let id: Int
    let document: JSONObject
    let created: Instant?
    let updated: Instant?

    /// Nil for an order without an id, which no window of ids can hold.
    init?(_ document: JSONObject) {
        guard let id = document.wholeIdentifier else { return nil }
        self.id = id
        self.document = document
        created = Self.instant("created_at", of: document)
        updated = Self.instant("updated_at", of: document)
    }

    /// The value of a field by its name in the language; nil when it can't be read.
    func value(_ field: String) -> Value? {
        Self.value(field, of: document)
    }

    /// The time of a field of days: when the order was made, or last changed.
    func instant(_ field: DayField) -> Instant? {
        switch field {
        case .created: created
        case .updated: updated
        }
    }

    private static func value(_ name: String, of document: JSONObject) -> Value? {
        guard let field = Schema.field(named: name, in: .orders) else { return nil }
        return try? field.value(in: document)
    }

    private static func instant(_ name: String, of document: JSONObject) -> Instant? {
        guard case .instant(let instant)? = value(name, of: document) else { return nil }
        return instant
    }
}

/// The two times of an order that the API filters by.
enum DayField: String, CaseIterable {
    case created
    case updated

    var fieldName: String { rawValue + "_at" }
}
