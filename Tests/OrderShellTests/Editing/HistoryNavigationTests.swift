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
        let down = (0..<3).map { _ in navigation.newer(in: history) }
        #expect(down == ["c", "pending", nil])
    }
}
