import OrderEngine
import OrderModel
import OrderReference
import OrderTestSupport
import Testing

/// Noon of 2025-12-27, in a zone whose days begin at half past eight in the evening of UTC.
let tehranTime = TimeContext(
    now: Instant(microseconds: 1_766_836_800_000_000),
    zone: TimeZoneRules(name: "Asia/Tehran", fixedOffsetSeconds: 12_600)
)

/// What trying a condition on some rows gives: the rows, or the error of the first one that cannot be decided.
enum Outcome: Equatable {
    case rows([Int])
    case failure(EvaluationError)
}

/// The outcome as the plain evaluator has it, from the documents.
func plainOutcome(_ condition: Condition, _ rows: TableRows, among candidates: Bitmap) throws -> Outcome {
    let evaluator = Evaluator(time: tehranTime)
    let orders = try rows.table.documents.orders(at: Array(0..<rows.table.count))
    var documents: [Row] = []
    for order in orders { documents += try Row.rows(of: order, in: rows.collection) }
    try #require(documents.count == rows.count)
    var selected: [Int] = []
    for (index, row) in documents.enumerated() where candidates[index] {
        do throws(EvaluationError) {
            if try evaluator.holds(condition, for: row) { selected.append(index) }
        } catch {
            return .failure(error)
        }
    }
    return .rows(selected)
}

/// The outcome of the compiled condition.
func compiledOutcome(_ condition: Condition, _ rows: TableRows, among candidates: Bitmap) -> Outcome {
    do throws(EvaluationError) {
        let compiled = CompiledCondition(condition, over: rows.collection, time: tehranTime)
        return .rows(try compiled.select(in: rows, among: candidates).places)
    } catch {
        return .failure(error)
    }
}

/// Whether both agree on a condition, for all rows and for some of them.
func expectAgreement(_ condition: Condition, _ rows: TableRows, _ random: inout SeededGenerator) throws {
    var some = Bitmap(count: rows.count)
    for row in 0..<rows.count where random.oneIn(2) { some[row] = true }
    for candidates in [Bitmap(count: rows.count, filledWith: true), some] {
        let expected = try plainOutcome(condition, rows, among: candidates)
        let found = compiledOutcome(condition, rows, among: candidates)
        #expect(found == expected, "\(condition) over \(rows.collection)")
    }
}

extension Bitmap {
    /// The rows whose bit is set.
    var places: [Int] {
        var places: [Int] = []
        forEach { places.append($0) }
        return places
    }
}

func field(_ name: String, _ collection: Collection = .orders) -> Expression {
    Schema.field(named: name, in: collection).map(Expression.field) ?? .alias("no field \(name)")
}

func number(_ text: String) -> Expression { .literal(.number(Decimal(text) ?? .zero)) }

func text(_ text: String) -> Expression { .literal(.text(text)) }
