import OrderModel

/// Requests for pages of id ranges that are under way, several at once.
///
/// Used by one task; when it is let go or cancelled, so are the requests.
final class PageFlight {
    /// A page that has come, or failed to, and the range that it belongs to.
    struct Arrival: Sendable {
        fileprivate let number: Int
        let range: IDRange
        /// The page size that was asked for.
        let limit: Int
        let page: Result<FetchedPage, any Error>
    }

    private let requester: PageRequester
    private let arrivals: AsyncStream<Arrival>
    private let sender: AsyncStream<Arrival>.Continuation
    private var iterator: AsyncStream<Arrival>.Iterator
    private var tasks: [Int: (task: Task<Void, Never>, range: IDRange)] = [:]
    private var lastNumber = 0

    init(_ requester: PageRequester) {
        self.requester = requester
        (arrivals, sender) = AsyncStream.makeStream(of: Arrival.self)
        iterator = arrivals.makeAsyncIterator()
    }

    deinit { cancel() }

    /// How many requests are under way.
    var count: Int { tasks.count }

    /// The ranges whose pages are under way, as they were when asked.
    var ranges: [IDRange] { tasks.values.map(\.range) }

    /// Asks for the next page of a range.
    func launch(_ range: IDRange, limit: Int) {
        lastNumber += 1
        let number = lastNumber
        let task = Task { [requester, sender] in
            let page: Result<FetchedPage, any Error>
            do {
                page = .success(
                    try await requester.page(range.request(requester.base, limit: limit), isFirst: false)
                )
            } catch {
                page = .failure(error)
            }
            sender.yield(Arrival(number: number, range: range, limit: limit, page: page))
        }
        tasks[number] = (task, range)
    }

    /// The page that comes first, whichever it is.
    func next() async throws -> Arrival {
        try Task.checkCancellation()
        while true {
            guard let arrival = await iterator.next() else {
                cancel()
                throw CancellationError()
            }
            // What was cancelled may arrive all the same.
            if tasks.removeValue(forKey: arrival.number) != nil { return arrival }
        }
    }

    /// Ends all requests that are under way.
    func cancel() {
        for (task, _) in tasks.values { task.cancel() }
        tasks = [:]
    }
}
