#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A name with `*`, `?` or `[…]` that stands for all files whose names fit.
package enum FilePattern {
    /// The files that a name means: itself when there is such a file or it is no pattern, else all that fit, sorted
    /// by their bytes.
    package static func paths(of name: String) throws(DatasetError) -> [String] {
        guard name.utf8.contains(where: { "*?[".utf8.contains($0) }), FileKind(ofPath: name) == .missing else {
            return [name]
        }
        var found = glob_t()
        defer { globfree(&found) }
        let status = glob(name, GLOB_NOSORT, nil, &found)
        guard status == 0 else {
            guard status != GLOB_NOMATCH else { throw DatasetError(.noMatch, at: DatasetPlace(source: name)) }
            throw DatasetError(.unreadable(reason: "the folder cannot be listed"), at: DatasetPlace(source: name))
        }
        return (0..<Int(found.gl_pathc))
            .compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
