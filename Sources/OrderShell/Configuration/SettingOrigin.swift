/// Who said what a setting is, the strongest voice last.
package enum SettingOrigin: Sendable, Hashable {
    case standard
    /// A key of the configuration file, such as `settings.format`.
    case file(path: String, key: String)
    /// A key of the profile that is open.
    case profile(path: String, key: String)
    case environment(variable: String)
    /// An option of the command line, such as `--format`.
    case option(String)
    /// A command of the session, such as `\set`.
    case command(String)

    var rank: Int {
        switch self {
        case .standard: 0
        case .file: 1
        case .profile: 2
        case .environment: 3
        case .option: 4
        case .command: 5
        }
    }

    /// How it is shown beside a value.
    package var words: String {
        switch self {
        case .standard: "default"
        case .file(let path, let key), .profile(let path, let key): "\(path): \(key)"
        case .environment(let variable): "environment variable \(variable)"
        case .option(let name): "option \(name)"
        case .command(let name): "command \(name)"
        }
    }
}
