import Testing

@testable import OrderServer

struct ReportedProblemsTests {
    private let start = ContinuousClock.now

    @Test func tellsTheSameOnceASecondWithACount() {
        var problems = ReportedProblems()
        problems.note("a")
        problems.note("b")
        #expect(problems.take(at: start) == [.init(text: "a", count: 1), .init(text: "b", count: 1)])
        for _ in 0..<5 { problems.note("a") }
        #expect(problems.take(at: start + .milliseconds(999)) == [])
        #expect(problems.take(at: start + .seconds(1)) == [.init(text: "a", count: 5)])
        problems.note("b")
        #expect(problems.take(at: start + .milliseconds(1500)) == [.init(text: "b", count: 1)])
    }

    @Test func tellsTheRestAtTheEnd() {
        var problems = ReportedProblems()
        problems.note("a")
        _ = problems.take(at: start)
        problems.note("a")
        #expect(problems.take(at: start, isEnd: true) == [.init(text: "a", count: 1)])
        #expect(problems.take(at: start, isEnd: true) == [])
    }

    @Test func keepsFewAndForgetsThem() {
        var problems = ReportedProblems()
        for number in 0..<1000 { problems.note("\(number)") }
        #expect(problems.take(at: start).count == 16)
        #expect(problems.take(at: start + .seconds(1)) == [])
        problems.note("1000")
        #expect(problems.take(at: start + .seconds(1)) == [.init(text: "1000", count: 1)])
    }
}
