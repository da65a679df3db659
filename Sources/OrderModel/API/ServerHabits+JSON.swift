extension ServerHabits {
    private static let keys = [
        "date_end", "timezone", "date_form", "exact_instants", "empty_text", "null_order", "max_limit", "proved",
        "distrusted",
    ]

    /// Reads habits as a profile states them: `{"date_end": "inclusive", "max_limit": 100}`.
    ///
    /// `path` is where they stand, for messages. What is not given is not known.
    package init(_ value: JSONValue, at path: String) throws(JSONMemberProblem) {
        self.init()
        let reader = try JSONObjectReader(value, at: path, keys: Self.keys)
        dateEnd = try reader.choice("date_end", of: DateEnd.self)
        zoneName = try reader.text("timezone")
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
        habits.zoneName = zoneName ?? others.zoneName
        habits.dateForm = dateForm ?? others.dateForm
        habits.comparesInstantsExactly = comparesInstantsExactly ?? others.comparesInstantsExactly
        habits.emptyText = emptyText ?? others.emptyText
        habits.nullOrder = nullOrder ?? others.nullOrder
        habits.maximumPageSize = maximumPageSize ?? others.maximumPageSize
        habits.distrusted.formUnion(others.distrusted.subtracting(proved))
        habits.proved.formUnion(others.proved.subtracting(habits.distrusted))
        return habits
    }
}
