import Synchronization

/// Whether requests are told on standard error while they are made; `\trace` switches it.
package final class RequestTrace: Sendable {
    private let flag = Atomic(false)

    package init() {}

    package var isOn: Bool {
        get { flag.load(ordering: .relaxed) }
        set { flag.store(newValue, ordering: .relaxed) }
    }
}
