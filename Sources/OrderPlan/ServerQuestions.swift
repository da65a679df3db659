import OrderEngine
import OrderModel
import OrderReference

/// Single pages asked of a server for one plan: each order on them is checked, and what they cost is added up.
struct ServerQuestions {
    let source: any ServerSource
    let plan: Plan
    let monitor: (any ScanMonitor)?
    let habits: ServerHabits
    private(set) var statistics = ScanStatistics()

    init?(_ plan: Plan, _ source: any OrderSource, _ monitor: (any ScanMonitor)?) {
        guard let server = source as? any ServerSource, case .api(_, let habits) = plan.capabilities else { return nil }
        self.source = server
        self.plan = plan
        self.monitor = monitor
        self.habits = habits
    }

    /// How many orders a full page has.
    var pageSize: Int { Self.pageSize(habits) }

    /// No larger than shows enough: these pages are looked at, not kept.
    static func pageSize(_ habits: ServerHabits) -> Int {
        max(1, min(habits.maximumPageSize ?? usualPageSize, usualPageSize))
    }

    static let usualPageSize = 100

    func tests(of parameters: FilterParameters) -> [ParameterTest] {
        ParameterTest.tests(of: parameters, habits, Evaluator(time: plan.time))
    }

    /// One page.
    ///
    /// Throws `UntrustedParameter` for an order that should not be on it, and nil for a page that cannot be: orders
    /// without a count, a count without orders, or not in the order asked for.
    mutating func page(_ parameters: FilterParameters) async throws -> ServerPage? {
        let page: ServerPage
        do {
            page = try await source.page(parameters, monitor: monitor)
        } catch {
            statistics.requestCount += Self.requestCount(of: error)
            throw error
        }
        return try accept(page, parameters)
    }

    /// Several pages at once, in the order of the questions; nil for those that cannot be, and for refused ones.
    mutating func pages(_ questions: [FilterParameters]) async throws -> [ServerPage?] {
        var pages: [ServerPage?] = []
        for start in stride(from: 0, to: questions.count, by: Self.simultaneousCount) {
            let some = questions[start..<min(start + Self.simultaneousCount, questions.count)]
            let answers: [ServerPage?]
            do {
                answers = try await Self.answers(to: Array(some), source, monitor)
            } catch {
                statistics.requestCount += some.count - 1 + Self.requestCount(of: error)
                throw error
            }
            for (question, answer) in zip(some, answers) {
                if answer == nil { statistics.requestCount += 1 }
                pages.append(try answer.flatMap { try accept($0, question) })
            }
        }
        return pages
    }

    private static let simultaneousCount = 4

    /// How many requests a question took that ended with an error.
    private static func requestCount(of error: any Error) -> Int {
        (error as? CapabilitiesChanged)?.requestCount ?? 1
    }

    private static func answers(
        to questions: [FilterParameters],
        _ source: any ServerSource,
        _ monitor: (any ScanMonitor)?
    ) async throws -> [ServerPage?] {
        try await withThrowingTaskGroup(of: NumberedAnswer.self) { group in
            for (index, question) in questions.enumerated() {
                group.addTask {
                    do {
                        return NumberedAnswer(index: index, pages: [try await source.page(question, monitor: monitor)])
                    } catch is RejectedParameters {
                        return NumberedAnswer(index: index, pages: [])
                    }
                }
            }
            var answers = [ServerPage?](repeating: nil, count: questions.count)
            for try await answer in group { answers[answer.index] = answer.pages.first }
            return answers
        }
    }

    /// The page that answered a question, none if it was refused.
    ///
    /// A list and no optional: with a tuple of a number and an optional page, optimised code of Swift 6.3 reads a
    /// wrong number.
    private struct NumberedAnswer: Sendable {
        let index: Int
        let pages: [ServerPage]
    }

    private mutating func accept(_ page: ServerPage, _ parameters: FilterParameters) throws -> ServerPage? {
        statistics.add(page.statistics)
        for test in tests(of: parameters) {
            for order in page.orders where test.verdict(on: order) == .fails {
                let id = order.document.wholeIdentifier.map { "order \($0)" } ?? "an order"
                let evidence = "it shows \(id), which it should leave out"
                throw UntrustedParameter(parameter: test.name.rawValue, evidence: evidence)
            }
        }
        return page.isPlausible && page.isOrdered(as: parameters) ? page : nil
    }
}

extension ServerPage {
    /// Whether the count fits the orders: more than are shown exactly where the server says that there are more.
    fileprivate var isPlausible: Bool {
        hasNext ? count > orders.count && !orders.isEmpty : count == orders.count
    }

    /// Whether all orders are on the page.
    var isComplete: Bool { !hasNext }

    /// The ids of the page's orders; an order without one is left out.
    var identifiers: [Int] { orders.compactMap(\.document.wholeIdentifier) }

    /// Whether the ids ascend, where that was asked for, and all of them are there.
    fileprivate func isOrdered(as parameters: FilterParameters) -> Bool {
        let identifiers = identifiers
        guard identifiers.count == orders.count else { return false }
        guard parameters.ordering == [OrderingTerm(.id)] else { return true }
        return zip(identifiers, identifiers.dropFirst()).allSatisfy { $0 < $1 }
    }
}
