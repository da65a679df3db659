// What it means that a server's answer is right, and what may be instead of one.

import OrderEngine
import OrderLanguage
import OrderModel
import OrderPlan
import OrderRemote
import OrderTestSupport
import Testing

/// How many queries came to which end; a test asks that enough of them were answered.
struct AgreementCounts {
    var answered = 0
    /// A clear failure with status 4, 5 or 6.
    var failed = 0
    /// Queries that have no answer on a file either, or that the endpoint can't answer.
    var skipped = 0
    var warnings: Set<String> = []

    mutating func add(_ other: AgreementCounts) {
        answered += other.answered
        failed += other.failed
        skipped += other.skipped
        warnings.formUnion(other.warnings)
    }
}

/// A server and what it must answer.
struct Agreement {
    let source: RemoteSource
    /// The orders that the asker may see.
    let orders: [JSONObject]
    /// Whether a clear failure will do.
    var toleratesFailure = false

    /// Asks one query and compares.
    func check(_ query: Query, _ counts: inout AgreementCounts) async {
        // As a session does: a usual column that the server never sends is left out.
        let query = query.answering(withDocuments: false) { [source] in PlanCheck.sends($0, source.capabilities) }
        let text = CanonicalPrinter.print(query)
        guard let expected = try? RemoteFixture.expected(query, orders) else {
            counts.skipped += 1
            return
        }
        do {
            let found = try await RemoteFixture.execution(query, source)
            let difference = found.table.difference(from: expected)
            #expect(difference == nil, "\(text)\n\(Self.sent(found))")
            counts.answered += 1
            counts.warnings.formUnion(found.warnings)
        } catch is PlanError {
            counts.skipped += 1
        } catch let failure as any Failure {
            let isClear = [.credentials, .unavailable, .incomplete].contains(failure.category)
            #expect(toleratesFailure && isClear, "\(text)\n\(failure.message)")
            counts.failed += 1
        } catch {
            Issue.record("\(text)\n\(error)")
        }
    }

    /// What was asked for and said, for the message of a failed test.
    private static func sent(_ execution: Execution) -> String {
        "sent ?\(execution.plan.parameters.queryString), \(execution.plan.strategy)"
            + execution.warnings.map { "\n" + $0 }.joined()
    }

    /// Asks a number of generated queries.
    func check(count: Int, seed: UInt64, asker: Asker) async -> AgreementCounts {
        var generator = RemoteQueryGenerator(seed: seed, orders: orders, asker: asker)
        var counts = AgreementCounts()
        for _ in 0..<count * RemoteFixture.factor { await check(generator.query(), &counts) }
        return counts
    }
}
