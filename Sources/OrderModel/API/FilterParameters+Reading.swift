// Reading a URL's query string. Values are read as strictly as every server reads them: what only some servers
// take, or what they ignore without a word, is a problem.

extension FilterParameters {
    /// Reads a query string, such as `status_in=new,hold&created_from=2025-01-01`.
    ///
    /// Whatever could not be read is in the problems and not in the parameters. A parameter with an empty value
    /// is no filter, as on every server.
    package static func read(
        queryString: String
    ) -> (parameters: FilterParameters, problems: [ParameterProblem]) {
        var parameters = FilterParameters()
        var problems: [ParameterProblem] = []
        let all = RawParameter.all(of: queryString)
        var last: [String: Int] = [:]
        for (index, parameter) in all.enumerated() { last[parameter.name] = index }
        for (index, parameter) in all.enumerated() {
            guard let name = ParameterName(rawValue: parameter.name) else {
                problems.append(unknown(parameter))
                continue
            }
            guard last[parameter.name] == index else {
                problems.append(ParameterProblem(.repeated, of: parameter, expected: "\(name.rawValue) once"))
                continue
            }
            if let problem = parameters.read(parameter, as: name) { problems.append(problem) }
        }
        return (parameters, problems)
    }

    private static func unknown(_ parameter: RawParameter) -> ParameterProblem {
        let names = ParameterName.allCases.map(\.rawValue)
        return ParameterProblem(
            .unknown,
            of: parameter,
            expected: "a filter parameter of the order API",
            candidates: NameSuggestion.candidates(for: parameter.name, among: names)
        )
    }

    /// Takes one parameter's value over; the problem when it is none that the parameter takes.
    private mutating func read(_ raw: RawParameter, as name: ParameterName) -> ParameterProblem? {
        guard raw.isSound else {
            return ParameterProblem(.invalid, of: raw, expected: "UTF-8 text with sound percent-encoding")
        }
        guard !raw.value.isEmpty else { return nil }
        let reader = ParameterReader(raw: raw)
        do throws(InvalidValue) {
            switch name.slot {
            case .status: status = try reader.status(raw.value)
            case .statusList: statusIn = try reader.list(reader.status)
            case .identifier(let path): self[keyPath: path] = try reader.wholeNumber(raw.value)
            case .identifierList(let path): self[keyPath: path] = try reader.list(reader.wholeNumber)
            case .presence(let parameter): presence[parameter] = try reader.truth()
            case .amount(let path): self[keyPath: path] = try reader.amount()
            case .date(let path): self[keyPath: path] = try reader.date()
            case .bound(let path): self[keyPath: path] = try reader.bound()
            case .search: search = try reader.search()
            case .ordering: ordering = try reader.list(reader.orderingTerm)
            case .limit: limit = try reader.count(atLeast: 1)
            case .offset: offset = try reader.count(atLeast: 0)
            }
            return nil
        } catch {
            return ParameterProblem(.invalid, of: raw, expected: error.expected, candidates: error.candidates)
        }
    }
}

/// Why a value could not be read.
private struct InvalidValue: Error {
    let expected: String
    var candidates: [String] = []
}

/// Reads the value of one parameter.
private struct ParameterReader {
    let raw: RawParameter

    func status(_ text: String) throws(InvalidValue) -> OrderStatus {
        if let status = OrderStatus(rawValue: text) { return status }
        throw InvalidValue(
            expected: "one of \(OrderStatus.names.joined(separator: ", "))",
            candidates: NameSuggestion.candidates(for: trimmed(text), among: OrderStatus.names)
        )
    }

    func wholeNumber(_ text: String) throws(InvalidValue) -> Int {
        if let number = Decimal(text)?.wholeNumber { return number }
        throw InvalidValue(expected: "a whole number within 64 bits")
    }

    func truth() throws(InvalidValue) -> Bool {
        switch raw.value.lowercased() {
        case "true", "1": return true
        case "false", "0": return false
        default: throw InvalidValue(expected: "true or false")
        }
    }

    func amount() throws(InvalidValue) -> Decimal {
        if let amount = Decimal(raw.value) { return amount }
        throw InvalidValue(expected: "a decimal number of at most 38 digits")
    }

    func date() throws(InvalidValue) -> CivilDate {
        if let date = civilDate(raw.value) { return date }
        throw InvalidValue(expected: "a day such as 2025-12-27")
    }

    func bound() throws(InvalidValue) -> DateBound {
        if let date = civilDate(raw.value) { return .day(date) }
        if let instant = Instant(iso8601: raw.value) { return .instant(instant) }
        // A `+` that nobody encoded has become a space: 2025-12-27T18:17:09+03:30.
        let repaired = raw.value.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "+")
        let isBarePlus = Instant(iso8601: repaired) != nil
        throw InvalidValue(
            expected: "a day such as 2025-12-27 or a time with its zone such as 2025-12-27T18:17:09Z"
                + (isBarePlus ? "; a + must be written %2B" : ""),
            candidates: isBarePlus ? [PercentCoding.encode(repaired)] : []
        )
    }

    func search() throws(InvalidValue) -> String {
        guard !raw.value.utf8.contains(0) else { throw InvalidValue(expected: "text without the NUL character") }
        return raw.value
    }

    func orderingTerm(_ text: String) throws(InvalidValue) -> OrderingTerm {
        let term = trimmed(text)
        let isDescending = term.hasPrefix("-")
        let name = isDescending ? String(term.dropFirst()) : term
        if let known = OrderingName(rawValue: name) { return OrderingTerm(known, isDescending: isDescending) }
        let names = OrderingName.allCases.map(\.rawValue)
        throw InvalidValue(
            expected: "fields to order by, such as -created_at,id",
            candidates: NameSuggestion.candidates(for: name, among: names).map { (isDescending ? "-" : "") + $0 }
        )
    }

    func count(atLeast minimum: Int) throws(InvalidValue) -> Int {
        if let number = Int(raw.value), number >= minimum { return number }
        throw InvalidValue(expected: "a whole number from \(minimum)")
    }

    /// A comma-separated list; empty entries are skipped, as servers do.
    func list<Element>(
        _ element: (String) throws(InvalidValue) -> Element
    ) throws(InvalidValue) -> [Element] {
        var elements: [Element] = []
        for entry in raw.value.split(separator: ",") { elements.append(try element(String(entry))) }
        return elements
    }

    private func trimmed(_ text: String) -> String {
        let start = text.drop { $0 == " " }
        return String(start.prefix(start.count - start.reversed().prefix { $0 == " " }.count))
    }

    private func civilDate(_ text: String) -> CivilDate? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.map(\.utf8.count) == [4, 2, 2],
            text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }
}
