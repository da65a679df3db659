/// The problems of a server that the log is told of: each is written at most once a second, and how often it came.
///
/// A client may cause the same one thousands of times a second.
struct ReportedProblems {
    /// A problem that is to be written.
    struct Line: Hashable {
        let text: String
        let count: Int
    }

    private struct Problem {
        let text: String
        var count = 1
        /// When it was written last; nil when it never was.
        var written: ContinuousClock.Instant?
    }

    private var problems: [Problem] = []

    mutating func note(_ text: String) {
        if let index = problems.firstIndex(where: { $0.text.utf8.elementsEqual(text.utf8) }) {
            problems[index].count += 1
        } else if problems.count < Self.maximumCount {
            problems.append(Problem(text: text))
        }
    }

    /// More different ones within a second tell nobody more.
    private static let maximumCount = 16

    /// What is to be written at a time, in the order in which it came; at the end all that was not.
    mutating func take(at now: ContinuousClock.Instant, isEnd: Bool = false) -> [Line] {
        var lines: [Line] = []
        for index in problems.indices {
            if let written = problems[index].written, written.duration(to: now) < .seconds(1), !isEnd { continue }
            if problems[index].count > 0 {
                lines.append(Line(text: problems[index].text, count: problems[index].count))
            }
            problems[index].written = problems[index].count > 0 ? now : nil
            problems[index].count = 0
        }
        problems.removeAll { $0.count == 0 && $0.written == nil }
        return lines
    }
}
