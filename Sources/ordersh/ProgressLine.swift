import OrderShell
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One line on standard error that tells how far a long work is, written over itself.
///
/// It shows only at a terminal, only once the work has taken half a second, and is gone when the work has ended.
final class ProgressLine: Sendable {
    private struct State {
        var lastDrawn: ContinuousClock.Instant
        var shownWidth = 0
    }

    private let state: Mutex<State>
    private let start: ContinuousClock.Instant
    private let isShown: Bool

    private static let delay = Duration.milliseconds(500)
    private static let interval = Duration.milliseconds(100)
    /// What fits in every terminal that a person uses.
    private static let longestText = 78

    init() {
        start = ContinuousClock.now
        state = Mutex(State(lastDrawn: start))
        isShown = isatty(STDERR_FILENO) == 1
    }

    /// How long the work has taken.
    var elapsed: Duration { ContinuousClock.now - start }

    /// Shows how far the work is, unless that was done a moment ago; may be called at any rate, by several tasks.
    ///
    /// - Parameters:
    ///   - verb: What is done, such as `importing`.
    ///   - byteCount: How much of it is done.
    ///   - totalByteCount: How much there is; nil when that is not known.
    func show(_ verb: String, byteCount: Int, of totalByteCount: Int?) {
        guard isShown, elapsed >= Self.delay else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            guard state.shownWidth == 0 || now - state.lastDrawn >= Self.interval else { return }
            state.lastDrawn = now
            draw(String(text(verb, byteCount, totalByteCount).prefix(Self.longestText)), &state)
        }
    }

    /// Takes the line away; what is written afterwards stands where it stood.
    func clear() {
        state.withLock { state in
            guard state.shownWidth > 0 else { return }
            draw("", &state)
            state.shownWidth = 0
        }
    }

    /// Spaces wipe the rest of a longer text: they need no terminal that knows escapes.
    private func draw(_ text: String, _ state: inout State) {
        let rest = String(repeating: " ", count: max(0, state.shownWidth - text.count))
        TerminalOutput.standardError.write("\r\(text)\(rest)" + (text.isEmpty ? "\r" : ""))
        state.shownWidth = text.count
    }

    private func text(_ verb: String, _ byteCount: Int, _ totalByteCount: Int?) -> String {
        let rate = Double(byteCount) / max(0.001, elapsed / .seconds(1))
        var text = "\(verb) \(Quantity.bytes(byteCount))"
        if let totalByteCount { text += " of \(Quantity.bytes(totalByteCount))" }
        text += ", \(Quantity.bytes(Int(rate)))/s"
        if let totalByteCount, rate > 0, totalByteCount > byteCount {
            text += ", \(Quantity.time(.seconds((Double(totalByteCount - byteCount) / rate).rounded()))) left"
        }
        return text
    }
}
