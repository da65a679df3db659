// What the configuration file says, read whole and strictly: `{"settings": {…}, "profiles": {"shop": {…}}}`.
//
// Read here and not with swift-configuration 1.4: that one wants all of Foundation for JSON (JSONSerialization), asks
// for one key at a time, so that a misspelt one goes unnoticed, cannot name a place, and writes nothing.

import OrderModel

/// The user's settings and profiles.
package struct Configuration: Sendable, Hashable {
    /// The file that says so; nil when there is none.
    package var path: String?
    package var settings: [Setting] = []
    /// In the file's order.
    package var profiles: [Profile] = []

    /// A setting as the file has it.
    package struct Setting: Sendable, Hashable {
        package let name: SettingName
        package let value: SettingValue
    }

    package init() {}

    /// Reads a whole file's text.
    init(_ value: JSONValue) throws(JSONMemberProblem) {
        let reader = try JSONObjectReader(value, keys: [Self.settingsKey, Self.profilesKey])
        if let value = reader.object[Self.settingsKey] {
            let settings = try JSONObjectReader(
                value,
                at: Self.settingsKey,
                keys: SettingName.allCases.map(\.rawValue)
            )
            for name in SettingName.allCases {
                guard let value = settings.object[name.rawValue] else { continue }
                let typed = try name.value(of: value, at: settings.place(of: name.rawValue))
                self.settings.append(Setting(name: name, value: typed))
            }
        }
        if let value = reader.object[Self.profilesKey] {
            let profiles = try JSONObjectReader(value, at: Self.profilesKey)
            for member in profiles.object.members {
                let place = profiles.place(of: member.key)
                self.profiles.append(try Profile(name: member.key, member.value, at: place))
            }
        }
    }

    static let settingsKey = "settings"
    static let profilesKey = "profiles"

    /// Whether anyone who reads the file has a token.
    var holdsToken: Bool {
        profiles.contains { profile in
            if case .literal? = profile.token { true } else { false }
        }
    }

    /// The tokens that the file holds, or names by a variable.
    package var secrets: [SecretText] {
        profiles.compactMap { profile in
            switch profile.token {
            case .literal(let secret)?: secret
            case .environment(let name)?: UserPaths.variable(name).map(SecretText.init)
            case .command?, nil: nil
            }
        }
    }

    package func hasProfile(_ name: String) -> Bool {
        profiles.contains { $0.name == name }
    }

    /// The names of profiles that a misspelt one was probably meant to be.
    package func namesNear(_ name: String) -> [String] {
        NameSuggestion.candidates(for: name, among: profiles.map(\.name))
    }

    /// A profile by its name; the error names the nearest one.
    package func profile(_ name: String) throws(ShellError) -> Profile {
        if let profile = profiles.first(where: { $0.name == name }) { return profile }
        let names = profiles.map(\.name)
        let near = namesNear(name).first
        let mend =
            names.isEmpty
            ? "add it with: ordersh profile add \(Profile.isName(name) ? name : "NAME") --url URL"
            : near.map { "did you mean '\($0)'?" } ?? NameSuggestion.choices(names)
        throw ShellError(.usage, "there is no profile '\(name)'", mend: mend)
    }
}
