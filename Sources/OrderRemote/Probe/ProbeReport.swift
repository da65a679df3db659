package import OrderModel

/// What a probe found out about a server, and how.
package struct ProbeReport: Sendable {
    /// What could be told for certain; whatever is doubtful is not known.
    package let habits: ServerHabits
    /// One for each habit, in the order in which they are told.
    package let findings: [ProbeFinding]
    /// All requests that it took, repeated ones included.
    package let requestCount: Int
}

/// One habit of a server: what it is, and what showed it.
package struct ProbeFinding: Sendable, Hashable {
    /// What was asked: `the end of a range of days`.
    package let subject: String
    /// What it is; nil when it could not be told.
    package let answer: String?
    /// What showed it, or why nothing could.
    package let evidence: String

    init(_ subject: String, _ answer: String?, _ evidence: String) {
        self.subject = subject
        self.answer = answer
        self.evidence = evidence
    }
}
