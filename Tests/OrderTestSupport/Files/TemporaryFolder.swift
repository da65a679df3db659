#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder of its own for a test's files, removed with everything in it when the test ends.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws(SystemCallError) {
        var template = Array("/tmp/ordersh-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemCallError("mkdtemp") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        Self.remove(path)
    }

    private static func remove(_ path: String) {
        guard unlink(path) != 0 else { return }
        for name in names(in: path) { remove(path + "/" + name) }
        rmdir(path)
    }

    /// Writes a file and gives its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) throws(SystemCallError) -> String {
        let file = path(of: name)
        try Self.write(bytes, to: file)
        return file
    }

    @discardableResult
    package func write(_ text: String, to name: String) throws(SystemCallError) -> String {
        try write(Array(text.utf8), to: name)
    }

    package func path(of name: String) -> String { path + "/" + name }

    /// The names in the folder, sorted.
    package var names: [String] { Self.names(in: path) }

    package func text(of name: String) -> String { Self.text(of: path(of: name)) }

    package func permissions(of name: String) -> UInt32 {
        var status = stat()
        return stat(path(of: name), &status) == 0 ? UInt32(status.st_mode) & 0o777 : 0
    }

    // MARK: Any folder and file

    package static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The text of a file; empty when there is none.
    package static func text(of path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    package static func write(_ bytes: [UInt8], to path: String) throws(SystemCallError) {
        guard let file = fopen(path, "w") else { throw SystemCallError("fopen") }
        let count = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, count == bytes.count else { throw SystemCallError("fwrite") }
    }
}
