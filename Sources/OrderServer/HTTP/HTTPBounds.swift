/// How much the server takes from clients, so that none can harm the others.
package struct HTTPBounds: Sendable, Hashable {
    /// All header fields of a request together; more are a 431.
    package var headerByteCount = 64 << 10
    /// The request's path and query together; a longer one is a 414.
    package var urlByteCount = 16 << 10
    /// The body of a request, of which nothing is kept; a longer one is a 413.
    package var bodyByteCount = 1 << 20
    /// Connections at the same time; more wait until one ends.
    package var connectionCount = 1024
    /// Requests that are answered at the same time; more are a 503.
    package var requestCount = 512
    /// How long a request may take to arrive, in seconds, so that nobody holds a connection by a byte now and then.
    package var arrivalSeconds = 10.0
    /// How long an answer may take, in seconds; then it is a 503.
    package var answerSeconds = 30.0
    /// How long a client may take to fetch its answer, in seconds.
    package var deliverySeconds = 30.0
    /// How long a connection may be idle between requests, in seconds.
    package var idleSeconds = 60.0
    /// How long requests that run may go on when the server is told to stop, in seconds.
    package var stopSeconds = 5.0

    package init() {}
}
