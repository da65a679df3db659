import OrderTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@testable import OrderShell

/// Has Python read what was written: a reader of CSV and JSON that nobody here wrote.
enum PythonReader {
    static var isAvailable: Bool { path != nil }

    private static let path: String? =
        ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"].first { access($0, X_OK) == 0 }

    /// Writes a text to a file, runs a statement that sets `rows` to lists of texts, and gives their bytes.
    static func read(_ text: String, with statement: String) throws -> [[[UInt8]]] {
        let directory = try TemporaryFolder()
        let input = directory.path + "/input"
        let output = directory.path + "/output"
        let file = try FileSink(path: input, mode: nil)
        try file.write(text)
        try file.commit()
        let script = """
            import csv, json, sys
            \(statement)
            lines = (','.join(field.encode('utf-8').hex() for field in row) for row in rows)
            open(sys.argv[2], 'w').write(''.join(line + '\\n' for line in lines))
            """
        try run(["-c", script, input, output])
        return directory.text(of: "output").split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
            line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(bytes)
        }
    }

    private static func bytes(hexadecimal text: Substring) -> [UInt8] {
        let digits = Array(text)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }

    private static func run(_ arguments: [String]) throws {
        let process = try ChildProcess([try #require(path)] + arguments)
        _ = process.readToEnd()
        try #require(process.waitForExit() == 0)
    }
}
