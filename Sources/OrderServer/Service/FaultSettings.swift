/// What the server does wrong on purpose, so that clients can be tried; requests of the API are counted from 1.
package struct FaultSettings: Sendable, Hashable {
    /// How long every answer waits, in milliseconds.
    package var latencyMilliseconds = 0
    /// Every so many requests one fails; 0 for none.
    package var failsEvery = 0
    /// The statuses that failing requests get, in turn.
    package var failStatuses = [500, 502, 429]
    /// What 429 and 503 say when to come again.
    package var retryAfter = "1"
    /// Every so many requests the connection is closed without an answer; 0 for none.
    package var dropsEvery = 0
    /// Every so many requests the answer ends in the middle; 0 for none.
    package var cutsEvery = 0
    /// Parameters that are ignored without a word, by their names in the API.
    package var ignored: Set<String> = []
    /// Filters that keep what they should drop, by their names in the API.
    package var inverted: Set<String> = []
    /// Whether orders with equal keys come in another order each time.
    package var shufflesTies = false

    package init() {}
}
