import OrderTestSupport
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@testable import OrderShell

/// The probe on a pseudo-terminal, in an environment without anything of the user's.
struct EditorFixture {
    let folder: TemporaryFolder
    let terminal: PseudoTerminal

    init(
        editrc: String? = nil,
        environment changes: [String: String] = [:],
        rows: Int = 24,
        columns: Int = 80
    ) throws {
        folder = try TemporaryFolder()
        if let editrc {
            try folder.write(editrc, to: ".editrc")
        }
        let environment = Self.environment(folder).merging(changes) { $1 }
        terminal = try PseudoTerminal(
            BuiltProgram.path("EditorProbe"),
            environment: environment,
            rows: rows,
            columns: columns
        )
    }

    /// Types keys and Enter at one prompt after the other, and looks at the lines that they make.
    static func check(_ cases: [(keys: String, line: String)], editrc: String? = nil) throws {
        let fixture = try EditorFixture(editrc: editrc)
        try fixture.awaitPrompt()
        for (number, (keys, line)) in cases.enumerated() {
            try fixture.terminal.type(keys + "\r")
            try fixture.terminal.pump { terminal in
                answers(terminal.output).count > number && terminal.screen.marksPastes
                    && terminal.screen.lines.last == "probe>"
            }
            // Scalar by scalar, since a string would be equal in other spellings too.
            let wanted = Array("line: \(line.debugDescription)\r\n".utf8)
            let answer = answers(fixture.terminal.output)[number]
            #expect(answer == wanted, "\(keys.debugDescription): \(String(decoding: answer, as: UTF8.self))")
        }
        #expect(fixture.terminal.screen.unknown.isEmpty)
    }

    /// What the probe has said so far: the lines that begin so.
    private static func answers(_ output: [UInt8]) -> [[UInt8]] {
        let beginning = Array("line: ".utf8)
        return output.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let start = line.indices.first { line[$0...].starts(with: beginning) }
            return start.map { Array(line[$0...]) + [0x0A] }
        }
    }

    static func environment(_ folder: TemporaryFolder) -> [String: String] {
        [
            "HOME": folder.path, "TERM": "xterm-256color", "LC_ALL": "C", "PATH": "/usr/bin:/bin",
            "PROBE_HISTORY": folder.path(of: "state/ordersh/history"), "TMPDIR": folder.path,
            "EDITOR": "/bin/sh \(folder.path(of: "editor"))",
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

extension ScreenModel {
    /// The screen as one painting of a whole frame leaves it.
    init(rows: Int, columns: Int, painting frame: EditorFrame, ghostStyle: String = "", joinsEmoji: Bool = true) {
        self.init(rows: rows, columns: columns, joinsEmoji: joinsEmoji)
        let layout = TextLayout(frame.scalars, cursor: frame.cursor, indent: frame.prompt.width, columns: columns)
        var renderer = FrameRenderer(frame: frame, layout: layout, columns: columns, ghostStyle: ghostStyle) { _ in "" }
        renderer.render(0..<layout.rows.count)
        write(renderer.output)
    }
}
