// An answer at the prompt. What fits the screen is written as it is; what turns out not to goes through the pager, from
// its first line on and while it is made, so that a long answer is seen at once and waits for its reader.

/// Holds the beginning of an answer until it is known whether it fits the screen.
final class PagerSink: OutputSink {
    private let pager: Pager
    /// Where it goes that needs no pager.
    private let terminal: any OutputSink
    private var held: [UInt8] = []
    /// Where the line begins that is not yet whole.
    private var lineStart = 0
    private var heldRowCount = 0
    /// What stands below the answer once the reader has left the pager, whose last page is gone then or is another one.
    private var footer: [UInt8] = []
    private var running: (program: RunningProgram, sink: DescriptorSink)?
    private var isDirect = false

    /// A line longer than this needs a pager, whatever the screen's width.
    private static let longestHeldBytes = 256 * 1024

    init(_ pager: Pager, terminal: any OutputSink) {
        self.pager = pager
        self.terminal = terminal
    }

    func write(_ bytes: [UInt8]) throws(OutputError) {
        if let running { return try running.sink.write(bytes) }
        if isDirect { return try terminal.write(bytes) }
        held.append(contentsOf: bytes)
        countRows()
        if pager.mode == .on || !fits { try start() }
    }

    func writeFooter(_ text: String) throws(OutputError) {
        guard !isDirect else { return try terminal.write(text) }
        footer.append(contentsOf: text.utf8)
        guard running == nil else { return }
        heldRowCount += text.utf8.split(separator: UInt8(ascii: "\n")).reduce(0) { $0 + rowCount(of: Array($1)[...]) }
        if !fits { try start() }
    }

    /// The last line of the screen is for the prompt.
    private var fits: Bool { heldRowCount < pager.rows && held.count <= Self.longestHeldBytes }

    func flush() throws(OutputError) {
        if let running { try running.sink.flush() }
        if isDirect { try terminal.flush() }
    }

    /// Shows all of it, and waits until the reader has left the pager.
    func commit() throws(OutputError) {
        guard let running else {
            try terminal.write(held + footer)
            (held, footer) = ([], [])
            return try terminal.flush()
        }
        do throws(OutputError) {
            try running.sink.flush()
        } catch {
            // Who leaves early has seen enough.
            guard error == .readerLeft else { throw error }
        }
        let status = running.program.wait()
        try terminal.write(footer)
        try terminal.flush()
        switch status {
        // One that a signal ended was told to end: by the person in front of it, or by us.
        case .left(status: 0), .left(status: 128...), .killed: return
        case .left: throw .pagerFailed(command: pager.command, why: status.words)
        }
    }

    func discard() {
        (held, footer) = ([], [])
        running?.sink.discard()
        running?.program.wait()
    }

    private func start() throws(OutputError) {
        do throws(ChildProgramError) {
            let program = try pager.start()
            let sink = DescriptorSink(descriptor: program.feed ?? -1, name: "to the pager", reader: program)
            running = (program, sink)
        } catch {
            isDirect = true
        }
        let beginning = held
        held = []
        try write(beginning)
        if isDirect {
            try terminal.write(footer)
            footer = []
        }
        // At once, not when there is much of it.
        try flush()
    }

    private func countRows() {
        while let end = held[lineStart...].firstIndex(of: UInt8(ascii: "\n")) {
            heldRowCount += rowCount(of: held[lineStart..<end])
            lineStart = end + 1
        }
    }

    /// How many rows of the screen a line takes; only one with more bytes than the screen has cells can take several.
    private func rowCount(of line: ArraySlice<UInt8>) -> Int {
        guard line.count > pager.columns, pager.columns > 0 else { return 1 }
        let width = TextWidth.of(Self.withoutStyles(String(decoding: line, as: UTF8.self)))
        return max(1, (width + pager.columns - 1) / pager.columns)
    }

    /// The text without our own sequences for styles; no others are in it.
    private static func withoutStyles(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var isInSequence = false
        for scalar in text.unicodeScalars {
            if scalar == "\u{1B}" {
                isInSequence = true
            } else if isInSequence {
                isInSequence = scalar != "m"
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
