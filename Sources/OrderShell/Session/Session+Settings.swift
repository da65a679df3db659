package import OrderModel

extension Session {
    /// Sets a setting for the rest of the session.
    func set(_ name: SettingName, _ value: SettingValue, by command: String) throws {
        var changed = settings
        changed.given.set(name, value, from: .command(command))
        try changed.settle(zoneRules: environment.zoneRules)
        settings = changed
    }

    /// `\set`: all settings, or one, with where each comes from.
    func showSettings(_ name: SettingName?) throws {
        try show(name.map(settings.given.line) ?? settings.given.table)
    }
}

extension SessionSettings {
    /// Brings what is worked with up to what is given.
    package mutating func settle(zoneRules: (String) throws -> TimeZoneRules) throws {
        if let name = given.zoneName, name != zone.name { zone = try zoneRules(name) }
        if let format = given.format { self.format = format }
        if given[.maximumRows] != nil { allowance = FetchAllowance(maximumOrderCount: given.count(.maximumRows)) }
    }
}
