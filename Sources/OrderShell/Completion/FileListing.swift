// The files that a path which is being typed can become. A folder is read for a few milliseconds at most; what was not
// read then is said.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Lists folders for the completion of paths.
struct FileListing {
    struct Found {
        var suggestions: [Suggestion]
        var remark: String?
    }

    /// How many entries of a folder are looked at.
    static let maximumEntryCount = 5000
    static let patienceNanoseconds: UInt64 = 5_000_000
    /// How long a folder may be read; 0 for not at all.
    var maximumNanoseconds = patienceNanoseconds

    /// What fits a path that may have an open quote; nil endings for all files.
    func entries(for typed: String, ending: String?) -> Found {
        var path = typed
        var quote: Character?
        if let first = typed.first, first == "\"" || first == "'" {
            quote = first
            path.removeFirst()
        }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let name = String(path.dropFirst(folder.count))
        let (names, isCut) = Self.names(in: Self.expanded(folder), beginning: name, maximumNanoseconds)
        let suggestions = names.compactMap { entry -> Suggestion? in
            guard ending.map({ entry.isFolder || entry.name.hasSuffix($0) }) ?? true else { return nil }
            return suggestion(for: folder + entry.name, entry, quote: quote)
        }
        let remark = isCut ? "this folder holds too many files to show them all; type more of the name" : nil
        return Found(suggestions: suggestions, remark: remark)
    }

    private func suggestion(for path: String, _ entry: Entry, quote: Character?) -> Suggestion? {
        let needsQuote = path.contains { $0.isWhitespace || "'\";".contains($0) }
        var open = quote ?? (needsQuote ? "\"" : nil)
        if quote == nil, open != nil, path.contains("\"") { open = "'" }
        if let open, path.contains(open) { return nil }
        let key = quote.map(String.init) ?? ""
        let end = entry.isFolder ? "/" : open.map(String.init) ?? ""
        return Suggestion(
            (open.map(String.init) ?? "") + path + end,
            key: key + path,
            label: entry.name + (entry.isFolder ? "/" : ""),
            detail: entry.isFolder ? "folder" : ""
        )
    }

    /// Whether a name can stand in the line: what a terminal would obey cannot.
    static func isHarmless(_ name: String) -> Bool {
        !name.unicodeScalars.contains(where: VisibleText.isObeyed)
    }

    private static func expanded(_ folder: String) -> String {
        guard folder.hasPrefix("~/"), let home = UserPaths.variable("HOME") else {
            return folder.isEmpty ? "." : folder
        }
        return home + folder.dropFirst()
    }

    private struct Entry {
        let name: String
        let isFolder: Bool
    }

    /// The names that begin so, hidden ones only when a dot is typed, and whether there may be more.
    private static func names(
        in folder: String,
        beginning name: String,
        _ maximumNanoseconds: UInt64
    ) -> (names: [Entry], isCut: Bool) {
        guard maximumNanoseconds > 0, let stream = opendir(folder) else { return ([], false) }
        defer { closedir(stream) }
        let deadline = SteadyClock.nanoseconds + maximumNanoseconds
        var found: [Entry] = []
        var count = 0
        while let entry = readdir(stream) {
            count += 1
            if found.count >= maximumEntryCount || count % 256 == 0 && SteadyClock.nanoseconds > deadline {
                return (found, true)
            }
            let kind = entry.pointee.d_type
            let text = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
                    String(validatingCString: $0)
                }
            }
            guard let text, text != ".", text != "..", isHarmless(text) else { continue }
            guard !text.hasPrefix(".") || name.hasPrefix(".") else { continue }
            let isFolder = kind == UInt8(DT_DIR) || kind != UInt8(DT_REG) && Self.isFolder(folder + "/" + text)
            found.append(Entry(name: text, isFolder: isFolder))
        }
        return (found, false)
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

/// The time that only goes on.
private enum SteadyClock {
    static var nanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
