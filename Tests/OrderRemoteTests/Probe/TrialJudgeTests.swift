import OrderModel
import Testing

@testable import OrderRemote

/// What a trial says of its parameters: obeyed, ignored, turned around, or nothing.
struct TrialJudgeTests {
    /// Orders 1 to 8; the first parameter lets the even ones through, the second those up to 6.
    static var members: [TrialMember] {
        [
            TrialMember(name: .status, set: { _ in }, verdict: { $0.id.isMultiple(of: 2) ? .passes : .fails }),
            TrialMember(name: .idMaximum, set: { _ in }, verdict: { $0.id <= 6 ? .passes : .fails }),
        ]
    }

    static let cases: [(came: [Int], proved: Set<ParameterName>, distrusted: Set<ParameterName>)] = [
        // 8 alone fails only the second parameter, which is too few to prove it.
        ([2, 4, 6], [.status], []),
        ([1, 2, 3, 4, 5, 6], [.idMaximum], [.status]),
        ([1, 3, 5], [], [.status]),
        // One order too many proves nothing against the parameter.
        ([2, 4, 6, 8], [.status], []),
        // No explanation fits to an order that stays away for no reason.
        ([2, 6], [], []),
    ]

    @Test(arguments: cases)
    func whatCameIsJudged(came: [Int], proved: Set<ParameterName>, distrusted: Set<ParameterName>) {
        let findings = TrialJudge(Self.members, Self.outcome(came)).findings()
        #expect(findings.proved == proved)
        #expect(Set(findings.distrusted.keys) == distrusted)
    }

    @Test func whatFitsToNothingIsAContradiction() {
        #expect(TrialJudge(Self.members, Self.outcome([2, 6])).findings().contradiction != nil)
        #expect(TrialJudge(Self.members, Self.outcome([2, 4, 6])).findings().contradiction == nil)
    }

    private static func outcome(_ came: [Int]) -> TrialOutcome {
        let rows = (1...8).compactMap { id in
            ProbeRow(JSONObject([JSONMember(key: "id", value: .number(String(id)))]))
        }
        return TrialOutcome(
            present: rows.filter { came.contains($0.id) },
            absent: rows.filter { !came.contains($0.id) }
        )
    }
}
