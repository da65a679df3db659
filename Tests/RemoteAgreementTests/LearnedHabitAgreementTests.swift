import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

/// Generated queries on a server whose habits a probe has learned: what it found makes them cheaper, never wrong.
struct LearnedHabitAgreementTests {
    @Test("after a probe, a query answers the same on a server and on its data", arguments: HabitCase.all)
    func answersAreEqual(habit: HabitCase) async throws {
        let server = try ShopServer(RemoteFixture.orders, habit.settings)
        for asker in [Asker.staff, RemoteFixture.busiestCustomer(of: server.orders)] {
            try await check(server.url, asker, habit.visible(server.orders, to: asker), count: 40)
        }
        server.stop()
    }

    @Test(
        "after a probe, a query answers the same on the reference server and on its data",
        .enabled(if: OracleServer.isAvailable, "set ORDERSH_ORACLE to the reference server's folder"),
        arguments: HabitCase.all.suffix(1) + HabitCase.ofReferenceServers
    )
    func answersAreEqualOnTheOracle(habit: HabitCase) async throws {
        let server = try await OracleServer.start(count: 300, flags: habit.flags)
        for asker in [Asker.staff, RemoteFixture.busiestCustomer(of: server.orders)] {
            try await check(server.url, asker, habit.visible(server.orders, to: asker), count: 15)
        }
        server.stop()
    }

    /// Probes a server and asks a number of queries with what was learned.
    private func check(_ url: String, _ asker: Asker, _ orders: [JSONObject], count: Int) async throws {
        let zones = [ShopHabits.tehran]
        let report = try await ServerProbe(try RemoteFixture.source(url, asker), zones: zones).run()
        #expect(report.habits != ServerHabits(), "of \(asker)")
        let source = try RemoteFixture.source(url, asker, habits: report.habits)
        let counts = await Agreement(source: source, orders: orders).check(count: count, seed: 900, asker: asker)
        #expect(counts.answered > count / 3, "of \(asker)")
    }
}
