extension ServerHabits {
    private static let keys = [
        "date_end", "timezone", "timezone_from", "timezone_to", "date_form", "exact_instants", "empty_text",
        "null_order", "max_limit", "proved", "distrusted",
    ]

    /// Reads habits as a profile states them: `{"date_end": "inclusive", "max_limit": 100}`.
    ///
    /// `path` is where they stand, for messages. What is not given is not known.
    package init(_ value: JSONValue, at path: String) throws(JSONMemberProblem) {
        self.init()
        let reader = try JSONObjectReader(value, at: path, keys: Self.keys)
        dateEnd = try reader.choice("date_end", of: DateEnd.self)
        zoneName = try reader.text("timezone")
        zoneStart = try reader.day("timezone_from")
        zoneEnd = try reader.day("timezone_to")
        if let zoneStart, let zoneEnd, zoneStart > zoneEnd {
            throw JSONMemberProblem(reader.place(of: "timezone_from"), "is after timezone_to")
        }
        dateForm = try reader.choice("date_form", of: DateForm.self)
        comparesInstantsExactly = try reader.boolean("exact_instants")
        emptyText = try reader.choice("empty_text", of: EmptyText.self)
        nullOrder = try reader.choice("null_order", of: NullOrder.self)
        maximumPageSize = try reader.count("max_limit", in: 1...1_000_000)
        proved = try reader.choices("proved", of: ParameterName.self)
        distrusted = try reader.choices("distrusted", of: ParameterName.self)
        if let both = proved.intersection(distrusted).map(\.rawValue).min() {
            throw JSONMemberProblem(reader.place(of: "proved"), "and distrusted both name '\(both)'")
        }
    }

    /// The habits as `init` reads them; what is not known is left out.
    package var json: JSONObject {
        var members: [JSONMember] = []
        func add(_ key: String, _ value: JSONValue?) {
            if let value { members.append(JSONMember(key: key, value: value)) }
        }
        func names(_ parameters: Set<ParameterName>) -> JSONValue? {
            guard !parameters.isEmpty else { return nil }
            return .array(ParameterName.allCases.filter(parameters.contains).map { .text($0.rawValue) })
        }
        add("date_end", dateEnd.map { .text($0.rawValue) })
        add("timezone", zoneName.map { .text($0) })
        add("timezone_from", zoneStart.map { .text($0.description) })
        add("timezone_to", zoneEnd.map { .text($0.description) })
        add("date_form", dateForm.map { .text($0.rawValue) })
        add("exact_instants", comparesInstantsExactly.map { .boolean($0) })
        add("empty_text", emptyText.map { .text($0.rawValue) })
        add("null_order", nullOrder.map { .text($0.rawValue) })
        add("max_limit", maximumPageSize.map { .number(String($0)) })
        add("proved", names(proved))
        add("distrusted", names(distrusted))
        return JSONObject(members)
    }

    /// These habits, and from others what these don't say; what is distrusted by either stays so.
    package func completed(by others: ServerHabits) -> ServerHabits {
        var habits = self
        habits.dateEnd = dateEnd ?? others.dateEnd
        habits.takeZone(of: others)
        habits.dateForm = dateForm ?? others.dateForm
        habits.comparesInstantsExactly = comparesInstantsExactly ?? others.comparesInstantsExactly
        habits.emptyText = emptyText ?? others.emptyText
        habits.nullOrder = nullOrder ?? others.nullOrder
        habits.maximumPageSize = maximumPageSize ?? others.maximumPageSize
        habits.distrusted.formUnion(others.distrusted.subtracting(proved))
        habits.proved.formUnion(others.proved.subtracting(habits.distrusted))
        return habits
    }

    /// Takes the zone of others where none is known here, and their days where it is the same and they adjoin.
    private mutating func takeZone(of others: ServerHabits) {
        let isSame = zoneName == others.zoneName
        guard zoneName == nil || isSame else { return }
        let ownStart = zoneStart ?? .earliest, start = others.zoneStart ?? .earliest
        let ownEnd = zoneEnd ?? .latest, end = others.zoneEnd ?? .latest
        // Between two stretches of days clocks may have shown another time.
        if isSame, start > ownEnd || ownStart > end { return }
        zoneName = others.zoneName
        zoneStart = isSame && ownStart < start ? zoneStart : others.zoneStart
        zoneEnd = isSame && ownEnd > end ? zoneEnd : others.zoneEnd
    }
}

extension JSONObjectReader {
    /// A day such as `2025-12-27`.
    fileprivate func day(_ key: String) throws(JSONMemberProblem) -> CivilDate? {
        guard let text = try text(key) else { return nil }
        guard let day = CivilDate(iso8601: text) else {
            throw JSONMemberProblem(place(of: key), "must be a day such as 2025-12-27")
        }
        return day
    }
}
