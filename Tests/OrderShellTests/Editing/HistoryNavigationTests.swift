import Testing

@testable import OrderShell

/// Up and Down through earlier statements.
struct HistoryNavigationTests {
    @Test("walking up and down ends at the pending line")
    func navigation() {
        let history = StatementHistory(["a", "b", "c"], limit: 2)
        var navigation = HistoryNavigation()
        let up = ["pending", "c edited", "b"].map { navigation.older(than: $0, in: history) }
        #expect(up == ["c", "b", nil])
        let down = ["b", "c edited", "pending"].map { navigation.newer(than: $0, in: history) }
        #expect(down == ["c edited", "pending", nil])
    }

    @Test("from a statement that was found it goes on to both sides")
    func going() {
        let history = StatementHistory(["a", "b", "c"], limit: 3)
        var navigation = HistoryNavigation()
        #expect(navigation.index(in: history) == nil)
        _ = navigation.go(to: 2, leaving: "pending", in: history)
        #expect(navigation.index(in: history) == 1)
        #expect(navigation.older(than: "b", in: history) == "a")
        let down = ["a", "b", "c"].map { navigation.newer(than: $0, in: history) }
        #expect(down == ["b", "c", "pending"])
    }
}
