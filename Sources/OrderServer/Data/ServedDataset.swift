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
    private let current = Mutex<ServedState?>(nil)
    private let watch = Mutex<Task<Void, Never>?>(nil)

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
        current.withLock { current in
            current?.forget()
            current = nil
        }
    }

    /// The dataset's newest state.
    ///
    /// Fails when it cannot be read at the moment; the next call tries again.
    package func state() throws -> ServedState {
        try current.withLock { current in
            let version = try dataset.currentVersion()
            if let current, current.source.version == version { return current }
            current?.forget()
            current = nil
            let state = ServedState(try dataset.openState(), settings: settings)
            current = state
            return state
        }
    }

    /// Lets go of a state that is no longer the newest, and lets the dataset tidy up.
    func release() {
        current.withLock { current in
            // What cannot be read now is told to whoever asks.
            guard let version = try? dataset.currentVersion() else { return }
            if let state = current, state.source.version != version {
                state.forget()
                current = nil
            }
        }
        dataset.settle()
    }
}
