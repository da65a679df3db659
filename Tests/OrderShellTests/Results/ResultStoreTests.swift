import OrderModel
import Testing

@testable import OrderShell

@Suite struct ResultStoreTests {
    private static func result(_ name: String, rows: Int = 1, text: String = "x") -> StoredResult {
        let row = ResultRow(values: [.text(text)])
        let columns = [ResultColumn(name: name, type: .text)]
        return StoredResult(
            table: ResultTable(columns: columns, rows: Array(repeating: row, count: rows)),
            time: Instant(microseconds: 0),
            statement: name
        )
    }

    private func message(_ body: () throws -> StoredResult) -> String {
        do {
            return try body().statement
        } catch {
            return (error as? ShellError)?.message ?? "\(error)"
        }
    }

    @Test func theNewestIsFirstAndTenAreKept() throws {
        var store = ResultStore()
        for number in 1...12 { store.append(Self.result("r\(number)")) }
        #expect(
            (0..<12).map { store.result($0)?.statement ?? "-" }.joined(separator: " ")
                == "r12 r11 r10 r9 r8 r7 r6 r5 r4 r3 - -"
        )
        #expect(store.schemas.first?.fields.map(\.name) == ["r12"])
        #expect(message { try store.requiredResult(10) } == "there is no answer _10")
    }

    @Test func beforeTheFirst() {
        #expect(message { try ResultStore().requiredResult(0) } == "there is no last answer yet")
    }

    @Test("an answer beyond the budget is not kept, and no older one takes its place")
    func tooLarge() {
        var store = ResultStore(budgetBytes: 10_000)
        store.append(Self.result("small"))
        store.append(Self.result("large", rows: 1000))
        #expect(store.result(0) == nil)
        #expect(
            message { try store.requiredResult(0) }
                == "the answer that _ stands for is not there: its 1,000 rows take more than 10.0 kB"
        )
        #expect(store.result(1)?.statement == "small")
        #expect(store.schemas.map { $0.fields.map(\.name) } == [["large"], ["small"]])
    }

    @Test func theOldestMakeRoom() {
        var store = ResultStore(budgetBytes: 10_000)
        for name in ["a", "b", "c"] { store.append(Self.result(name, text: String(repeating: "x", count: 4000))) }
        #expect(store.result(0)?.statement == "c")
        #expect(store.result(1)?.statement == "b")
        #expect(
            message { try store.requiredResult(2) }
                == "the answer that _2 stands for is not there: it made room for later ones"
        )
    }

    @Test func aFailureTakesItsPlace() {
        var store = ResultStore()
        store.append(Self.result("a"))
        store.appendLost([], "its query failed")
        #expect(
            message { try store.requiredResult(0) } == "the answer that _ stands for is not there: its query failed"
        )
        #expect(store.result(1)?.statement == "a")
    }
}
