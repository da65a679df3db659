import OrderModel
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
package final class ProgressLine: Sendable {
    private struct State {
        var start: ContinuousClock.Instant
        var lastDrawn: ContinuousClock.Instant
        var shownWidth = 0
    }

    private let state: Mutex<State>
    /// Whether there is a terminal to show it at.
    package let isShown: Bool

    private static let delay = Duration.milliseconds(500)
    private static let interval = Duration.milliseconds(100)
    /// What fits in every terminal that a person uses.
    static let longestText = 78

    package init() {
        let now = ContinuousClock.now
        state = Mutex(State(start: now, lastDrawn: now))
        isShown = isatty(STDERR_FILENO) == 1
    }

    /// Begins another work.
    package func begin() {
        clear()
        state.withLock { $0.start = ContinuousClock.now }
    }

    /// How long the work has taken.
    package var elapsed: Duration { ContinuousClock.now - state.withLock { $0.start } }

    /// Shows how far the work is, unless that was done a moment ago; may be called at any rate, by several tasks.
    ///
    /// - Parameters:
    ///   - verb: What is done, such as `importing`.
    ///   - byteCount: How much of it is done.
    ///   - totalByteCount: How much there is; nil when that is not known.
    package func show(_ verb: String, byteCount: Int, of totalByteCount: Int?) {
        show { Self.text(verb, byteCount, totalByteCount, elapsed: $0) }
    }

    /// Shows what `text` gives for the time that the work has taken, unless that was done a moment ago.
    package func show(_ text: (_ elapsed: Duration) -> String) {
        guard isShown else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            guard now - state.start >= Self.delay,
                state.shownWidth == 0 || now - state.lastDrawn >= Self.interval
            else { return }
            state.lastDrawn = now
            // A line that wraps could not be written over.
            let columns = TerminalOutput.standardError.size.columns
            let width = columns > 0 ? min(Self.longestText, columns - 1) : Self.longestText
            state.shownWidth = min(state.shownWidth, width)
            draw(TextWidth.cut(text(now - state.start), to: width), &state)
        }
    }

    /// Shows what `text` gives while something is done that may tell nothing for long, and takes the line away.
    package func showing<Result: Sendable>(
        _ text: @escaping @Sendable (_ elapsed: Duration) -> String,
        during work: () async throws -> Result
    ) async rethrows -> Result {
        begin()
        defer { clear() }
        guard isShown else { return try await work() }
        let ticker = Task { [self] in
            while (try? await Task.sleep(for: Self.delay)) != nil { show(text) }
        }
        defer { ticker.cancel() }
        return try await work()
    }

    /// Takes the line away; what is written afterwards stands where it stood.
    package func clear() {
        state.withLock { state in
            guard state.shownWidth > 0 else { return }
            draw("", &state)
            state.shownWidth = 0
        }
    }

    /// Writes a text over the one before.
    ///
    /// Spaces wipe the rest of a longer text: they need no terminal that knows escapes. The cursor goes back to the
    /// line's start, so that the `^C` of whoever presses Ctrl-C stands within the text and goes with it.
    private func draw(_ text: String, _ state: inout State) {
        let width = TextWidth.of(text)
        let rest = String(repeating: " ", count: max(0, state.shownWidth - width))
        TerminalOutput.standardError.write("\r\(text)\(rest)\r")
        state.shownWidth = width
    }

    private static func text(_ verb: String, _ byteCount: Int, _ totalByteCount: Int?, elapsed: Duration) -> String {
        let rate = Double(byteCount) / max(0.001, elapsed / .seconds(1))
        var text = "\(verb) \(Quantity.bytes(byteCount))"
        if let totalByteCount { text += " of \(Quantity.bytes(totalByteCount))" }
        text += ", \(Quantity.bytes(Int(rate)))/s"
        if let totalByteCount, rate > 0, totalByteCount > byteCount {
            text += ", \(Quantity.timeLeft(totalByteCount - byteCount, perSecond: rate)) left"
        }
        return text
    }
}
