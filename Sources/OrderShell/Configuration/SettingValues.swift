/// All settings with what everybody says of them; the strongest voice holds.
package struct SettingValues: Sendable, Hashable {
    package struct Entry: Sendable, Hashable {
        package let name: SettingName
        package let value: SettingValue
        package let origin: SettingOrigin

        package init(_ name: SettingName, _ value: SettingValue, from origin: SettingOrigin) {
            self.name = name
            self.value = value
            self.origin = origin
        }
    }

    /// At most one of each name and rank: few enough to look through.
    private var entries: [Entry] = []

    package init() {}

    package mutating func set(_ name: SettingName, _ value: SettingValue, from origin: SettingOrigin) {
        set(Entry(name, value, from: origin))
    }

    private mutating func set(_ entry: Entry) {
        entries.removeAll { $0.name == entry.name && $0.origin.rank == entry.origin.rank }
        entries.append(entry)
    }

    /// Takes in what the configuration file sets.
    package mutating func set(_ configuration: Configuration) {
        guard let path = configuration.path else { return }
        for setting in configuration.settings {
            let key = "\(Configuration.settingsKey).\(setting.name.rawValue)"
            set(setting.name, setting.value, from: .file(path: path, key: key))
        }
    }

    /// Takes in what the profile of an opened source says, and drops what another one said.
    mutating func setProfile(_ settings: [Entry]) {
        let rank = SettingOrigin.profile(path: "", key: "").rank
        entries.removeAll { $0.origin.rank == rank }
        for entry in settings { set(entry) }
    }

    /// What holds; nil where nobody says anything, not even a default.
    package subscript(_ name: SettingName) -> Entry? {
        entries.filter { $0.name == name }.max { $0.origin.rank < $1.origin.rank }
    }

    package var format: OutputFormat? {
        if case .format(let format)? = self[.format]?.value { format } else { nil }
    }

    package var pagerMode: PagerMode {
        if case .pager(let mode)? = self[.pager]?.value { mode } else { .auto }
    }

    package var zoneName: String? {
        if case .zone(let name)? = self[.timezone]?.value { name } else { nil }
    }

    /// A number of rows or requests; nil for any.
    package func count(_ name: SettingName) -> Int? {
        if case .count(let count)? = self[name]?.value { count } else { nil }
    }

    package func duration(_ name: SettingName) -> Duration? {
        if case .duration(let duration)? = self[name]?.value { duration } else { nil }
    }

    package func bytes(_ name: SettingName) -> Int? {
        if case .bytes(let bytes)? = self[name]?.value { bytes } else { nil }
    }
}

extension SettingValues {
    /// The lines of `\set`: each setting with its value and where that comes from.
    package var table: String {
        let entries = SettingName.allCases.compactMap { self[$0] }
        let nameWidth = entries.map(\.name.rawValue.count).max() ?? 0
        let valueWidth = entries.map(\.value.description.count).max() ?? 0
        return entries.map { entry in
            "\(entry.name.rawValue.padded(to: nameWidth))  \(entry.value.description.padded(to: valueWidth))  "
                + VisibleText.of(entry.origin.words)
        }.joined(separator: "\n")
    }

    /// The line of `\set NAME`.
    package func line(_ name: SettingName) -> String {
        guard let entry = self[name] else { return "\(name.rawValue) is not set" }
        return "\(name.rawValue) = \(entry.value)  (\(VisibleText.of(entry.origin.words)))"
    }
}
