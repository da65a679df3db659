package import OrderModel

/// What a user can set for a session: on the command line, and with commands.
package struct SessionSettings: Sendable {
    package var format: OutputFormat
    package var output: OutputTarget
    /// The zone in which days begin and people read instants.
    package var zone: TimeZoneRules
    /// What `now` is; nil for the clock's time, read anew for each statement.
    package var asOf: AsOf?
    /// What everybody says of the settings; the format, the zone and the allowance here are what comes of it.
    package var given = SettingValues()
    package var showsTiming = false
    package var continuesOnError = false
    package var allowance = FetchAllowance.standard
    /// Whether a condition that the server would not be asked for is an error.
    package var requiresPushdown = false
    /// How requests are shown instead of being sent; nil when they are sent.
    package var shownRequests: RequestForm?
    /// The file of certificates that the server is trusted by, for `\curl`.
    package var certificateFile: String?

    package init(
        format: OutputFormat,
        output: OutputTarget = .standardOutput,
        zone: TimeZoneRules = .utc,
        asOf: AsOf? = nil
    ) {
        self.format = format
        self.output = output
        self.zone = zone
        self.asOf = asOf
    }

    /// What relative dates are resolved against when a statement begins at `clock`.
    func timeContext(at clock: Instant) -> TimeContext {
        switch asOf {
        case .instant(let instant): TimeContext(now: instant, zone: zone)
        case .day(let date): TimeContext(now: zone.startOfDay(date), zone: zone)
        case nil: TimeContext(now: clock, zone: zone)
        }
    }
}

/// A pinned `now`: a moment, or the beginning of a day in the session's zone.
package enum AsOf: Sendable, Hashable {
    case instant(Instant)
    case day(CivilDate)
}
