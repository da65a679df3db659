#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// When an answer goes through the pager.
package enum PagerMode: String, Sendable, Hashable, CaseIterable {
    /// When it is longer than the screen.
    case auto
    /// Always.
    case on
    /// Never.
    case off
}

/// The program that shows what is longer than the screen, and where it is shown.
package struct Pager: Sendable {
    /// For the system's shell.
    let command: String
    /// The size of the screen.
    let rows: Int
    let columns: Int
    let mode: PagerMode

    /// The pager that the user's environment asks for: `$PAGER`, else `less`.
    ///
    /// Nil where it asks for none, or for one that isn't there.
    package static func command(pager: String?, path: String) -> String? {
        guard let pager = pager.map(trimmed) else { return isProgram("less", path: path) ? "less" : nil }
        guard !pager.isEmpty, pager != "cat" else { return nil }
        // What is more than a program's name is for the system's shell to understand.
        let name = pager.prefix { $0 != " " && $0 != "\t" }
        let isPlain = name.utf8.allSatisfy { byte in
            !#"|&;<>()$`\"'*?[]#~=%!{}"#.utf8.contains(byte)
        }
        return isPlain && !isProgram(String(name), path: path) ? nil : pager
    }

    init(command: String, rows: Int, columns: Int, mode: PagerMode = .auto) {
        self.command = command
        self.rows = rows
        self.columns = columns
        self.mode = mode
    }

    /// Starts it; `less` shows colours and our text in any locale, and leaves what it showed on the screen.
    func start() throws(ChildProgramError) -> RunningProgram {
        let settings = ": ${LESS=FRSX} ${LESSCHARSET=utf-8}; export LESS LESSCHARSET; "
        return try ChildProgram(settings + command).startFed()
    }

    private static func trimmed(_ text: String) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    private static func isProgram(_ name: String, path: String) -> Bool {
        guard !name.utf8.contains(UInt8(ascii: "/")) else { return access(name, X_OK) == 0 }
        return path.split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
    }
}
