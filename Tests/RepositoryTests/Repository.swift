#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file of the repository, as the tests of its rules see it.
struct RepositoryFile: Sendable, CustomStringConvertible {
    /// The path from the top, with slashes.
    let path: String
    let text: String
    /// The code of a Swift file, without comments and the insides of texts.
    let code: SwiftText

    init(path: String, text: String) {
        self.path = path
        self.text = text
        code = SwiftText(path.hasSuffix(".swift") ? text : "")
    }

    var description: String { path }
    var name: String { String(path.split(separator: "/").last ?? "") }
    var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }
    /// What stands behind the last point of the name; nil for none, and for names that begin with their only point.
    var fileExtension: String? {
        let parts = name.drop { $0 == "." }.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count > 1 ? parts.last.map(String.init) : nil
    }
    var lines: [Substring] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.last == "" ? lines.dropLast() : lines
    }
    var isSwift: Bool { fileExtension == "swift" }
    var isSource: Bool { path.hasPrefix("Sources/") }
    var isTest: Bool { path.hasPrefix("Tests/") }
    /// The module whose folder the file stands in.
    var module: String { String(path.split(separator: "/").dropFirst().first ?? "") }
    /// Whether it is written by hand in a language whose text has rules: Swift, C, shell.
    var isCode: Bool { ["swift", "c", "h"].contains(fileExtension) || path.hasPrefix("Scripts/") }
}

/// The repository that this file stands in: everything in it that isn't ignored.
enum Repository {
    static let root: String = {
        let parts = resolved(#filePath).split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    /// All files, tracked or about to be; those that are not text have an empty text.
    static let files: [RepositoryFile] = output(
        of: "git -c safe.directory='*' -C '\(root)' ls-files -z --cached --others --exclude-standard"
    )
    .split(separator: "\0")
    .sorted()
    .compactMap { path in read("\(root)/\(path)").map { RepositoryFile(path: String(path), text: $0) } }

    static let swiftFiles = files.filter(\.isSwift)

    private static func resolved(_ path: String) -> String {
        guard let pointer = realpath(path, nil) else { return path }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    private static func output(of command: String) -> String {
        guard let stream = popen(command, "r") else { return "" }
        defer { pclose(stream) }
        return String(decoding: bytes(of: stream), as: UTF8.self)
    }

    private static func read(_ path: String) -> String? {
        guard let stream = fopen(path, "r") else { return nil }
        defer { fclose(stream) }
        return String(validating: bytes(of: stream), as: UTF8.self) ?? ""
    }

    private static func bytes(of stream: UnsafeMutablePointer<FILE>) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&chunk, 1, chunk.count, stream), count > 0 { bytes += chunk[..<count] }
        return bytes
    }
}
