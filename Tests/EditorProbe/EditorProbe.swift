import OrderLanguage
import OrderShell

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A program for the tests: the real editor in a loop that prints what it got.
///
/// A statement is complete when its brackets and quotes are closed. `sleep` stands for a query that only Ctrl-C ends,
/// `post TEXT` for one that sends a message while the next line is edited, `prefill TEXT` begins the next line, and `leave` exits
/// while it is edited.
@main
enum EditorProbe {
    static func main() async {
        if CommandLine.arguments.dropFirst().first == "history" {
            exit(ProbeHistory.run(Array(CommandLine.arguments.dropFirst(2))) ? 0 : 1)
        }
        guard LineEditor.isUsable() else {
            say("unusable")
            return
        }
        let ending = SignalMonitor.shared.observe([.interrupt, .terminate, .hangUp]) { _ in }
        let history = getenv("PROBE_HISTORY").map { HistoryFile(path: String(cString: $0), secrets: ["s3cret"]) }
        guard let editor = LineEditor(hooks: hooks, history: history) else {
            say("failed")
            return
        }
        await loop(editor)
        ending.end()
        if let status = SignalMonitor.shared.terminationStatus {
            say("terminated: \(status)")
            exit(status)
        }
    }

    private static var hooks: LineEditorHooks {
        var hooks = LineEditorHooks(isComplete: completeness)
        hooks.complete = ProbeCompletion.answer
        hooks.palette = getenv("PROBE_COLOUR") == nil ? .none : .plain
        if getenv("PROBE_COLOUR") != nil {
            hooks.annotate = { text, _ in
                let span = HighlightSpan(range: 0..<6, style: "1;36")
                return TextAnnotation(spans: text.hasPrefix("orders") ? [span] : [])
            }
        }
        return hooks
    }

    private static func loop(_ editor: LineEditor) async {
        var initial = ""
        while true {
            switch await editor.readLine(prompt: "\u{1B}[32mprobe\u{1B}[0m> ", initial: initial) {
            case .line(let text):
                initial = ""
                editor.remember(text, source: "probe")
                say("line: \(text.debugDescription)")
                await obey(text, editor, &initial)
            case .interrupted:
                initial = ""
                say("interrupted")
            case .eof:
                say("eof")
                return
            }
        }
    }

    private static func obey(_ text: String, _ editor: LineEditor, _ initial: inout String) async {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        switch words.first {
        case "sleep":
            do {
                try await SignalMonitor.shared.cancelling(leavesOnInterrupt: false) {
                    say("running")
                    try await Task.sleep(for: .seconds(3_600))
                }
                say("done")
            } catch {
                say("cancelled")
            }
        case "post":
            let message = words.last ?? ""
            Task {
                await Task.yield()
                editor.post(message)
            }
        case "prefill":
            initial = words.last ?? ""
        case "leave":
            Task {
                await Task.yield()
                exit(7)
            }
        default:
            break
        }
    }

    private static func completeness(_ text: String) -> Completeness {
        var depth = 0
        var isQuoted = false
        for character in text {
            switch character {
            case "\"": isQuoted.toggle()
            case "(" where !isQuoted: depth += 1
            case ")" where !isQuoted: depth -= 1
            default: break
            }
        }
        if isQuoted {
            return .incomplete(reason: "\"")
        }
        return depth > 0 ? .incomplete(reason: "(") : .complete
    }

    private static func say(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = write(STDOUT_FILENO, bytes, bytes.count)
    }
}
