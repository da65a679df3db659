package import OrderEngine
import OrderModel
import Synchronization

/// The dataset that is served: hands out its state of the moment, and what is remembered of that state.
///
/// A state that is no longer the newest is let go of at once, also when nobody asks for anything, so that no log of
/// changes grows because of it; requests that began with it end with it.
package final class ServedDataset: Sendable {
    private let dataset: any ChangingDataset
    private let settings: ServerSettings
    private let held = Mutex(Held())
    private let watch = Mutex<Task<Void, Never>?>(nil)

    private struct Held {
        var state: ServedState?
        /// The opening of a newer state, for which all wait who ask meanwhile.
        var opening: SharedValue<ServedState>?
    }

    /// How often a newer state is looked for when nobody asks.
    private static let pauseMilliseconds = 250

    package init(_ dataset: any ChangingDataset, settings: ServerSettings) {
        self.dataset = dataset
        self.settings = settings
        watch.withLock { watch in
            watch = Task { [weak self] in
                while !Task.isCancelled {
                    do { try await Task.sleep(for: .milliseconds(Self.pauseMilliseconds)) } catch { return }
                    self?.release()
                }
            }
        }
    }

    deinit {
        // Before the dataset itself, which leaves its files in order when nobody reads it any more.
        end()
    }

    /// Lets go of the dataset's state, when no more requests come.
    func end() {
        watch.withLock { $0?.cancel() }
        held.withLock { held in
            held.state?.forget()
            held = Held()
        }
    }

    /// The dataset's newest state.
    ///
    /// Fails when it cannot be read at the moment; the next call tries again.
    package func state() async throws -> ServedState {
        if let state = try known() { return state }
        _ = try await opening().value()
        // What others had begun to open may be older than the question.
        if let state = try known() { return state }
        return try await opening().value()
    }

    /// The newest state if it is open already.
    private func known() throws -> ServedState? {
        let version = try dataset.currentVersion()
        return held.withLock { $0.state?.source.version == version ? $0.state : nil }
    }

    private func opening() -> SharedValue<ServedState> {
        held.withLock { held in
            if let opening = held.opening { return opening }
            let opening = SharedValue { [weak self] in
                guard let self else { throw CancellationError() }
                return try open()
            }
            held.opening = opening
            return opening
        }
    }

    private func open() throws -> ServedState {
        let source = try dataset.openState()
        return held.withLock { held in
            held.opening = nil
            if let state = held.state, state.source.version == source.version { return state }
            held.state?.forget()
            let state = ServedState(source, settings: settings)
            held.state = state
            return state
        }
    }

    /// Lets go of a state that is no longer the newest, and lets the dataset tidy up.
    func release() {
        // What cannot be read now is told to whoever asks.
        if let version = try? dataset.currentVersion() {
            held.withLock { held in
                guard let state = held.state, state.source.version != version else { return }
                state.forget()
                held.state = nil
            }
        }
        dataset.settle()
    }
}
