import OrderEngine

/// What a server's pages say of themselves (`count`, `next`), and which of it has proved wrong in this scan.
///
/// Both say whether there is more behind a page. Where they disagree the next page is asked for, and tells which of
/// them is wrong; a claim that was wrong once is not believed again.
struct PageClaims {
    /// Whether a page had more orders than it counted.
    private(set) var isCountWrong = false
    /// Whether `next` pointed to orders that are not there.
    private(set) var isNextWrong = false
    /// Whether `count` has been seen to be more than the number of the page's own orders.
    private var hasCountedBeyondPage = false
    /// Whether some orders came twice on one page, so that counts are no numbers of orders.
    private(set) var hasDuplicates = false
    private(set) var warnings: [String] = []

    /// Whether counts can still be taken for numbers of orders.
    var countsOrders: Bool { !isCountWrong && !hasDuplicates }

    mutating func warn(_ text: String) {
        if !warnings.contains(text) { warnings.append(text) }
    }

    mutating func noteDuplicate() {
        hasDuplicates = true
        warn("the server answered some orders twice; they are counted once")
    }

    /// Whether there may be orders behind a page that has some.
    ///
    /// - Parameters:
    ///   - page: The page.
    ///   - position: How many of the orders that its `count` counts stand up to its end.
    ///   - limit: The page size that was asked for.
    /// - Returns: True unless nothing that can be believed says so.
    mutating func goesOn(behind page: FetchedPage, position: Int, limit: Int) -> Bool {
        if page.count < position {
            isCountWrong = true
            warn("the server counts fewer orders than it shows; its counts are not used")
        }
        if isCountWrong { return true }
        if page.count > position {
            hasCountedBeyondPage = true
            return true
        }
        if page.hasNext, !isNextWrong { return true }
        // A count that only repeats how full the page is says nothing of what stands behind it. Where more is asked for
        // than most servers grant, a page of what they grant may be a full one.
        let isFull = page.ids.count >= limit || page.ids.count == PageSize.guess
        return !hasCountedBeyondPage && position == page.ids.count && isFull
    }

    /// Whether a page without orders is the end: nothing that can be believed says that there is more.
    mutating func ends(with page: FetchedPage, position: Int = 0) -> Bool {
        if page.count > position, !isCountWrong { return false }
        guard page.hasNext, !isNextWrong else { return true }
        if isCountWrong { return false }
        isNextWrong = true
        warn("the server's 'next' points to orders that are not there")
        return true
    }
}
