import OrderModel

/// Reads days and the ends of ranges as the server's form fields do, in its zone.
struct FormDates {
    let settings: ServerSettings

    static let invalidDay = FormProblem("Enter a valid date.")
    static let invalidMoment = FormProblem("Enter a valid date/time.")

    /// A day, as `created_date` takes it.
    func day(_ text: String) throws(FormProblem) -> CivilDate {
        let text = strippedScalars(text)
        for format in FormDateFormat.days {
            if let written = format.read(text) { return written.date }
        }
        throw Self.invalidDay
    }

    /// The start of a range.
    func start(_ text: String) throws(FormProblem) -> DateBound {
        if settings.dateForm == .date { return .day(try day(text)) }
        let moment = try moment(text)
        return moment.day.map { .day($0) } ?? .instant(moment.instant)
    }

    /// The end of a range; nil for a blank one where that is none.
    func end(_ text: String) throws(FormProblem) -> DateBound? {
        if settings.dateForm == .date { return lastDay(try day(text)) }
        guard settings.dateEnd == .inclusive else {
            return .instant(try moment(text).instant)
        }
        // The field that takes days as a whole trims before it looks whether there is anything.
        if strippedScalars(text).isEmpty { return nil }
        let moment = try moment(text)
        return moment.day.map { .day($0) } ?? .instant(moment.instant)
    }

    /// The end of a range of days, which is before the day where that doesn't belong to the range.
    private func lastDay(_ day: CivilDate) -> DateBound {
        guard settings.dateEnd == .exclusive else { return .day(day) }
        return .instant(Instant(microseconds: settings.zone.startOfDay(day).microseconds - 1))
    }

    /// A moment, and the day where only that was given.
    private func moment(_ text: String) throws(FormProblem) -> (instant: Instant, day: CivilDate?) {
        let stripped = strippedScalars(text)
        let trimmed = String(String.UnicodeScalarView(stripped))
        let reader = ISOMomentReader(trimmed)
        if let written = reader.moment {
            let isDay = settings.dateForm == .isodatetime ? reader.dayOnly != nil : isFormDay(stripped)
            return (try instant(of: written), isDay ? written.date : nil)
        }
        switch FormMomentReader.read(stripped) {
        case .moment(let written): return (try instant(of: written), nil)
        case .none: throw Self.invalidMoment
        case .otherForm: break
        }
        guard settings.dateForm == .datetime else { throw Self.invalidMoment }
        for format in FormDateFormat.moments {
            if let written = format.read(stripped) { return (try instant(of: written), nil) }
        }
        for format in FormDateFormat.days {
            if let written = format.read(stripped) { return (try instant(of: written), written.date) }
        }
        throw Self.invalidMoment
    }

    private func isFormDay(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
        FormDateFormat.days.contains { $0.read(text) != nil }
    }

    /// The moment that is meant; without an offset it is one of the server's clocks, which must show it exactly once.
    private func instant(of written: WrittenMoment) throws(FormProblem) -> Instant {
        if let offset = written.offset { return Instant(microseconds: written.local - offset) }
        if let instant = settings.zone.onlyInstant(showing: written) { return instant }
        throw FormProblem(
            "\(written) couldn’t be interpreted in time zone \(settings.zone.name); it may be ambiguous or it may not "
                + "exist."
        )
    }
}

extension TimeZoneRules {
    /// The moment at which clocks show a time; nil where they skip it or show it twice.
    fileprivate func onlyInstant(showing written: WrittenMoment) -> Instant? {
        // No clock is further from UTC than this.
        let reach = 16 * 3600 * TimeAmount.microsecondsPerSecond
        let offsets = Set([-reach, reach].map { offsetSeconds(at: Instant(microseconds: written.local + $0)) })
        let instants = offsets.compactMap { offset in
            let instant = Instant(microseconds: written.local - Int64(offset) * TimeAmount.microsecondsPerSecond)
            return offsetSeconds(at: instant) == offset ? instant : nil
        }
        return instants.count == 1 ? instants.first : nil
    }
}
