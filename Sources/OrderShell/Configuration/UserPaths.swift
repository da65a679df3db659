#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a user's own files belong, by the rules of the XDG base directories.
package enum UserPaths {
    /// The value of an environment variable; nil when it is missing or empty.
    package static func variable(_ name: String) -> String? {
        value(name).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The value of an environment variable, which may be empty; nil when it is missing.
    package static func value(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// `$XDG_CONFIG_HOME/ordersh/config.json`, or below `~/.config`.
    package static var configuration: String? {
        file("config.json", folderVariable: "XDG_CONFIG_HOME", below: "/.config")
    }

    /// A file of what the program keeps for itself: in `$XDG_STATE_HOME/ordersh`, or below `~/.local/state`.
    package static func state(_ name: String) -> String? {
        file(name, folderVariable: "XDG_STATE_HOME", below: "/.local/state")
    }

    /// A relative folder in such a variable counts as none, as the rules have it.
    private static func file(_ name: String, folderVariable: String, below folder: String) -> String? {
        if let base = variable(folderVariable), base.hasPrefix("/") { return base + "/ordersh/" + name }
        return variable("HOME").map { $0 + folder + "/ordersh/" + name }
    }

    /// Makes the folders that a file needs, for the user alone; a failure shows when the file is opened.
    static func makeFolders(above path: String) {
        var end = path.startIndex
        while let slash = path[end...].firstIndex(of: "/") {
            let folder = path[..<slash]
            if !folder.isEmpty { mkdir(String(folder), 0o700) }
            end = path.index(after: slash)
        }
    }
}
