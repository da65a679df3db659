import OrderTestSupport

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A folder that is gone when the test is over.
final class ScratchFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/ordersh-editing-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else {
            throw PseudoTerminal.Failure.noTerminal
        }
        path = String(cString: made)
    }

    deinit {
        remove(path)
    }

    func file(_ name: String) -> String {
        path + "/" + name
    }

    func write(_ text: String, to name: String) {
        let descriptor = open(file(name), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Self.writeAll(descriptor, $0) }
        close(descriptor)
    }

    private static func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Bool {
        #if canImport(Darwin)
            Darwin.write(descriptor, bytes.baseAddress, bytes.count) == bytes.count
        #else
            Glibc.write(descriptor, bytes.baseAddress, bytes.count) == bytes.count
        #endif
    }

    private func remove(_ path: String) {
        if unlink(path) == 0 {
            return
        }
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." {
                    remove(path + "/" + name)
                }
            }
            closedir(folder)
        }
        rmdir(path)
    }
}

/// The probe on a pseudo-terminal, in an environment without anything of the user's.
struct EditorFixture {
    let folder: ScratchFolder
    let terminal: PseudoTerminal

    init(
        editrc: String? = nil,
        environment changes: [String: String] = [:],
        rows: Int = 24,
        columns: Int = 80
    ) throws {
        folder = try ScratchFolder()
        if let editrc {
            folder.write(editrc, to: ".editrc")
        }
        let environment = Self.environment(folder).merging(changes) { $1 }
        terminal = try PseudoTerminal(
            BuiltProgram.path("EditorProbe"),
            environment: environment,
            rows: rows,
            columns: columns
        )
    }

    static func environment(_ folder: ScratchFolder) -> [String: String] {
        [
            "HOME": folder.path, "TERM": "xterm-256color", "LC_ALL": "C", "PATH": "/usr/bin:/bin",
            "PROBE_HISTORY": folder.file("state/ordersh/history"),
        ]
    }

    /// Waits until the probe is at its prompt and has shown `text`.
    func awaitPrompt(after text: String? = nil) throws {
        try terminal.pump { terminal in
            terminal.screen.marksPastes && terminal.screen.lines.last == "probe>"
                && (text.map { wanted in terminal.screen.transcript.contains { $0.contains(wanted) } } ?? true)
        }
    }

    /// Types at the prompt and waits for what the probe then says.
    func enter(_ text: String, expecting answer: String) throws {
        try terminal.type(text)
        try awaitPrompt(after: answer)
    }
}
