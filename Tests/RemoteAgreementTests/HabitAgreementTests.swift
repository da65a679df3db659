import OrderModel
import OrderTestSupport
import Testing

/// Generated queries on a server of every habit, and the same on its data: equal answers, row by row.
struct HabitAgreementTests {
    @Test("a query answers the same on a server and on its data", arguments: HabitCase.all)
    func answersAreEqual(habit: HabitCase) async throws {
        let server = try ShopServer(RemoteFixture.orders, habit.settings)
        for asker in [Asker.staff, RemoteFixture.busiestCustomer(of: server.orders)] {
            let source = try RemoteFixture.source(server.url, asker)
            let agreement = Agreement(source: source, orders: habit.visible(server.orders, to: asker))
            let counts = await agreement.check(count: 40, seed: 100, asker: asker)
            #expect(counts.answered > 20, "of \(asker)")
        }
        server.stop()
    }

    @Test(
        "a query answers the same on the reference server and on its data",
        .enabled(if: OracleServer.isAvailable, "set ORDERSH_ORACLE to the reference server's folder"),
        arguments: HabitCase.all + HabitCase.ofReferenceServers
    )
    func answersAreEqualOnTheOracle(habit: HabitCase) async throws {
        let server = try await OracleServer.start(count: 150, flags: habit.flags)
        for asker in [Asker.staff, RemoteFixture.busiestCustomer(of: server.orders)] {
            let source = try RemoteFixture.source(server.url, asker)
            let agreement = Agreement(source: source, orders: habit.visible(server.orders, to: asker))
            let counts = await agreement.check(count: asker == .staff ? 25 : 15, seed: 200, asker: asker)
            #expect(counts.answered > 8, "of \(asker)")
        }
        server.stop()
    }

    @Test(
        "a query answers the same on our own server and on its data",
        arguments: HabitCase.all + HabitCase.ofReferenceServers
    )
    func answersAreEqualOnOurServer(habit: HabitCase) async throws {
        let server = try await ServeProgram.start(RemoteFixture.orders, oracleFlags: habit.habitFlags)
        for asker in [Asker.staff, RemoteFixture.busiestCustomer(of: server.orders)] {
            let source = try RemoteFixture.source(server.url, asker)
            let agreement = Agreement(source: source, orders: habit.visible(server.orders, to: asker))
            let counts = await agreement.check(count: asker == .staff ? 25 : 15, seed: 700, asker: asker)
            #expect(counts.answered > 8, "of \(asker)")
        }
        server.stop()
    }
}
