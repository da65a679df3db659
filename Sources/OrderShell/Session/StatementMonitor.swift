// Watches the scans of one statement: shows how far they are, and asks or refuses before they fetch too much.

import OrderEngine
import OrderModel
import Synchronization

/// The watcher of one statement's scans.
final class StatementMonitor: ScanMonitor {
    /// What may be fetched from a server without asking.
    let allowance: FetchAllowance
    private let progress: ProgressLine?
    private let ask: (@Sendable (String) async throws -> Bool)?
    /// What is read.
    private let noun: String
    private let state = Mutex(State())

    private struct State {
        var done = ScanProgress()
        var expectedOrderCount: Int?
        var expectedByteCount: Int?
        /// The question that is being asked, or was: several readers share one answer.
        var approval: Task<Void, any Error>?
        /// How many orders that was about; for far more than these it is asked again.
        var approvedOrderCount = 0
        /// Whether the terminal belongs to somebody else: a question is asked, or the answer is written.
        var isSilent = false
        /// Draws while nothing comes, so that a silent server is not taken for a program that hangs.
        var ticker: Task<Void, Never>?
    }

    init(
        allowance: FetchAllowance,
        progress: ProgressLine?,
        ask: (@Sendable (String) async throws -> Bool)?,
        noun: String = "orders"
    ) {
        self.allowance = allowance
        self.progress = progress
        self.ask = ask
        self.noun = noun
        progress?.begin()
        guard progress?.isShown == true else { return }
        let ticker = Task { [weak self] in
            while (try? await Task.sleep(for: .milliseconds(500))) != nil { self?.refresh() }
        }
        state.withLock { $0.ticker = ticker }
    }

    deinit {
        state.withLock { $0.ticker }?.cancel()
    }

    private func refresh() {
        state.withLock { state in
            guard !state.isSilent else { return }
            let (done, expected) = (state.done, state.expectedOrderCount)
            if let byteCount = state.expectedByteCount, expected == nil, done.requestCount == 0, done.orderCount > 0 {
                progress?.show { Self.text(done, ofBytes: byteCount, noun, elapsed: $0) }
            } else {
                progress?.show { Self.text(done, of: expected, noun, elapsed: $0) }
            }
        }
    }

    func note(_ step: ScanProgress) {
        state.withLock { state in
            state.done.orderCount += step.orderCount
            state.done.requestCount += step.requestCount
            state.done.byteCount += step.byteCount
        }
        refresh()
    }

    func expect(orderCount: Int) {
        state.withLock { $0.expectedOrderCount = ($0.expectedOrderCount ?? 0) + orderCount }
    }

    func expect(byteCount: Int) {
        state.withLock { $0.expectedByteCount = ($0.expectedByteCount ?? 0) + byteCount }
    }

    /// Takes the line of progress away: the answer is written now.
    func finish() {
        let ticker = state.withLock { state in
            state.isSilent = true
            return state.ticker
        }
        ticker?.cancel()
        progress?.clear()
    }

    func willFetch(orderCount: Int, upTo most: Int, requestCount: Int) async throws {
        guard let maximum = allowance.maximumOrderCount, orderCount > maximum else { return }
        let approval = state.withLock { state in
            if let approval = state.approval, orderCount / 2 <= state.approvedOrderCount { return approval }
            let words =
                "\(most > orderCount ? "up to" : "about") \(Quantity.orders(most)) in \(Quantity.requests(requestCount))"
            let approval = Task { try await self.approve(most, words, maximum) }
            state.approvedOrderCount = most
            state.approval = approval
            return approval
        }
        try await withTaskCancellationHandler {
            try await approval.value
        } onCancel: {
            approval.cancel()
        }
    }

    /// How many orders somebody allowed to be fetched; 0 where nobody was asked.
    var approvedOrderCount: Int { state.withLock { min($0.approvedOrderCount, .max / 2) } }

    private func approve(_ orderCount: Int, _ words: String, _ maximum: Int) async throws {
        guard let ask else {
            throw ShellError(
                .failed,
                "this would fetch \(words); no more than \(Quantity.grouped(maximum)) are fetched unasked",
                mend: "add conditions that the server filters by ('explain' shows which), or allow it: "
                    + "--max-rows \(orderCount), or --max-rows none"
            )
        }
        state.withLock { $0.isSilent = true }
        progress?.clear()
        guard try await ask("This fetches \(words). Go on? [y/N] ") else {
            throw ShellError(.failed, "not fetched", mend: "'explain' shows what the server could filter by itself")
        }
        progress?.begin()
        state.withLock { $0.isSilent = false }
    }

    /// `reading 12,300 of 20,000 orders, 41 requests, 1,230/s, 6 s left`.
    static func text(
        _ done: ScanProgress,
        of expected: Int?,
        _ noun: String = "orders",
        elapsed: Duration
    ) -> String {
        if done.orderCount == 0, done.requestCount == 0 {
            return "waiting for the first \(noun), \(elapsed.components.seconds) s"
        }
        if let expected, done.orderCount >= expected, done.requestCount == 0 {
            return "\(counted(done.orderCount, noun)) read, making the answer, \(elapsed.components.seconds) s"
        }
        let rate = Double(done.orderCount) / max(0.001, elapsed / .seconds(1))
        let total = expected.map { max($0, done.orderCount) }
        var text = "reading \(Quantity.grouped(done.orderCount))"
        if let total {
            text += " of \(counted(total, noun))"
        } else {
            text += " " + Quantity.noun(noun, for: done.orderCount)
        }
        if done.requestCount > 0 { text += ", \(Quantity.requests(done.requestCount))" }
        text += ", \(Quantity.grouped(Int(rate)))/s"
        if let total, rate > 0, total > done.orderCount {
            text += ", \(Quantity.timeLeft(total - done.orderCount, perSecond: rate)) left"
        }
        return text
    }

    /// `reading 12,300 orders, 24 MB of 48 MB, 12 MB/s, 2 s left`.
    static func text(
        _ done: ScanProgress,
        ofBytes expected: Int,
        _ noun: String = "orders",
        elapsed: Duration
    ) -> String {
        guard done.byteCount < expected else { return text(done, of: done.orderCount, noun, elapsed: elapsed) }
        let rate = Double(done.byteCount) / max(0.001, elapsed / .seconds(1))
        var text = "reading \(counted(done.orderCount, noun)), \(Quantity.bytes(done.byteCount)) of "
        text += "\(Quantity.bytes(expected)), \(Quantity.bytes(Int(rate)))/s"
        if rate > 0 { text += ", \(Quantity.timeLeft(expected - done.byteCount, perSecond: rate)) left" }
        return text
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        "\(Quantity.grouped(count)) \(Quantity.noun(noun, for: count))"
    }
}

/// How many orders a query may fetch from a server before somebody is asked.
package struct FetchAllowance: Sendable, Hashable {
    /// Nil for any number.
    package var maximumOrderCount: Int?

    package init(maximumOrderCount: Int?) {
        self.maximumOrderCount = maximumOrderCount
    }

    /// What holds unless set otherwise.
    package static let standard = FetchAllowance(maximumOrderCount: 10_000)
}

extension FetchAllowance {
    /// Reads `--max-rows`: a number, or `none`.
    package init?(_ text: String) {
        if text.lowercased() == "none" {
            maximumOrderCount = nil
        } else if let count = Int(text), count >= 0 {
            maximumOrderCount = count
        } else {
            return nil
        }
    }
}
