// What was learnt of servers: kept for the next session, and never in anybody's way.

import OrderModel
import OrderTestSupport
import Testing

@testable import OrderShell

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite struct ServerMemoryTests {
    private static let day = 86_400
    private let folder: TemporaryFolder
    private let key = ServerMemory.Key(server: "https://shop.example/", scope: .admin)

    init() throws {
        folder = try TemporaryFolder()
    }

    private func memory(day: Int = 20_000) -> ServerMemory {
        ServerMemory(path: folder.path(of: "state/servers.json")) { day * Self.day }
    }

    private var habits: ServerHabits {
        var habits = ServerHabits()
        habits.proved = [.status, .idMinimum]
        habits.distrusted = [.search]
        habits.maximumPageSize = 100
        return habits
    }

    @Test func whatWasLearntComesBack() {
        #expect(memory().habits(of: key) == ServerHabits())
        #expect(memory().remember(habits, of: key) == nil)
        #expect(memory().habits(of: key) == habits)
        #expect(folder.permissions(of: "state/servers.json") == 0o600)
        #expect(folder.permissions(of: "state") == 0o700)
    }

    @Test func eachServerAndScopeIsItsOwn() {
        #expect(memory().remember(habits, of: key) == nil)
        for other in [
            ServerMemory.Key(server: "https://shop.example/", scope: .customer),
            ServerMemory.Key(server: "https://shop.example/b", scope: .admin),
        ] {
            #expect(memory().habits(of: other) == ServerHabits())
        }
    }

    @Test func whatOnlyAProfileSaysIsNotKept() {
        var stated = habits
        stated.dateEnd = .exclusive
        stated.zoneName = "Asia/Tehran"
        #expect(memory().remember(stated, of: key) == nil)
        #expect(memory().habits(of: key) == habits)
    }

    @Test func anEntryHoldsForThirtyDays() {
        #expect(memory(day: 20_000).remember(habits, of: key) == nil)
        #expect(memory(day: 20_030).habits(of: key) == habits)
        #expect(memory(day: 20_031).habits(of: key) == ServerHabits())
        // A clock that was wrong then, or is now.
        #expect(memory(day: 19_000).habits(of: key) == ServerHabits())
    }

    @Test func anotherSessionsDistrustStays() {
        #expect(memory().remember(habits, of: key) == nil)
        var other = ServerHabits()
        other.proved = [.search, .limit]
        #expect(memory().remember(other, of: key) == nil)
        let found = memory().habits(of: key)
        #expect(found.distrusted == [.search])
        #expect(found.proved == [.status, .idMinimum, .limit])
        #expect(found.maximumPageSize == 100)
    }

    @Test(arguments: [
        "", "nonsense", "[]", #"{"version": 9, "servers": []}"#, #"{"servers": []}"#, #"{"version": 2}"#,
        #"{"version": 2, "servers": [1, null, {}, {"server": "https://shop.example/", "scope": "admin", "day": 20000}]}"#,
        #"{"version": 2, "servers": [{"server": "https://shop.example/", "scope": "admin", "day": 20000, "habits": {"x": 1}}]}"#,
    ])
    func aBrokenFileSaysNothingAndIsReplaced(text: String) throws {
        mkdir(folder.path(of: "state"), 0o700)
        try folder.write(text, to: "state/servers.json")
        #expect(memory().habits(of: key) == ServerHabits())
        #expect(memory().remember(habits, of: key) == nil)
        #expect(memory().habits(of: key) == habits)
    }

    @Test func aFileThatCannotBeWrittenIsAWarning() {
        let memory = ServerMemory(path: "/dev/null/servers.json") { 0 }
        #expect(memory.habits(of: key) == ServerHabits())
        #expect(
            memory.remember(habits, of: key)?.hasPrefix("what was learnt of https://shop.example/ is not kept: ")
                == true
        )
    }

    @Test func nothingLearntIsNothingWritten() {
        #expect(memory().remember(ServerHabits(), of: key) == nil)
        #expect(folder.names == [])
    }

    @Test func sessionsAtOnceLoseNothing() async {
        let path = folder.path(of: "servers.json")
        await withTaskGroup(of: Void.self) { group in
            for session in 0..<4 {
                group.addTask {
                    let memory = ServerMemory(path: path) { 0 }
                    for name in ParameterName.allCases where name.rawValue.utf8.count % 4 == session {
                        var habits = ServerHabits()
                        habits.proved = [name]
                        while memory.remember(habits, of: ServerMemory.Key(server: "s", scope: .admin)) != nil {}
                    }
                }
            }
        }
        let memory = ServerMemory(path: path) { 0 }
        #expect(memory.habits(of: ServerMemory.Key(server: "s", scope: .admin)).proved == Set(ParameterName.allCases))
    }
}
