package import OrderEngine

/// What a run is allowed to do, and who watches it.
package struct RunOptions: Sendable {
    /// Whether a condition that a server would not be asked for is an error.
    package var requiresPushdown: Bool
    package var monitor: (any ScanMonitor)?

    package init(requiresPushdown: Bool = false, monitor: (any ScanMonitor)? = nil) {
        self.requiresPushdown = requiresPushdown
        self.monitor = monitor
    }
}
